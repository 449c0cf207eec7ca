"""Removing alarms nobody has to keep any more."""

import logging
from datetime import datetime, timedelta

from django.db import transaction

from anhuan.domains.alarms.models import Alarm
from anhuan.domains.alarms.rules.retention import retention_blockers
from anhuan.domains.audit.actions import SYSTEM, record
from anhuan.domains.org.models import Company
from anhuan.kernel.errors import refuse_if_any

log = logging.getLogger(__name__)
_BATCH = 2000


def prune_alarms(company: Company, days: int, now: datetime) -> int:
    """Delete closed alarms older than `days`, at least 365; the audit chain says how many.

    An alarm that nobody has closed stays, however old.
    """
    refuse_if_any(retention_blockers(days))
    before = now - timedelta(days=days)
    old = Alarm.objects.filter(company=company, raised_at__lt=before, closed_at__lt=before)
    pruned = 0
    while batch := list(old.values_list("pk", flat=True)[:_BATCH]):
        with transaction.atomic():
            Alarm.objects.filter(pk__in=batch).delete()
            note = f"清理 {before:%Y-%m-%d} 之前已关闭的报警 {len(batch)} 条"
            record(SYSTEM, "prune", company, before={"alarms": len(batch)}, note=note)
        pruned += len(batch)
    log.info("alarms: %d before %s pruned", pruned, before.isoformat())
    return pruned
