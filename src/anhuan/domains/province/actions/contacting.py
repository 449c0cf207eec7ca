"""A plant asks what there is for it, says what it has, and answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from anhuan.domains.province.actions.ordering import tell
from anhuan.domains.province.models import Answer, Enterprise, Order, Standing
from anhuan.domains.province.queries.enterprises import zone
from anhuan.domains.province.rules import orders
from anhuan.domains.reporting.rules.values import moment_of, read_moment


@dataclass(frozen=True, slots=True)
class Contact:
    """`known`: order → version the plant has; `answers`: {id, order, cause, measures, by, at}."""

    known: Mapping[str, int] = field(default_factory=dict)
    answers: Sequence[Mapping[str, Any]] = ()


def contact(enterprise: Enterprise, said: Contact, now: datetime) -> dict[str, Any]:
    """{code, orders: what the plant lacks, answered: the ids of answers we have}."""
    with transaction.atomic():
        Standing.objects.filter(enterprise=enterprise).update(last_contact_at=now)
        answered = [one for one in map(_plain, said.answers) if _take(enterprise, one, now)]
        known = {pk: version for pk, version in said.known.items() if _is_uuid(pk)}
        mine = Order.objects.filter(enterprise=enterprise)
        arrived = mine.filter(state=orders.ISSUED, pk__in=known)
        for order in arrived.select_related("enterprise__company"):
            _note_taken(order, now)
        wanted = mine.filter(Q(state__in=orders.OPEN) | Q(pk__in=known))
        fresh = [one for one in wanted if known.get(str(one.pk)) != one.version]
    return {
        "code": "0", "msg": f"{len(fresh)} 项", "orders": [_as_json(one) for one in fresh],
        "answered": [one["id"] for one in answered],
    }  # fmt: skip


def _plain(given: Mapping[str, Any]) -> dict[str, str]:
    return {key: str(given.get(key) or "") for key in ("id", "order", "cause", "measures", "by",
                                                       "at")}  # fmt: skip


def _note_taken(order: Order, now: datetime) -> None:
    order.state, order.taken_at = orders.TAKEN, now
    order.save(update_fields=["state", "taken_at"])
    tell(None, "update", order, "企业已接收")


def _take(enterprise: Enterprise, given: Mapping[str, str], now: datetime) -> bool:
    """Whether the answer need not come again: kept now, kept before, or of nothing of theirs."""
    if not (_is_uuid(given["id"]) and _is_uuid(given["order"])):
        return True
    rows = Order.objects.select_for_update(of=("self",)).filter(enterprise=enterprise)
    order = rows.filter(pk=given["order"]).select_related("enterprise__company").first()
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
        "due_at": order.due_at.isoformat(), "by": str(order.by) if order.by else "风险预警模型",
    }  # fmt: skip
