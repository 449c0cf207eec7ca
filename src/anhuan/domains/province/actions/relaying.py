"""What the authority above sent down for plants of ours goes on to them, and what they answer goes
up. The ids of both follow from what they pass on, so each counts once on every level."""

from datetime import datetime
from typing import Any
from uuid import uuid5

from django.db import transaction

from anhuan.domains.province.actions.ordering import tell
from anhuan.domains.province.models import Answer, Enterprise, Order
from anhuan.domains.province.rules import orders
from anhuan.domains.reporting.actions import Word, note_passed, pass_reply
from anhuan.domains.reporting.models import Order as FromAbove
from anhuan.domains.reporting.queries.orders import for_plants_below

MOST = 200  # of one look


def relay_orders(now: datetime) -> int:
    """Down, then up; how many orders and words."""
    return _down(now) + _arrivals() + _words(now)


def _down(now: datetime) -> int:
    """What is for a plant that is not registered here waits until it is."""
    passed = 0
    for above in for_plants_below()[:MOST]:
        company = above.target.company
        plants = Enterprise.objects.filter(company=company, code=above.plant, is_retired=False)
        if plant := plants.select_related("company").first():
            passed += _pass(above, plant, now)
    return passed


def _pass(above: FromAbove, plant: Enterprise, now: datetime) -> bool:
    with transaction.atomic():
        rows = Order.objects.select_for_update(of=("self",)).select_related("enterprise__company")
        ours = rows.filter(above=above.pk).first()
        if ours is None:
            _begin(above, plant, now)
        else:
            _change(ours, above, now)
        note_passed(above, has_arrived=False)
    return True


def _begin(above: FromAbove, plant: Enterprise, now: datetime) -> None:
    is_over = above.state == orders.CLOSED
    made = Order.objects.create(
        above=above.pk, enterprise=plant, from_above=f"{above.target.name} {above.by}".strip(),
        kind=above.kind, level=above.level, title=above.title, text=above.text[:2000],
        reasons=[{"text": one} for one in above.reasons], issued_at=above.issued_at,
        due_at=above.due_at, verdict=above.verdict, closed_at=now if is_over else None,
        state=orders.CLOSED if is_over else orders.ISSUED,
    )  # fmt: skip
    tell(None, "order_issue", made, made.from_above)


def _change(ours: Order, above: FromAbove, now: datetime) -> None:
    """Its verdict, or a warning that got worse. That it was answered is our plant's own word."""
    news = _news(ours, above, now)
    if any(getattr(ours, name) != value for name, value in news.items()):
        for name, value in news.items():
            setattr(ours, name, value)
        ours.version += 1
        ours.save()
        tell(None, "update", ours, above.verdict or orders.STATES[above.state])


def _news(ours: Order, above: FromAbove, now: datetime) -> dict[str, Any]:
    words = {name: getattr(above, name) for name in ("level", "title", "due_at", "verdict")}
    words["text"] = above.text[:2000]
    if above.state == orders.CLOSED:
        return words | {"state": orders.CLOSED, "closed_at": ours.closed_at or now}
    if above.state == orders.RETURNED and ours.state != orders.RETURNED:
        return words | {"state": orders.RETURNED, "answered_at": None}
    return words


def _arrivals() -> int:
    """Which of them plants have taken: the authority above sees it."""
    waiting = FromAbove.objects.exclude(plant="").filter(has_arrived=False, state="issued")
    taken = Order.objects.filter(above__in=waiting.values("pk"), taken_at__isnull=False)
    found = list(FromAbove.objects.filter(pk__in=taken.values("above"))[:MOST])
    for one in found:
        note_passed(one, has_arrived=True)
    return len(found)


def _words(now: datetime) -> int:
    """Answers to what came from above that are not on their way yet."""
    rows = Answer.objects.filter(order__above__isnull=False, passed_at=None)
    found = list(rows.select_related("order").order_by("received_at")[:MOST])
    for one in found:
        with transaction.atomic():
            assert one.order.above is not None  # as the filter says
            above = FromAbove.objects.get(pk=one.order.above)
            name = uuid5(one.pk, str(above.pk))
            pass_reply(above, Word(name, one.cause, one.measures, one.by, one.at))
            Answer.objects.filter(pk=one.pk).update(passed_at=now)
    return len(found)
