"""How long what nodes told is kept."""

from datetime import datetime, timedelta

from anhuan.domains.pipes.models import Letter, LogLine, Look, Receipt

LOG_KEPT = timedelta(days=180)
PROOF_KEPT = timedelta(days=3 * 365)  # receipts, comparisons, closed dead letters


def forget(now: datetime) -> int:
    """Old log lines, comparisons, receipts and closed letters; how many."""
    old = LogLine.objects.filter(at__lt=now - LOG_KEPT).delete()[0]
    before = now - PROOF_KEPT
    old += Look.objects.filter(at__lt=before).delete()[0]
    old += Receipt.objects.filter(at__lt=before).delete()[0]
    return old + Letter.objects.filter(ended_at__lt=before).delete()[0]
