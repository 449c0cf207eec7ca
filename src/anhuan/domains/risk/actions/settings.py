"""The plant's choices for its register."""

from django.db import transaction

from anhuan.domains.audit.actions import Actor, save_audited
from anhuan.domains.org.models import Company
from anhuan.domains.risk.actions.rolling import roll_up
from anhuan.domains.risk.models import RiskObject, RiskSettings
from anhuan.domains.risk.queries.settings import as_json
from anhuan.domains.risk.rules.settings import Settings, settings_blockers
from anhuan.kernel.errors import refuse_if_any


@transaction.atomic
def save_settings(by: Actor, company: Company, asked: Settings) -> RiskSettings:
    """Bounds hold for assessments made from now on: what was assessed keeps the level it was
    given, so that nothing turns green over night. What makes an object red holds at once."""
    refuse_if_any(settings_blockers(asked))
    row = RiskSettings.objects.filter(company=company).first() or RiskSettings(company=company)
    saved = save_audited(by, row, {"figures": as_json(asked)})
    for above in RiskObject.objects.filter(company=company, is_retired=False):
        roll_up(by, above)
    return saved
