"""Setting a plant's evacuations."""

from typing import Any

from anhuan.domains.audit.actions import Actor, draft_of, save_checked
from anhuan.domains.emergency.models import EmergencySettings
from anhuan.domains.emergency.queries.evacuations import settings_of
from anhuan.domains.emergency.rules.blockers import settings_blockers
from anhuan.domains.org.models import Company


def change_settings(actor: Actor, company: Company, **changes: Any) -> EmergencySettings:
    """Set the plant's values; records may not be kept for less than a year."""
    settings = settings_of(company)
    settings.company = company
    blockers = settings_blockers(draft_of(settings, changes).kept_days)
    return save_checked(actor, settings, changes, blockers)
