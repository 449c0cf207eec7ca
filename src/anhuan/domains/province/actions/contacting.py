"""A plant, or a platform for the plants below it, asks what there is, says what it has, answers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from anhuan.domains.province.actions.ordering import tell
from anhuan.domains.province.models import Answer, Enterprise, LowerNode, Order, Standing
from anhuan.domains.province.queries.enterprises import zone
from anhuan.domains.province.rules import orders
from anhuan.domains.reporting.rules.values import moment_of, read_moment

MOST = 500  # orders of one answer: the rest comes with the next


@dataclass(frozen=True, slots=True)
class Contact:
    """`known`: order → version the sender has; `answers`: {id, order, cause, measures, by, at};
    `taken`: what plants below a platform have; a plant has what it knows."""

    known: Mapping[str, int] = field(default_factory=dict)
    answers: Sequence[Mapping[str, Any]] = ()
    taken: Sequence[str] = ()


def contact(enterprise: Enterprise, said: Contact, now: datetime) -> dict[str, Any]:
    """{code, orders: what the plant lacks, answered: the ids of answers we have}."""
    with transaction.atomic():
        Standing.objects.filter(enterprise=enterprise).update(last_contact_at=now)
        mine = Order.objects.filter(enterprise=enterprise)
        answered = _heard(mine, said.answers, said.known, now)
        fresh = [_as_json(one) for one in _fresh(mine, said.known)]
    return {"code": "0", "msg": f"{len(fresh)} 项", "orders": fresh, "answered": answered}


def contact_node(node: LowerNode, said: Contact, now: datetime) -> dict[str, Any]:
    """The same for all plants of a platform below; `company` in an order says whose it is."""
    with transaction.atomic():
        mine = Order.objects.filter(enterprise__node=node, enterprise__is_retired=False)
        answered = _heard(mine, said.answers, said.taken, now)
        fresh = [_as_json(one) | {"company": one.enterprise.code}
                 for one in _fresh(mine, said.known)]  # fmt: skip
    return {"code": "0", "msg": f"{len(fresh)} 项", "orders": fresh, "answered": answered,
            "taken": list(said.taken)}  # fmt: skip


def _heard(
    mine: QuerySet[Order], answers: Iterable[Mapping[str, Any]], taken: Iterable[str],
    now: datetime,
) -> list[str]:  # fmt: skip
    """The ids of answers that need not come again."""
    answered = [one["id"] for one in map(_plain, answers) if _take(mine, one, now)]
    arrived = mine.filter(state=orders.ISSUED, pk__in=[pk for pk in taken if _is_uuid(pk)])
    for order in arrived.select_related(*_WITH):
        _note_taken(order, now)
    return answered


def _fresh(mine: QuerySet[Order], known: Mapping[str, int]) -> list[Order]:
    """What is open, or known there, and another than is known."""
    named = {pk: version for pk, version in known.items() if _is_uuid(pk)}
    wanted = mine.filter(Q(state__in=orders.OPEN) | Q(pk__in=named)).order_by("issued_at", "id")
    rows = wanted.select_related(*_WITH)
    return [one for one in rows if named.get(str(one.pk)) != one.version][:MOST]


_WITH = ("enterprise__company", "by__person")


def _plain(given: Mapping[str, Any]) -> dict[str, str]:
    return {key: str(given.get(key) or "") for key in ("id", "order", "cause", "measures", "by",
                                                       "at")}  # fmt: skip


def _note_taken(order: Order, now: datetime) -> None:
    order.state, order.taken_at = orders.TAKEN, now
    order.save(update_fields=["state", "taken_at"])
    tell(None, "update", order, "企业已接收")


def _take(mine: QuerySet[Order], given: Mapping[str, str], now: datetime) -> bool:
    """Whether the answer need not come again: kept now, kept before, or of nothing of theirs."""
    if not (_is_uuid(given["id"]) and _is_uuid(given["order"])):
        return True
    rows = mine.select_for_update(of=("self",)).filter(pk=given["order"])
    order = rows.select_related("enterprise__company").first()
    if order is None or Answer.objects.filter(pk=given["id"]).exists():
        return True
    said = read_moment(moment_of(given["at"], zone()))
    Answer.objects.create(
        id=UUID(given["id"]), order=order, cause=given["cause"][:1000],
        measures=given["measures"][:1000], by=given["by"][:50], at=min(said or now, now),
        received_at=now,
    )  # fmt: skip
    if order.state in orders.WAITING:
        order.state, order.answered_at, order.version = orders.ANSWERED, now, order.version + 1
        order.taken_at = order.taken_at or now
        order.save()
        tell(None, "update", order, f"{given['by']} 反馈")
    return True


def _is_uuid(text: str) -> bool:
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False


def _as_json(order: Order) -> dict[str, Any]:
    return {
        "id": str(order.pk), "version": order.version, "kind": order.kind, "level": order.level,
        "title": order.title, "text": order.text,
        "reasons": [one.get("text", "") for one in order.reasons], "state": order.state,
        "verdict": order.verdict, "issued_at": order.issued_at.isoformat(),
        "due_at": order.due_at.isoformat(), "by": order.issuer,
    }  # fmt: skip
