"""A message's two marks: written before it goes, and what became of it after.

Whoever dies between the two finds the message again and sends it once more under the same id.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from anhuan.domains.outbox.actions import emit
from anhuan.domains.reporting.events import BatchEnded
from anhuan.domains.reporting.models import Batch, Delivery, Target
from anhuan.domains.reporting.queries.queue import next_of
from anhuan.domains.reporting.queries.targets import options_for
from anhuan.domains.reporting.rules import retry, states
from anhuan.domains.reporting.rules.outcomes import ACCEPTED, BROKEN, REFUSED, Outcome
from anhuan.kernel.digest import canonical_json, sm3_hex
from anhuan.kernel.sm2 import PlantKey

LEASE_S = 1.0  # beyond the patience with a receiver: nobody else carries the message meanwhile


def claim(target_id: Any, now: datetime, key: PlantKey | None = None) -> Batch | None:
    """The message to send now, marked as sent before it is; None: nothing may go.

    One is under way at a time: a message without an answer is sent again before any other.
    """
    with transaction.atomic():
        target = Target.objects.select_for_update().get(pk=target_id)
        under_way = Batch.objects.filter(target=target, state=Batch.State.SENDING)
        batch = under_way.order_by("made_at", "id").first()
        if batch is None:
            batch = _packed(target, now, key) if target.is_active else None
        elif batch.next_try_at and batch.next_try_at > now:
            return None
        if batch:
            batch.attempts += 1
            batch.tried_at = now
            batch.next_try_at = now + timedelta(seconds=options_for(target).timeout_s + LEASE_S)
            batch.save(update_fields=["attempts", "tried_at", "next_try_at"])
        return batch


def _packed(target: Target, now: datetime, key: PlantKey | None) -> Batch | None:
    rows = next_of(target, now, options_for(target).most_rows)
    if not rows:
        return None
    digest = content_sm3([one.content for one in rows])
    origin = rows[0].row.origin
    batch = Batch.objects.create(
        number=_next_number(target, origin), origin=origin, target=target, table=rows[0].table,
        rows=len(rows), content_sm3=digest, made_at=now,
        signature=key.sign(digest.encode()) if key else "", public_key=key.public if key else "",
    )  # fmt: skip
    ids = [one.pk for one in rows]
    Delivery.objects.filter(pk__in=ids).update(state=states.SENDING, batch=batch)
    return batch


def _next_number(target: Target, origin: str) -> int:
    """Dense for each plant: its rows may end up at the receiver beside another sender's. Called
    with the target locked."""
    if not origin:
        target.last_number += 1
        target.save(update_fields=["last_number"])
        return target.last_number
    known = Batch.objects.filter(target=target, origin=origin).order_by("-number")
    return (known.values_list("number", flat=True).first() or 0) + 1


def content_sm3(rows: list[Any]) -> str:
    """What a receipt is over."""
    return sm3_hex(canonical_json(rows))


def rows_of(batch: Batch) -> list[Delivery]:
    """Its rows in the order they stand in the message."""
    rows = batch.deliveries.select_related("row").order_by("rank", "due_at", "made_at", "id")
    return list(rows)


def note_outcome(batch_id: Any, outcome: Outcome, now: datetime) -> Batch:
    """What the receiver said; twice changes nothing."""
    with transaction.atomic():
        batch = Batch.objects.select_for_update().select_related("target__company").get(pk=batch_id)
        if batch.state != Batch.State.SENDING:
            return batch
        batch.said, batch.receipt = outcome.text[:500], outcome.receipt[:4000]
        batch.next_try_at = retry.next_try_at(batch.attempts, now)
        if outcome.kind == BROKEN:
            outcome = _after_breaking(batch, outcome)
        if outcome.is_final:
            _settle(batch, outcome, now)
            _again(batch, outcome)
        elif outcome.kind == BROKEN and retry.must_split(batch.broken, batch.rows):
            _split(batch, now)
        batch.save()
    return batch


def _after_breaking(batch: Batch, outcome: Outcome) -> Outcome:
    batch.broken += 1
    if not retry.must_give_up(batch.broken, batch.rows):
        return outcome
    return Outcome(REFUSED, f"对方连续 {batch.broken} 次处理异常：{outcome.text}"[:500])


def _split(batch: Batch, now: datetime) -> None:
    """One of its rows may break the receiver: they go one by one, so that the rest gets through."""
    batch.state, batch.finished_at = Batch.State.SPLIT, now
    batch.deliveries.update(state=states.WAITING, alone=True, batch=None)


def _again(batch: Batch, outcome: Outcome) -> None:
    """What the receiver lost goes once more, under its own id and number: it was restored from a
    back-up (its answers name the gaps). Its later rows are not undone by it."""
    for first, last in outcome.missing:
        lost = Batch.objects.filter(
            target=batch.target_id, origin=batch.origin, number__range=(first, last)
        )
        lost.filter(state__in=(Batch.State.ACCEPTED, Batch.State.PARTLY)).update(
            state=Batch.State.SENDING, next_try_at=None, finished_at=None
        )


def _settle(batch: Batch, outcome: Outcome, now: datetime) -> None:
    refused = outcome.rows if outcome.kind == ACCEPTED else {}
    for index, one in enumerate(rows_of(batch)):
        why = refused.get(index, outcome.text if outcome.kind == REFUSED else "")
        is_refused = outcome.kind == REFUSED or index in refused
        one.state = states.REFUSED if is_refused else states.SENT
        one.finished_at, one.said = now, why[:500]
        one.save(update_fields=["state", "finished_at", "said"])
    if outcome.kind == REFUSED:
        batch.state = Batch.State.REFUSED
    else:
        batch.state = Batch.State.PARTLY if refused else Batch.State.ACCEPTED
    batch.finished_at = now
    code = batch.target.company.code
    emit(code, BatchEnded(batch.pk, batch.target_id, batch.table, batch.state))
