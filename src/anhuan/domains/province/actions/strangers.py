"""Who knocks without a key is counted; a flood of them takes no more room than a thousand rows."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import F

from anhuan.domains.province.models import Stranger

MOST = 1000


def note_strangers(counts: Mapping[tuple[str, str], int], now: datetime) -> None:
    """(address, reason) → how often since the last time."""
    with transaction.atomic():
        for (address, reason), times in list(counts.items())[:MOST]:
            known = Stranger.objects.filter(address=address[:60], reason=reason[:100])
            if not known.update(times=F("times") + times, last_at=now):
                Stranger.objects.create(
                    address=address[:60], reason=reason[:100], times=times, first_at=now,
                    last_at=now,
                )  # fmt: skip
        kept = Stranger.objects.order_by("-last_at").values("pk")[:MOST]
        Stranger.objects.exclude(pk__in=list(kept.values_list("pk", flat=True))).delete()
