"""What a fence means: where it is, when it holds, who may enter. The scalar definition.

`engine/core` holds the array twin of `contains`. AQ 3064.3-2025 5.1.5, 5.2.4.
"""

from anhuan.domains.positioning.rules.fences.changes import Change, changed
from anhuan.domains.positioning.rules.fences.sound import (
    KIND_WORDS,
    KINDS,
    Proposed,
    fence_blockers,
    schedule_blockers,
)
from anhuan.domains.positioning.rules.fences.templates import TEMPLATES, Template
from anhuan.domains.positioning.rules.fences.trials import (
    LONGEST,
    longest_lead_in,
    trial_blockers,
)
from anhuan.domains.positioning.rules.fences.when import (
    DAY_KINDS,
    DAYS,
    Shift,
    holds_at,
    kind_of_day,
    parse_time,
)
from anhuan.domains.positioning.rules.fences.where import (
    LINE_HALF_WIDTH_M,
    contains,
    distance_to_line_m,
    is_inside,
)
from anhuan.domains.positioning.rules.fences.who import Access, Subject

__all__ = [
    "DAYS",
    "DAY_KINDS",
    "KINDS",
    "KIND_WORDS",
    "LINE_HALF_WIDTH_M",
    "LONGEST",
    "TEMPLATES",
    "Access",
    "Change",
    "Proposed",
    "Shift",
    "Subject",
    "Template",
    "changed",
    "contains",
    "distance_to_line_m",
    "fence_blockers",
    "holds_at",
    "is_inside",
    "kind_of_day",
    "longest_lead_in",
    "parse_time",
    "schedule_blockers",
    "trial_blockers",
]
