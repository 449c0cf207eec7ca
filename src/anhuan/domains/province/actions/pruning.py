"""What need not be kept: receipts and clashes after 90 days, alarms and works after three years,
positions of people when the authority says."""

from datetime import datetime, timedelta

from anhuan.domains.province.models import (
    Clash,
    ProvinceSettings,
    Receipt,
    ReceivedRow,
    Whereabouts,
)

RECEIPTS = timedelta(days=90)
ROWS = timedelta(days=3 * 365)  # the law asks for one year


def prune(now: datetime) -> int:
    """How many rows went."""
    old, _ = Receipt.objects.filter(at__lt=now - RECEIPTS).delete()
    ended = ReceivedRow.objects.filter(kind__in=("alarm", "work", "plan"), ended_at__lt=now - ROWS)
    reused, _ = Clash.objects.filter(last_at__lt=now - RECEIPTS).delete()
    return old + reused + ended.delete()[0] + _forget_tracks(now)


def _forget_tracks(now: datetime) -> int:
    """As long as each authority keeps them; not at all where it says none."""
    gone = 0
    known = Whereabouts.objects.order_by().values_list("enterprise__company").distinct()
    for (company,) in known:
        days = ProvinceSettings.objects.filter(company=company).values_list("track_days", flat=True)
        limit = now - timedelta(days=days.first() or 0)
        rows = Whereabouts.objects.filter(enterprise__company=company, minute__lt=limit)
        gone += rows.delete()[0]
    return gone
