"""What a plant sets for its own judgement."""

from typing import Any

from anhuan.domains.audit.actions import Actor, save_audited
from anhuan.domains.mechanism.models import MechanismSettings
from anhuan.domains.mechanism.queries.settings import settings_row, with_figures
from anhuan.domains.mechanism.rules.settings import settings_blockers
from anhuan.domains.org.models import Company
from anhuan.kernel.errors import refuse_if_any


def save_settings(by: Actor, company: Company, figures: dict[str, Any]) -> MechanismSettings:
    """Refused with every reason. Weeks already scored keep their scores."""
    refuse_if_any(settings_blockers(with_figures(figures)))
    return save_audited(by, settings_row(company), {"figures": figures})
