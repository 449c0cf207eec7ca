"""Works that may not go on beside each other at the same time."""

from anhuan.domains.permits.rules.conflicts.jobs import (
    ACTIVITY_LABELS,
    Activity,
    Conflict,
    Job,
    activities_of,
    gap_between,
)
from anhuan.domains.permits.rules.conflicts.pairs import conflicts_between, conflicts_of

__all__ = [
    "ACTIVITY_LABELS",
    "Activity",
    "Conflict",
    "Job",
    "activities_of",
    "conflicts_between",
    "conflicts_of",
    "gap_between",
]
