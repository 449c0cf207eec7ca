"""Tuning a plant's positioning."""

from typing import Any

from anhuan.domains.audit.actions import Actor, draft_of
from anhuan.domains.org.models import Company
from anhuan.domains.positioning.actions.checked import save_and_tell
from anhuan.domains.positioning.models import PositioningSettings
from anhuan.domains.positioning.queries.devices import settings_of
from anhuan.domains.positioning.rules.devices import rate_blockers
from anhuan.domains.positioning.rules.quality import bounds_blockers
from anhuan.domains.positioning.rules.retention import retention_blockers


def change_settings(actor: Actor, company: Company, **changes: Any) -> PositioningSettings:
    """Set the plant's limits; tracks may not be kept for less than a year."""
    settings = settings_of(company)
    settings.company = company
    draft = draft_of(settings, changes)
    blockers = [
        *retention_blockers(draft.track_days),
        *rate_blockers(draft.slow_every_ms, draft.fast_every_ms, draft.min_fixes_per_minute),
        *bounds_blockers(draft.quality),
    ]
    return save_and_tell(actor, settings, changes, company, "settings", blockers)
