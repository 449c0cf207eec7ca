"""The form of what an alarm says, and what most of them share."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from anhuan.engine.adapters import wording
from anhuan.engine.adapters.around import Around
from anhuan.engine.adapters.zones import Named
from anhuan.engine.core.decisions import Decision

NOBODY = UUID(int=0)


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
    sounds: bool = False  # the area's sounders say it too


def zone_of(around: Around, decision: Decision) -> Named:
    """The zone a decision is about."""
    found = around.plant.zones.names.get(decision.zone) if decision.zone else None
    return found or Named(NOBODY, "未知区域", None, (0.0, 0.0), "")


def area_of(around: Around, decision: Decision) -> Named | None:
    """The smallest area at the decision's place, else the zone's own."""
    if decision.x is not None and decision.y is not None:
        found = around.area_at(decision.x, decision.y, decision.floor or 1)
        if found:
            return found
    named = around.plant.zones.names.get(decision.zone) if decision.zone else None
    return named if named and named.area else None


def of_person(
    around: Around, decision: Decision, kind: str, title: str, text: str, way: str = "",
    tell: str = "",
) -> Facts:  # fmt: skip
    """An alarm about one person or vehicle, where it is."""
    tag = decision.tag or NOBODY
    full = f"{title} · {around.holder(tag).name}"
    place = (decision.x, decision.y, decision.floor)
    return Facts(kind, full, text, area_of(around, decision), *place, [tag], way=way, tell=tell)


def time_of(around: Around, at_ms: int) -> str:
    """14:35:54 in the plant."""
    return wording.of_day(at_ms, around.plant.time_zone)


def who(around: Around, decision: Decision) -> str:
    """The person, with the kind unless one of our own."""
    return wording.who(around.holder(decision.tag or NOBODY))
