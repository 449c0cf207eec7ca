"""What a plant sets for its hazards."""

from typing import Any

from anhuan.domains.audit.actions import save_audited
from anhuan.domains.hazards.models import HazardSettings
from anhuan.domains.hazards.queries.hazards import settings_row, with_figures
from anhuan.domains.hazards.rules.settings import settings_blockers
from anhuan.domains.org.models import Account, Company
from anhuan.kernel.errors import refuse_if_any


def save_settings(by: Account, company: Company, figures: dict[str, Any]) -> HazardSettings:
    """Refused with every reason; spans already running are counted anew at the next deed."""
    refuse_if_any(settings_blockers(with_figures(figures)))
    return save_audited(by, settings_row(company), {"figures": figures})
