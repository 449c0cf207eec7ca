"""Alarms about places: too many, too few, people gathered."""

from __future__ import annotations

from anhuan.engine.adapters import wording
from anhuan.engine.adapters.around import Around
from anhuan.engine.adapters.facts.facts import NOBODY, Facts, area_of, time_of, zone_of
from anhuan.engine.core.decisions import Crowding, Decision


def over_count(around: Around, decision: Decision) -> Facts:
    """超员."""
    zone, inside = zone_of(around, decision), around.inside(decision.zone or NOBODY)
    count, limit = decision.inputs["count"], decision.inputs["limit"]
    text = wording.over_count(count, limit, [around.holder(tag) for tag in inside])
    title = f"超员 · {zone.name}"
    return Facts("over_count", title, text, zone, *zone.label, None, inside)


def under_count(around: Around, decision: Decision) -> Facts:
    """缺员."""
    zone, inside = zone_of(around, decision), around.inside(decision.zone or NOBODY)
    text = f"{decision.inputs['count']} 人，至少 {decision.inputs['limit']} 人"
    return Facts("under_count", f"缺员 · {zone.name}", text, zone, *zone.label, None, inside)


def crowding(around: Around, decision: Crowding) -> Facts:
    """人员聚集. `decision.grade` is the gravest so far, `grade_now` of its inputs the present."""
    area = area_of(around, decision)
    where = wording.side(area, decision.x or 0.0, decision.y or 0.0, decision.floor)
    count, colour = len(decision.members), wording.COLOURS[decision.grade]
    is_milder = decision.inputs.get("grade_now", decision.grade) < decision.grade
    return Facts(
        kind=f"crowd_{decision.grade.name.lower()}",
        title=wording.crowd_title(decision.grade, count, is_milder=is_milder),
        text=wording.crowding(where, decision.radius_m, time_of(around, decision.onset_ms)),
        area=area,
        x=decision.x,
        y=decision.y,
        floor=decision.floor,
        people=list(decision.members),
        radius_m=round(decision.radius_m, 1),
        tell=f"{colour}聚集预警：{where} {count} 人聚集，请立即分散",
        sounds=True,
    )
