"""Warnings, orders, findings and reminders go down; what the plant answers is checked."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from anhuan.domains.audit.actions import SYSTEM, record
from anhuan.domains.org.models import Account
from anhuan.domains.outbox.actions import emit
from anhuan.domains.province.events import OrderChanged
from anhuan.domains.province.models import Enterprise, Order
from anhuan.domains.province.queries.settings import settings_of
from anhuan.domains.province.rules import orders
from anhuan.domains.province.rules.levels import due_at
from anhuan.kernel.errors import refuse_if_any


@dataclass(frozen=True, slots=True)
class Draft:
    """What is to go down. `within`: the time to answer, None: as the settings say for the level."""

    kind: str
    level: str
    title: str
    text: str
    reasons: list[dict[str, Any]] = field(default_factory=list)
    about: UUID | None = None
    within: timedelta | None = None


def issue(by: Account | None, enterprise: Enterprise, draft: Draft, now: datetime) -> Order:
    """Send it; the plant's reporter takes it on its next contact. `by` None: the model."""
    refuse_if_any(orders.issue_blockers(draft.kind, draft.level, draft.title, draft.text))
    deadlines = settings_of(enterprise.company).deadlines_min
    due = now + draft.within if draft.within else due_at(draft.level, now, deadlines)
    with transaction.atomic():
        made = Order.objects.create(
            enterprise=enterprise, kind=draft.kind, level=draft.level, title=draft.title[:100],
            text=draft.text[:2000], reasons=draft.reasons, about=draft.about, by=by,
            issued_at=now, due_at=due,
        )  # fmt: skip
        tell(by, "order_issue", made)
    return made


def tell(by: Account | None, verb: str, order: Order, note: str = "") -> None:
    """The audit row and the event of every turn."""
    record(by or SYSTEM, verb, order, note=note)
    emit(order.enterprise.company.code, OrderChanged(order.pk, order.state))


def close(by: Account, order: Order, note: str, now: datetime) -> Order:
    """What the plant answered holds."""
    return _verdict(by, order, note, now, is_closing=True)


def send_back(by: Account, order: Order, note: str, now: datetime) -> Order:
    """It does not; the plant answers again, within the same time as at first."""
    return _verdict(by, order, note, now, is_closing=False)


def _verdict(by: Account, order: Order, note: str, now: datetime, *, is_closing: bool) -> Order:
    with transaction.atomic():
        order = _locked(order)
        refuse_if_any(orders.verdict_blockers(
            order.state, note, is_closing=is_closing, is_ours=order.above is None))  # fmt: skip
        order.verdict, order.version = note.strip()[:500], order.version + 1
        if is_closing:
            order.state, order.closed_at = orders.CLOSED, now
        else:
            order.due_at = now + (order.due_at - order.issued_at)
            order.state, order.answered_at = orders.RETURNED, None
        order.save()
        tell(by, "order_close" if is_closing else "order_return", order, note)
    return order


def _locked(order: Order) -> Order:
    rows = Order.objects.select_for_update(of=("self",))
    return rows.select_related("enterprise__company").get(pk=order.pk)
