"""Writing events in the transaction that causes them."""

from django.db import connection

from anhuan.domains.outbox.models import OutboxEvent
from anhuan.kernel import clock
from anhuan.kernel.events import Event

CHANNEL = "outbox"  # PostgreSQL NOTIFY: the relay wakes at commit


def emit(company: str, event: Event) -> OutboxEvent:
    """Store the event for `company` (its code). Relayed after commit, never if rolled back."""
    row = OutboxEvent.objects.create(
        company=company, type=event.type, at=clock.now(), data=event.data()
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, '')", [CHANNEL])
    return row
