"""What `/live/alarms` begins with: the open alarms as of one outbox number, or what was missed."""

from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from anhuan.domains.alarms.queries import open_cards
from anhuan.domains.outbox.models import OutboxEvent
from anhuan.domains.outbox.queries import company_events_after, first_seq, last_seq, waiting_of
from anhuan.web.live.messages import Sent, encode

PREFIX = "alarm."
MOST_REPLAYED = 2000


@dataclass(frozen=True, slots=True)
class Beginning:
    """What to send first, the number it stands for, and events whose effect it already shows."""

    messages: list[Sent]
    seq: int
    included: frozenset[str]


def begin(company: str, last_event_id: str) -> Beginning:
    """Replay after the reader's last id; a fresh snapshot when that id is unknown or too old."""
    if last_event_id.isdigit() and (missed := _missed(company, int(last_event_id))) is not None:
        seq = missed[-1].seq if missed else int(last_event_id)
        return Beginning([change_of(event) for event in missed], seq or 0, frozenset())
    return _snapshot(company)


def change_of(event: OutboxEvent) -> Sent:
    """An alarm's event as its readers get it."""
    data = {"type": event.type, "alarm": event.data["alarm"]}
    return Sent(encode("change", data, event.seq), event.seq or 0, str(event.pk))


def _missed(company: str, after: int) -> list[OutboxEvent] | None:
    if after > last_seq() or after + 1 < first_seq():
        return None
    found = company_events_after(company, PREFIX, after, MOST_REPLAYED + 1)
    return None if len(found) > MOST_REPLAYED else found


def _snapshot(company: str) -> Beginning:
    """One moment of the database: cards, the last number, and events not yet numbered."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        seq = last_seq()
        included = waiting_of(company, PREFIX).values_list("pk", flat=True)
        data: dict[str, Any] = {"alarms": open_cards(company)}
        known = frozenset(str(pk) for pk in included)
    return Beginning([Sent(encode("snapshot", data, seq), seq)], seq, known)
