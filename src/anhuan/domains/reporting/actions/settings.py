"""What a plant sets."""

from typing import Any

from anhuan.domains.audit.actions import Actor, save_checked
from anhuan.domains.org.models import Company
from anhuan.domains.reporting.models import ReportingSettings
from anhuan.domains.reporting.queries.targets import settings_of
from anhuan.domains.reporting.rules.schedule import DEADLINE
from anhuan.domains.reporting.rules.score import Part
from anhuan.kernel.errors import Blocker


def save_settings(by: Actor, company: Company, changes: dict[str, Any]) -> ReportingSettings:
    """Refused: a warning after ten o'clock, weights that weigh nothing."""
    found: list[Blocker] = []
    weights = changes.get("weights")
    if weights is not None and not sum(int(weights.get(part, 0)) for part in Part):
        found.append(Blocker("no_weights", "评分权重不能都是 0"))
    if (warn_at := changes.get("warn_at")) and warn_at >= DEADLINE:
        found.append(Blocker("warns_too_late", "提醒时刻应早于 10:00"))
    return save_checked(by, settings_of(company), changes, found)
