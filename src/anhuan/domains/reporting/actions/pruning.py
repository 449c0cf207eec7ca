"""What is forgotten: positions after a day, receipts after a year."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef

from anhuan.domains.reporting.models import Batch, Delivery, Slot
from anhuan.domains.reporting.rules import states
from anhuan.domains.reporting.seeds.loader import tables

KEPT = timedelta(days=400)  # a year of receipts and a month
SNAPSHOTS_KEPT = timedelta(days=2)


def prune(now: datetime) -> int:
    """Ended versions that have a newer one, and messages nobody refers to; how many."""
    snapshots = [one.id for one in tables().values() if one.is_snapshot]
    newer = Delivery.objects.filter(
        target=OuterRef("target"), row=OuterRef("row"), version__gt=OuterRef("version")
    )
    ended = Delivery.objects.exclude(state__in=states.OPEN).filter(Exists(newer))
    gone = ended.filter(made_at__lt=now - KEPT).delete()[0]
    gone += ended.filter(table__in=snapshots, made_at__lt=now - SNAPSHOTS_KEPT).delete()[0]
    empty = Batch.objects.filter(deliveries__isnull=True).exclude(state=Batch.State.SENDING)
    gone += empty.filter(made_at__lt=now - KEPT).delete()[0]
    gone += empty.filter(table__in=snapshots, made_at__lt=now - SNAPSHOTS_KEPT).delete()[0]
    short = Slot.objects.filter(table__in=snapshots, at__lt=now - SNAPSHOTS_KEPT)
    return gone + short.delete()[0] + Slot.objects.filter(at__lt=now - KEPT).delete()[0]
