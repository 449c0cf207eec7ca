"""Removing events that everybody has had."""

import logging
from datetime import datetime, timedelta

from anhuan.domains.outbox import rules
from anhuan.domains.outbox.models import OutboxEvent, Reaction

log = logging.getLogger(__name__)
_BATCH = 5000


def prune(now: datetime) -> int:
    """Delete published events older than 30 days whose reactions are done; logs how many.

    The newest event always stays, so that numbers never begin again.
    """
    before = now - timedelta(days=rules.KEPT_DAYS)
    newest = OutboxEvent.objects.filter(seq__isnull=False).order_by("-seq").first()
    waiting = Reaction.objects.filter(done_at__isnull=True).values("event")
    old = OutboxEvent.objects.filter(at__lt=before, published_at__isnull=False)
    old = old.exclude(pk__in=waiting)
    if newest:
        old = old.exclude(pk=newest.pk)
    pruned = 0
    while batch := list(old.values_list("pk", flat=True)[:_BATCH]):
        pruned += OutboxEvent.objects.filter(pk__in=batch).delete()[1].get("outbox.OutboxEvent", 0)
    log.info("outbox: %d events before %s pruned", pruned, before.isoformat())
    return pruned
