"""Writing events in the transaction that causes them."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from anhuan.domains.outbox.models import OutboxEvent
from anhuan.kernel import clock
from anhuan.kernel.events import Event

CHANNEL = "outbox"  # PostgreSQL NOTIFY: the relay wakes at commit


@contextmanager
def in_one_go() -> Iterator[None]:
    """Send the writes of a block without waiting for each other's answers, all within one
    transaction. An error of any of them is raised at the next answer read, or at the end."""
    connection.ensure_connection()
    with connection.wrap_database_errors, connection.connection.pipeline():
        yield


def emit(company: str, event: Event) -> OutboxEvent:
    """Store the event for `company` (its code). Relayed after commit, never if rolled back."""
    row = OutboxEvent.objects.create(
        company=company, type=event.type, at=clock.now(), data=event.data()
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, '')", [CHANNEL])
    return row
