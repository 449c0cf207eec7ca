"""On paper: the two cards of an area, the notice board of a source, a judgement by GB 18218."""

from anhuan.domains.risk.paper.board import board_paper
from anhuan.domains.risk.paper.cards import emergency_card, know_card
from anhuan.domains.risk.paper.judgement import judgement_paper

__all__ = ["board_paper", "emergency_card", "judgement_paper", "know_card"]
