"""Hazards on paper: one with its pictures, and the illustrated report of many."""

from anhuan.domains.hazards.paper.hazard import hazard_paper
from anhuan.domains.hazards.paper.report import report_paper

__all__ = ["hazard_paper", "report_paper"]
