"""Giving waiting events their dense numbers, and marking them published."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from django.db import connection, transaction

from anhuan.domains.outbox.models import OutboxEvent, Reaction
from anhuan.kernel import clock

_LOCK = 0x0B0C


def number_waiting(reactions: Mapping[str, Sequence[str]], limit: int = 500) -> int:
    """Number committed events in the order they happened, and note the reactions each needs.

    One at a time: a second caller does nothing. Number N is visible only after all numbers before
    it are, so a reader that has seen N has missed nothing below.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
        if not cursor.fetchone()[0]:
            return 0
        waiting = list(OutboxEvent.objects.filter(seq__isnull=True).order_by("at", "id")[:limit])
        if not waiting:
            return 0
        last = OutboxEvent.objects.filter(seq__isnull=False).order_by("-seq").first()
        seq = last.seq or 0 if last else 0
        numbers = [(row.pk, seq + place) for place, row in enumerate(waiting, 1)]
        cursor.execute(
            "UPDATE outbox_outboxevent e SET seq = v.seq"
            " FROM unnest(%s::uuid[], %s::bigint[]) AS v(id, seq) WHERE e.id = v.id",
            [[pk for pk, _ in numbers], [number for _, number in numbers]],
        )
        Reaction.objects.bulk_create(
            Reaction(event=row, name=name)
            for row in waiting
            for name in reactions.get(row.type, ())
        )
        return len(waiting)


def mark_published(event_ids: Iterable[UUID]) -> int:
    """These went out on NATS."""
    rows = OutboxEvent.objects.filter(pk__in=list(event_ids), published_at__isnull=True)
    return rows.update(published_at=clock.now())
