"""Reading reports, gated by who asks."""

from anhuan.domains.reporting.queries.deliveries import (
    batch_for,
    delivery_for,
    title_of,
    visible_batches,
    visible_deliveries,
)
from anhuan.domains.reporting.queries.targets import (
    options_for,
    settings_of,
    target_for,
    visible_targets,
    zone_of,
)

__all__ = [
    "batch_for",
    "delivery_for",
    "options_for",
    "settings_of",
    "target_for",
    "title_of",
    "visible_batches",
    "visible_deliveries",
    "visible_targets",
    "zone_of",
]
