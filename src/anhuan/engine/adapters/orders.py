"""Orders to the alarms slice: plain values that survive a crash inside the checkpoint.

The solve loop gives orders, a thread carries them out one by one. Nothing of an order depends on
when it is carried out, so carrying it out again after a crash changes nothing.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any
from uuid import UUID

from anhuan.domains.alarms import actions
from anhuan.domains.alarms.rules import AlarmRaise, AlarmUpdate, Place
from anhuan.domains.audit.actions import SYSTEM
from anhuan.domains.emergency import actions as emergency
from anhuan.domains.org.models import Company, Person
from anhuan.domains.positioning import actions as positioning
from anhuan.kernel import clock

log = logging.getLogger("engine")
RAISE, UPDATE, RETURN, PASS, ANSWER = "raise", "update", "return", "pass", "answer"


@dataclass(frozen=True, slots=True)
class Order:
    """Raise, update or return the alarm of one condition; note a passage or a tag's answer."""

    do: str
    condition: str
    at_ms: int  # event time
    kind: str = ""
    alarm_id: str = ""
    title: str = ""
    text: str = ""
    place: dict[str, Any] = field(default_factory=dict)  # area, x_m, y_m, floor, radius_m
    people: list[dict[str, Any]] = field(default_factory=list)
    snapshot: dict[str, Any] = field(default_factory=dict)
    rule: str = ""
    rule_version: str = ""
    inputs: dict[str, Any] = field(default_factory=dict)
    priority: int | None = None

    def plain(self) -> dict[str, Any]:
        """For the checkpoint."""
        return asdict(self)


def carry_out(company: Company, order: Order) -> None:
    """Do what the order says, in a transaction of its own."""
    DOES[order.do](company, order)


def _raise(company: Company, order: Order) -> None:
    raised = AlarmRaise(
        kind=order.kind,
        condition=order.condition,
        raised_at=clock.from_ms(order.at_ms),
        title=order.title,
        text=order.text,
        alarm_id=UUID(order.alarm_id),
        priority=order.priority,
        place=_place(order.place),
        people=tuple(order.people),
        snapshot=order.snapshot,
        rule=order.rule,
        rule_version=order.rule_version,
        inputs=order.inputs,
    )
    actions.raise_alarm(company, raised)


def _update(company: Company, order: Order) -> None:
    update = AlarmUpdate(
        condition=order.condition,
        at=clock.from_ms(order.at_ms),
        kind=order.kind or None,
        priority=order.priority,
        title=order.title or None,
        text=order.text or None,
        place=_place(order.place) if order.place else None,
        people=tuple(order.people) if order.people else None,
        snapshot=order.snapshot or None,
        inputs=order.inputs or None,
    )
    actions.update_alarm(company, update)


def _return(company: Company, order: Order) -> None:
    at = clock.from_ms(order.at_ms)
    actions.return_alarm(company, order.condition, at, why=order.text)


def _pass(company: Company, order: Order) -> None:
    """`person` is a personnel number; a passage of nobody we know is only logged."""
    told = order.inputs
    person = Person.objects.filter(company=company, number=told["person"]).first()
    if person is None:
        log.warning("gate %s: nobody has the number %s", told["gate"], told["person"])
        return
    at = clock.from_ms(order.at_ms)
    positioning.note_gate_passage(SYSTEM, person, told["gate"], told["way"], at)


def _answer(company: Company, order: Order) -> None:
    """A tag's wearer has seen an order to leave; or a device answers its test."""
    at, told = clock.from_ms(order.at_ms), order.inputs
    number, words = told["tag"], UUID(told["message"])
    if not emergency.note_acknowledgement(company, number, words, at):
        positioning.note_test_answer(company, number, words, at)


DOES: dict[str, Callable[[Company, Order], None]] = {
    RAISE: _raise,
    UPDATE: _update,
    RETURN: _return,
    PASS: _pass,
    ANSWER: _answer,
}


def _place(place: dict[str, Any]) -> Place:
    area = place.get("area")
    return Place(
        area=UUID(area) if area else None,
        x_m=place.get("x_m"),
        y_m=place.get("y_m"),
        floor=place.get("floor"),
        radius_m=place.get("radius_m"),
    )
