"""The authority sets points, bounds and limits."""

from typing import Any

from anhuan.domains.audit.actions import Actor, draft_of, save_checked
from anhuan.domains.org.models import Company
from anhuan.domains.province.models import ProvinceSettings
from anhuan.domains.province.queries.settings import settings_of
from anhuan.domains.province.rules.settings import blockers


def save_settings(by: Actor, company: Company, changes: dict[str, Any]) -> ProvinceSettings:
    """All of it, or every reason why not."""
    settings = settings_of(company)
    draft = draft_of(settings, changes)
    against = blockers(draft.weights, draft.bounds, draft.deadlines_min)
    return save_checked(by, settings, changes, against)
