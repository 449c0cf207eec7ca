"""Letting old records go, after the plant's own time and never within a year."""

from datetime import datetime, timedelta

from django.db import connection, transaction

from anhuan.domains.audit.actions import SYSTEM, record
from anhuan.domains.emergency.models import Evacuation, EvacuationStep, Evacuee
from anhuan.domains.emergency.queries.evacuations import settings_of
from anhuan.domains.emergency.rules.blockers import LEAST_KEPT_DAYS
from anhuan.domains.org.models import Company


def prune(company: Company, now: datetime) -> int:
    """Delete what was stood down longer ago than is kept; each deletion is an audit row."""
    days = max(settings_of(company).kept_days, LEAST_KEPT_DAYS)
    old = Evacuation.objects.filter(company=company, stood_down_at__lt=now - timedelta(days=days))
    return sum(_drop(evacuation) for evacuation in old)


@transaction.atomic
def _drop(evacuation: Evacuation) -> int:
    with connection.cursor() as cursor:  # steps are append-only but for this
        cursor.execute("SET LOCAL anhuan.prunes_evacuations = 'on'")
    after = {"ordered_at": evacuation.ordered_at.isoformat()}
    record(SYSTEM, "prune", evacuation, after=after, note="超过保存期限")
    EvacuationStep.objects.filter(evacuation=evacuation).delete()
    Evacuee.objects.filter(evacuation=evacuation).delete()
    evacuation.delete()
    return 1
