"""Decisions of the pipeline as orders to the alarms slice, and words to the people concerned."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from anhuan.engine.adapters import wording
from anhuan.engine.adapters.around import Around
from anhuan.engine.adapters.orders import RAISE, RETURN, UPDATE, Order
from anhuan.engine.adapters.standing import UPDATE_EVERY_MS, Book, Standing
from anhuan.engine.adapters.zones import Named
from anhuan.engine.core.decisions import Crowding, Decision, Phase

TOLD_FOR_MS = 60_000  # how long a tag shows what it was told
EVENT_AFTER_MS = 30_000  # AQ 3064.3-2025 5.2.4 a: a crossing that lasts is an event
INFLOW_ALIVE_MS = 20_000  # if nothing at all is heard for longer, no single tag is lost
WORTH_MISSING = {"production", "tank_farm", "warehouse", "loading", "utility"}


@dataclass(frozen=True, slots=True)
class Tell:
    """What a tag should show to its wearer."""

    tag: UUID
    alarm_id: str
    text: str
    at_ms: int


@dataclass(slots=True)
class Said:
    """What follows from a beat: orders for the database, words for tags."""

    orders: list[Order] = field(default_factory=list)
    tells: list[Tell] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Facts:
    """What the alarm of one decision says."""

    kind: str
    title: str
    text: str
    area: Named | None
    x: float | None
    y: float | None
    floor: int | None
    people: list[UUID]
    radius_m: float | None = None
    way: str = ""
    tell: str = ""  # to the people


def decided(book: Book, around: Around, decision: Decision, heard_ms: int) -> Said:
    """What one decision leads to. `heard_ms`: when anything at all was heard last."""
    condition = condition_of(decision)
    standing = book.standing.get(condition)
    if decision.phase is Phase.CLEARED:
        return _cleared(book, condition, decision) if standing else Said()
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
        zone=str(decision.zone or ""),
        tag=str(decision.tag or ""),
        told_ms=decision.at_ms,
        count=int(decision.inputs.get("count", 0)),
        grade=int(getattr(decision, "grade", 0)),
    )
    book.standing[condition] = standing
    order = order_of(RAISE, around, decision, condition, facts)
    standing.inputs = order.inputs
    return Said([order], _tells(standing, facts, decision))


def _changed(around: Around, decision: Decision, condition: str, standing: Standing) -> Said:
    grade = int(getattr(decision, "grade", 0))
    is_soon = decision.at_ms - standing.told_ms < UPDATE_EVERY_MS
    if is_soon and grade == standing.grade:
        return Said()
    standing.told_ms, standing.grade = decision.at_ms, grade
    facts = FACTS[decision.rule](around, decision)
    order = order_of(UPDATE, around, decision, condition, facts)
    return Said([order], _tells(standing, facts, decision))


def _cleared(book: Book, condition: str, decision: Decision) -> Said:
    del book.standing[condition]
    return Said([Order(RETURN, condition, decision.at_ms)])


def _tells(standing: Standing, facts: Facts, decision: Decision) -> list[Tell]:
    """Words for those who have not been told yet."""
    if not facts.tell:
        return []
    new = [tag for tag in facts.people if str(tag) not in standing.told_tags]
    standing.told_tags += [str(tag) for tag in new]
    return [Tell(tag, standing.alarm_id, facts.tell, decision.at_ms) for tag in new]


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


def _zone(around: Around, decision: Decision) -> Named:
    found = around.plant.zones.names.get(decision.zone) if decision.zone else None
    return found or Named(UUID(int=0), "未知区域", None, (0.0, 0.0), "")


def _area(around: Around, decision: Decision) -> Named | None:
    """The smallest area at the decision's place, else the zone's own."""
    if decision.x is not None and decision.y is not None:
        found = around.area_at(decision.x, decision.y, decision.floor or 1)
        if found:
            return found
    named = around.plant.zones.names.get(decision.zone) if decision.zone else None
    return named if named and named.area else None


def _over_count(around: Around, decision: Decision) -> Facts:
    zone, inside = _zone(around, decision), around.inside(decision.zone or UUID(int=0))
    count, limit = decision.inputs["count"], decision.inputs["limit"]
    text = wording.over_count(count, limit, [around.holder(tag) for tag in inside])
    title = f"超员 · {zone.name}"
    return Facts("over_count", title, text, zone, *zone.label, None, inside)


def _under_count(around: Around, decision: Decision) -> Facts:
    zone, inside = _zone(around, decision), around.inside(decision.zone or UUID(int=0))
    text = f"{decision.inputs['count']} 人，至少 {decision.inputs['limit']} 人"
    return Facts("under_count", f"缺员 · {zone.name}", text, zone, *zone.label, None, inside)


def _of_person(
    around: Around, decision: Decision, kind: str, title: str, text: str, way: str = "",
    tell: str = "",
) -> Facts:  # fmt: skip
    tag = decision.tag or UUID(int=0)
    full = f"{title} · {around.holder(tag).name}"
    place = (decision.x, decision.y, decision.floor)
    return Facts(kind, full, text, _area(around, decision), *place, [tag], way=way, tell=tell)


def _entered(around: Around, decision: Decision) -> Facts:
    zone, holder = _zone(around, decision), around.holder(decision.tag or UUID(int=0))
    since = wording.of_day(decision.onset_ms, around.plant.time_zone)
    text = f"{wording.who(holder)}无权进入 {zone.name}，{since} 进入"
    tell = f"您已进入禁入区域 {zone.name}，请立即退出"
    return _of_person(around, decision, "boundary", "越界", text, "entry", tell)


def _left(around: Around, decision: Decision) -> Facts:
    zone = _zone(around, decision)
    since = wording.of_day(decision.onset_ms, around.plant.time_zone)
    text = f"应在 {zone.name}，{since} 离开"
    tell = f"您已离开 {zone.name}，请立即返回"
    return _of_person(around, decision, "boundary", "离岗", text, "left_post", tell)


def _still(around: Around, decision: Decision) -> Facts:
    where = wording.place(_area(around, decision), decision.x, decision.y, decision.floor)
    lasted = wording.span(int(decision.inputs.get("still_ms", 0)))
    return _of_person(around, decision, "still", "静止超时", f"{where}，已 {lasted}未移动")


def _overstayed(around: Around, decision: Decision) -> Facts:
    limit = wording.span(round(1000 * float(decision.inputs.get("limit_s", 0))))
    stayed = wording.span(int(decision.inputs.get("stayed_ms", 0)))
    text = f"{_zone(around, decision).name}，已停留 {stayed}，限 {limit}"
    return _of_person(around, decision, "overstay", "滞留超时", text)


def _signal_lost(around: Around, decision: Decision) -> Facts:
    where = wording.place(_area(around, decision), decision.x, decision.y, decision.floor)
    silent = wording.span(int(decision.inputs["lost_after_ms"]))
    text = f"最后位置 {where}，已 {silent}没有信号"
    return _of_person(around, decision, "signal_lost", "信号丢失", text)


def _crowding(around: Around, decision: Decision) -> Facts:
    assert isinstance(decision, Crowding)
    area = _area(around, decision)
    where = wording.side(area, decision.x or 0.0, decision.y or 0.0, decision.floor)
    count = len(decision.members)
    colour = wording.COLOURS[decision.grade]
    return Facts(
        kind=f"crowd_{decision.grade.name.lower()}",
        title=wording.crowd_title(decision.grade, count),
        text=wording.crowding(where, decision.radius_m, int(decision.inputs["lasted_ms"])),
        area=area,
        x=decision.x,
        y=decision.y,
        floor=decision.floor,
        people=list(decision.members),
        radius_m=round(decision.radius_m, 1),
        tell=f"{colour}聚集预警：{where} {count} 人聚集，请立即分散",
    )


FACTS: dict[str, Callable[[Around, Any], Facts]] = {
    "over_count": _over_count,
    "under_count": _under_count,
    "entered": _entered,
    "left": _left,
    "still": _still,
    "overstayed": _overstayed,
    "signal_lost": _signal_lost,
    "crowding": _crowding,
}


def all_of(parts: Iterable[Said]) -> Said:
    """Several as one."""
    whole = Said()
    for part in parts:
        whole.orders += part.orders
        whole.tells += part.tells
    return whole
