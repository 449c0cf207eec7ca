"""Decisions of the pipeline as orders to the alarms slice, and words to the people concerned."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from anhuan.engine.adapters.around import Around
from anhuan.engine.adapters.ending import why_ended
from anhuan.engine.adapters.facts import FACTS, Facts
from anhuan.engine.adapters.orders import RAISE, RETURN, UPDATE, Order
from anhuan.engine.adapters.standing import Book, Standing
from anhuan.engine.core.decisions import Crowding, Decision, Grade, Phase
from anhuan.kernel import clock

EVACUATE = "附近气体报警"
EVENT_AFTER_MS = 30_000  # AQ 3064.3-2025 5.2.4 a: a crossing that lasts is an event
INFLOW_ALIVE_MS = 20_000  # if nothing at all is heard for longer, no single tag is lost
WORTH_MISSING = {"production", "tank_farm", "warehouse", "loading", "utility"}


@dataclass(frozen=True, slots=True)
class Tell:
    """What a tag should show to its wearer, or a sounder say to its area."""

    tag: UUID | None
    alarm_id: str
    text: str
    at_ms: int
    device: str = ""  # a sounder's number


@dataclass(slots=True)
class Said:
    """What follows from a beat: orders for the database, words for tags."""

    orders: list[Order] = field(default_factory=list)
    tells: list[Tell] = field(default_factory=list)


def decided(book: Book, around: Around, decision: Decision, heard_ms: int) -> Said:
    """What one decision leads to. `heard_ms`: when anything at all was heard last."""
    condition = condition_of(decision)
    standing = book.standing.get(condition)
    if decision.phase is Phase.CLEARED:
        return _cleared(book, around, decision, condition) if standing else Said()
    if not _is_worth_it(around, decision, heard_ms):
        return Said()
    if standing is None:
        return _raised(book, around, decision, condition)
    return _changed(around, decision, condition, standing)


def condition_of(decision: Decision) -> str:
    """What is wrong, as a name: the same while it lasts."""
    if isinstance(decision, Crowding):
        return f"crowding:{decision.gathering}"
    parts = (str(part) for part in (decision.zone, decision.tag) if part)
    return ":".join((decision.rule, *parts))


def _is_worth_it(around: Around, decision: Decision, heard_ms: int) -> bool:
    """A tag put away in the office, or silent with all others, is no lost person."""
    if decision.rule != "signal_lost":
        return True
    if decision.at_ms - heard_ms > INFLOW_ALIVE_MS or decision.x is None or decision.y is None:
        return False
    area = around.area_at(decision.x, decision.y, decision.floor or 1)
    return area is not None and area.area_kind in WORTH_MISSING


def _raised(book: Book, around: Around, decision: Decision, condition: str) -> Said:
    facts = FACTS[decision.rule](around, decision)
    standing = Standing(
        rule=decision.rule,
        onset_ms=decision.onset_ms,
        alarm_id=str(decision.id),
        text=facts.text,
        zone=str(decision.zone or ""),
        tag=str(decision.tag or ""),
        told_ms=decision.at_ms,
        count=int(decision.inputs.get("count", 0)),
        grade=int(getattr(decision, "grade", 0)),
    )
    book.standing[condition] = standing
    order = order_of(RAISE, around, decision, condition, facts)
    standing.inputs = order.inputs
    return Said([order], tells_of(around, standing, facts, decision.at_ms))


def _changed(around: Around, decision: Decision, condition: str, standing: Standing) -> Said:
    """The pipeline tells changes of a gathering, every three seconds at most."""
    decision = gravest(decision, standing.grade)
    standing.told_ms, standing.grade = decision.at_ms, int(getattr(decision, "grade", 0))
    facts = evacuating(FACTS[decision.rule](around, decision), standing)
    order = order_of(UPDATE, around, decision, condition, facts)
    first = {"first_decided_ms": standing.inputs["decided_ms"]} if standing.inputs else {}
    order = replace(order, inputs={**standing.inputs, **order.inputs, **first})
    return Said([order], tells_of(around, standing, facts, decision.at_ms))


def gravest(decision: Decision, grade: int) -> Decision:
    """A gathering keeps the gravest colour it had; what it would be now is among the inputs."""
    if not isinstance(decision, Crowding) or decision.grade >= grade:
        return decision
    inputs = {**decision.inputs, "grade_now": int(decision.grade)}
    return replace(decision, grade=Grade(grade), inputs=inputs)


def evacuating(facts: Facts, standing: Standing) -> Facts:
    """A gathering near a gas alarm is told to leave, not only to disperse (5.2.3 b)."""
    if not standing.evacuates:
        return facts
    return replace(facts, text=f"{facts.text}；{EVACUATE}", tell=f"{EVACUATE}，请立即撤离至安全处")


def _cleared(book: Book, around: Around, decision: Decision, condition: str) -> Said:
    """Over; with the reason where not the people but the fence has changed."""
    inputs = book.standing.pop(condition).inputs
    name, version = inputs.get("zone_name", ""), inputs.get("zone_version", "")
    why = why_ended(around.plant, decision.zone, name, version, clock.from_ms(around.now_ms))
    return Said([Order(RETURN, condition, decision.at_ms, text=why)])


def tells_of(around: Around, standing: Standing, facts: Facts, at_ms: int) -> list[Tell]:
    """Words for those who have not been told yet, and for the sounders where they stand."""
    if not facts.tell:
        return []
    new = [tag for tag in facts.people if str(tag) not in standing.told_tags]
    told = [Tell(tag, standing.alarm_id, facts.tell, at_ms) for tag in new]
    standing.told_tags += [str(tag) for tag in new]
    if facts.sounds and facts.x is not None and facts.y is not None:
        numbers = around.sounders_at(facts.x, facts.y, facts.floor or 1)
        fresh = [number for number in numbers if f"device:{number}" not in standing.told_tags]
        told += [Tell(None, standing.alarm_id, facts.tell, at_ms, number) for number in fresh]
        standing.told_tags += [f"device:{number}" for number in fresh]
    return told


def order_of(do: str, around: Around, decision: Decision, condition: str, facts: Facts) -> Order:
    """The order with everything an alarm keeps: place, people, snapshot, rule and its inputs."""
    named = around.plant.zones.names.get(decision.zone) if decision.zone else None
    inputs: dict[str, Any] = dict(decision.inputs)
    if named:
        inputs |= {"zone": str(named.id), "zone_name": named.name, "zone_version": named.version}
    if facts.way:
        inputs["way"] = facts.way
    inputs |= {"onset_ms": decision.onset_ms, "decided_ms": decision.at_ms}
    return Order(
        do=do,
        condition=condition,
        at_ms=decision.onset_ms if do == RAISE else decision.at_ms,
        kind=facts.kind,
        alarm_id=str(decision.id),
        title=facts.title,
        text=facts.text,
        place={
            "area": str(facts.area.area) if facts.area and facts.area.area else None,
            "x_m": facts.x,
            "y_m": facts.y,
            "floor": facts.floor,
            "radius_m": facts.radius_m,
        },
        people=around.rows(facts.people),
        snapshot=around.snapshot(facts.x, facts.y, decision.zone),
        rule=decision.rule,
        rule_version=str(decision.version),
        inputs=inputs,
        priority=named.priority if named else None,
    )


def all_of(parts: Iterable[Said]) -> Said:
    """Several as one."""
    whole = Said()
    for part in parts:
        whole.orders += part.orders
        whole.tells += part.tells
    return whole
