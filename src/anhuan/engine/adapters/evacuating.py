"""A gas alarm near a gathering: its people are told to leave, not only to disperse.

AQ 3064.3-2025 5.2.3 b.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import hypot
from typing import Any
from uuid import UUID

from anhuan.engine.adapters import wording
from anhuan.engine.adapters.alarming import EVACUATE, Said, tells_of
from anhuan.engine.adapters.around import Around
from anhuan.engine.adapters.facts import Facts
from anhuan.engine.adapters.open_alarms import OpenAlarm
from anhuan.engine.adapters.orders import UPDATE, Order
from anhuan.engine.adapters.standing import Book, Standing
from anhuan.engine.core.crowding import Gathering

MOST_URGENT = 1
GAS_NAMES = {"gas_combustible": "可燃气体报警", "gas_toxic": "有毒气体报警"}


def evacuations(book: Book, around: Around, alarms: Iterable[OpenAlarm]) -> Said:
    """Turn every standing gathering that a gas alarm is near into an evacuation, once."""
    said, gases = Said(), [alarm for alarm in alarms if alarm.is_gas]
    for condition, one in book.of_rule("crowding") if gases else ():
        gathering = around.gathering(condition.partition(":")[2])
        near = nearest(gathering, gases, around.plant.gas_near_m) if gathering else None
        if gathering is None or near is None or one.evacuates == str(near[0].id):
            continue
        one.evacuates, one.told_tags = str(near[0].id), []
        facts = _facts(around, gathering, near[0])
        said.orders.append(_order(around, condition, one, facts, near))
        said.tells += tells_of(around, one, facts, around.now_ms)
    return said


def nearest(
    gathering: Gathering, gases: Iterable[OpenAlarm], within_m: float
) -> tuple[OpenAlarm, float] | None:
    """The nearest gas alarm within reach and how far (m), on any floor: gas rises and falls."""
    far = [
        (hypot((gas.x or 0.0) - gathering.group.x, (gas.y or 0.0) - gathering.group.y), gas)
        for gas in gases
    ]
    reached = [(m, str(gas.id), gas) for m, gas in far if m <= within_m]
    return (min(reached)[2], min(reached)[0]) if reached else None


def _facts(around: Around, gathering: Gathering, gas: OpenAlarm) -> Facts:
    group, name = gathering.group, GAS_NAMES[gas.kind]
    area = around.area_at(group.x, group.y, group.floor)
    where = wording.side(area, group.x, group.y, group.floor)
    since = wording.of_day(gathering.onset_ms, around.plant.time_zone)
    return Facts(
        kind="",
        title="",
        text=f"{wording.crowding(where, group.radius_m, since)}；{EVACUATE}（{name}）",
        area=area,
        x=group.x,
        y=group.y,
        floor=group.floor,
        people=sorted(UUID(tag) for tag in group.members),
        tell=f"附近{name}，请立即撤离至安全处",
        sounds=True,
    )


def _order(
    around: Around, condition: str, one: Standing, facts: Facts, near: tuple[OpenAlarm, float]
) -> Order:
    gas, metres = near
    evacuation: dict[str, Any] = {
        "alarm": str(gas.id), "kind": gas.kind, "distance_m": round(metres, 1),
        "limit_m": around.plant.gas_near_m, "decided_ms": around.now_ms,
    }  # fmt: skip
    one.inputs = {**one.inputs, "evacuation": evacuation}
    return Order(
        UPDATE, condition, around.now_ms, text=facts.text, people=around.rows(facts.people),
        inputs=one.inputs, priority=MOST_URGENT,
    )  # fmt: skip
