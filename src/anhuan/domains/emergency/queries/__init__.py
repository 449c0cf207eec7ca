"""Reading evacuations: where people are now, the roll, the report."""

from anhuan.domains.emergency.queries.evacuations import (
    due_rows,
    evacuation_for,
    open_evacuations,
    settings_of,
    visible_evacuations,
    with_counts,
)

__all__ = [
    "due_rows",
    "evacuation_for",
    "open_evacuations",
    "settings_of",
    "visible_evacuations",
    "with_counts",
]
