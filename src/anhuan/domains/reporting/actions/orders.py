"""What the authority sent down is kept and told to those responsible; we answer."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from anhuan.domains.audit.actions import SYSTEM, record
from anhuan.domains.notify.actions import Message, post
from anhuan.domains.org.models import Account
from anhuan.domains.org.queries import accounts_with_role
from anhuan.domains.org.rules import Role
from anhuan.domains.outbox.actions import emit
from anhuan.domains.reporting.events import OrderTaken
from anhuan.domains.reporting.models import Order, OrderReply, Target
from anhuan.domains.reporting.rules import orders
from anhuan.kernel.errors import refuse_if_any

TOLD = (Role.PLANT_HEAD, Role.SAFETY_MANAGER)


def take_orders(target: Target, given: Iterable[Mapping[str, Any]], now: datetime) -> int:
    """Keep what came down; how many were new or changed. Nonsense is left out."""
    changed = 0
    for one in given:
        found = orders.read(one)
        if found is not None:
            changed += _take(target, found, now)
    return changed


def _take(target: Target, found: dict[str, Any], now: datetime) -> bool:
    key = found.pop("id")
    with transaction.atomic():
        known = Order.objects.select_for_update().filter(pk=key).first()
        if known is not None and not _is_news(known, target, found["version"]):
            return False
        taken_at = known.taken_at if known else now
        order = Order(pk=key, target=target, taken_at=taken_at, **_kept(known), **found)
        order.save(force_update=known is not None, force_insert=known is None)
        emit(target.company.code, OrderTaken(order.pk, order.kind, order.level, order.state))
        is_ours = not order.plant
        if is_ours and order.state != "answered":  # that is our own word coming back
            _tell(order)
    return True


def _kept(known: Order | None) -> dict[str, Any]:
    if known is None:
        return {}
    return {"passed_version": known.passed_version, "has_arrived": known.has_arrived}


def _is_news(known: Order, target: Target, version: int) -> bool:
    """Nobody but who sent it changes it, and never back."""
    return known.target_id == target.pk and version > known.version


def _tell(order: Order) -> None:
    company = order.target.company
    told = [one for role in TOLD for one in accounts_with_role(company, role)]
    word, level = orders.STATES[order.state], orders.LEVELS[order.level]
    url = reverse("reporting:order", args=[order.pk])
    text = f"{word} · {order.text}"[:300]
    title = f"{orders.KINDS[order.kind]}（{level}）：{order.title}"[:100]
    priority = orders.PRIORITIES[order.level]
    post(company, told, Message(f"order:{order.pk}", title, text, url, priority))


def reply(by: Account, order: Order, cause: str, measures: str, now: datetime) -> OrderReply:
    """Answer; the reporter carries it on its next contact."""
    with transaction.atomic():
        order = Order.objects.select_for_update().get(pk=order.pk)
        is_ours = not order.plant
        refuse_if_any(orders.reply_blockers(order.state, cause, measures, is_ours=is_ours))
        made = OrderReply.objects.create(
            order=order, cause=cause.strip(), measures=measures.strip(), by=by, at=now
        )
        order.state = "answered"
        order.save(update_fields=["state"])
        record(by, "order_reply", order, note=measures)
    return made


def note_passed(order: Order, *, has_arrived: bool) -> None:
    """The plant below has this version waiting for it, or has taken it."""
    rows = Order.objects.filter(pk=order.pk)
    if has_arrived:
        rows.update(has_arrived=True)
    else:
        rows.update(passed_version=order.version)


@dataclass(frozen=True, slots=True)
class Word:
    """An answer of a plant below; its id follows from the plant's own, so that it counts once."""

    id: UUID
    cause: str
    measures: str
    by: str
    at: datetime


def pass_reply(order: Order, word: Word) -> bool:
    """Carry a plant's answer; whether it was new."""
    made = OrderReply(
        pk=word.id, order=order, cause=word.cause, measures=word.measures, by_name=word.by,
        at=word.at,
    )  # fmt: skip
    with transaction.atomic():
        if OrderReply.objects.filter(pk=word.id).exists():
            return False
        made.save(force_insert=True)
        record(SYSTEM, "order_reply", order, note=word.measures)
        Order.objects.filter(pk=order.pk, state__in=orders.WAITING).update(state="answered")
    return True


def note_told(target: Target, ids: Iterable[str]) -> None:
    """The authority knows that the plants have these."""
    known = [UUID(one) for one in ids if _is_uuid(one)]
    Order.objects.filter(target=target, pk__in=known, state="issued").update(state="taken")


def note_sent(ids: Iterable[str], now: datetime) -> None:
    """The authority has these answers."""
    known = [UUID(one) for one in ids if _is_uuid(one)]
    OrderReply.objects.filter(pk__in=known, sent_at=None).update(sent_at=now)


def _is_uuid(text: Any) -> bool:
    try:
        return bool(UUID(str(text)))
    except ValueError:
        return False
