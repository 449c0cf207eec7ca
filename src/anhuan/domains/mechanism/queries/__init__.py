"""What the mechanism knows, gated by who asks."""

from anhuan.domains.mechanism.queries.awards import (
    get_award_for,
    part_of,
    parts_for,
    visible_awards,
)
from anhuan.domains.mechanism.queries.board import boarded, visible_lines
from anhuan.domains.mechanism.queries.levels import levels_of_plans
from anhuan.domains.mechanism.queries.rates import Asked, Cell, cells_for, summed, total
from anhuan.domains.mechanism.queries.settings import settings_of
from anhuan.domains.mechanism.queries.weeks import Week, score_now, visible_scores, week_facts

__all__ = [
    "Asked",
    "Cell",
    "Week",
    "boarded",
    "cells_for",
    "get_award_for",
    "levels_of_plans",
    "part_of",
    "parts_for",
    "score_now",
    "settings_of",
    "summed",
    "total",
    "visible_awards",
    "visible_lines",
    "visible_scores",
    "week_facts",
]
