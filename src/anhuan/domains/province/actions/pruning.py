"""What need not be kept: receipts and clashes after 90 days, alarms and works after three years."""

from datetime import datetime, timedelta

from anhuan.domains.province.models import Clash, Receipt, ReceivedRow

RECEIPTS = timedelta(days=90)
ROWS = timedelta(days=3 * 365)  # the law asks for one year


def prune(now: datetime) -> int:
    """How many rows went."""
    old, _ = Receipt.objects.filter(at__lt=now - RECEIPTS).delete()
    ended = ReceivedRow.objects.filter(kind__in=("alarm", "work", "plan"), ended_at__lt=now - ROWS)
    reused, _ = Clash.objects.filter(last_at__lt=now - RECEIPTS).delete()
    return old + reused + ended.delete()[0]
