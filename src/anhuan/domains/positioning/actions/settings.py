"""Tuning a plant's positioning."""

from typing import Any

from anhuan.domains.audit.actions import Actor, draft_of
from anhuan.domains.org.models import Company
from anhuan.domains.positioning.actions.checked import save_and_tell
from anhuan.domains.positioning.models import PositioningSettings
from anhuan.domains.positioning.queries.devices import settings_of
from anhuan.domains.positioning.rules.retention import retention_blockers


def change_settings(actor: Actor, company: Company, **changes: Any) -> PositioningSettings:
    """Set the plant's limits; tracks may not be kept for less than a year."""
    settings = settings_of(company)
    settings.company = company
    blockers = retention_blockers(draft_of(settings, changes).track_days)
    return save_and_tell(actor, settings, changes, company, "settings", blockers)
