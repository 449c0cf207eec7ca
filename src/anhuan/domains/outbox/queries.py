"""Reading the outbox in its order."""

from datetime import datetime
from typing import Any

from django.db.models import Max, Min, Q, QuerySet

from anhuan.domains.outbox.models import OutboxEvent, Reaction


def unpublished(limit: int = 500) -> list[OutboxEvent]:
    """Numbered events that have not gone out yet, in order."""
    rows = OutboxEvent.objects.filter(seq__isnull=False, published_at__isnull=True)
    return list(rows.order_by("seq")[:limit])


def due_reactions(now: datetime, limit: int = 200) -> list[int]:
    """Reactions to run now, in the order of their events."""
    due = Reaction.objects.filter(done_at__isnull=True).filter(
        Q(next_try_at__isnull=True) | Q(next_try_at__lte=now)
    )
    return list(due.order_by("event__seq", "id").values_list("pk", flat=True)[:limit])


def events_after(seq: int, limit: int = 500) -> list[OutboxEvent]:
    """Everything numbered after `seq`, in order, of all companies."""
    return list(OutboxEvent.objects.filter(seq__gt=seq).order_by("seq")[:limit])


def company_events_after(
    company: str, prefix: str, seq: int, limit: int = 2000
) -> list[OutboxEvent]:
    """One company's events of the types that begin with `prefix`, after `seq`, in order."""
    rows = OutboxEvent.objects.filter(seq__gt=seq, company=company, type__startswith=prefix)
    return list(rows.order_by("seq")[:limit])


def last_seq() -> int:
    """The highest number given."""
    return OutboxEvent.objects.aggregate(last=Max("seq"))["last"] or 0


def first_seq() -> int:
    """The lowest number still kept; 0 when there is none."""
    return OutboxEvent.objects.aggregate(first=Min("seq"))["first"] or 0


def waiting_of(company: str, prefix: str) -> QuerySet[OutboxEvent]:
    """Committed events of these types that have no number yet."""
    return OutboxEvent.objects.filter(company=company, type__startswith=prefix, seq__isnull=True)


def message_of(event: OutboxEvent) -> dict[str, Any]:
    """What goes out on `ev.{company}.{type}` (contracts)."""
    return {
        "seq": event.seq,
        "id": str(event.pk),
        "type": event.type,
        "at": event.at.isoformat(),
        "data": event.data,
    }


def backlog(now: datetime) -> dict[str, Any]:
    """How far the relay is behind: counts and the age of the oldest in seconds."""
    waiting = OutboxEvent.objects.filter(published_at__isnull=True)
    oldest = waiting.aggregate(oldest=Min("at"))["oldest"]
    failing = Reaction.objects.filter(done_at__isnull=True, attempts__gt=0).select_related("event")[
        :20
    ]
    return {
        "waiting": waiting.count(),
        "lag_s": round((now - oldest).total_seconds(), 3) if oldest else 0.0,
        "failing": list(failing),
    }
