"""Alarms about single people and vehicles that are not about borders."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from anhuan.engine.adapters import wording
from anhuan.engine.adapters.around import Around
from anhuan.engine.adapters.facts.facts import Facts, area_of, of_person, time_of, zone_of
from anhuan.engine.core.decisions import Decision


def absent(around: Around, decision: Decision) -> Facts:
    """缺员: a particular person has not come."""
    zone = zone_of(around, decision)
    text = f"应在 {zone.name}，{time_of(around, decision.onset_ms)} 起未到岗"
    tell = f"您应在 {zone.name} 值守，请立即到岗"
    return of_person(around, decision, "under_count", "未到岗", text, "", tell)


def still(around: Around, decision: Decision) -> Facts:
    """静止超时."""
    where = wording.place(area_of(around, decision), decision.x, decision.y, decision.floor)
    text = f"{where}，{time_of(around, decision.onset_ms)} 起未移动"
    return of_person(around, decision, "still", "静止超时", text, tell="您长时间未移动，请确认安全")


def overstayed(around: Around, decision: Decision) -> Facts:
    """滞留超时."""
    limit_ms = round(1000 * float(decision.inputs.get("limit_s", 0)))
    zone, entered_ms = zone_of(around, decision), decision.onset_ms - limit_ms
    text = f"{zone.name}，{time_of(around, entered_ms)} 进入，限 {wording.span(limit_ms)}"
    tell = f"您在 {zone.name} 停留超时，请撤出"
    return of_person(around, decision, "overstay", "滞留超时", text, tell=tell)


def signal_lost(around: Around, decision: Decision) -> Facts:
    """定位信号丢失."""
    where = wording.place(area_of(around, decision), decision.x, decision.y, decision.floor)
    heard_ms = decision.onset_ms - int(decision.inputs["lost_after_ms"])
    text = f"最后位置 {where}，{time_of(around, heard_ms)} 起没有信号"
    return of_person(around, decision, "signal_lost", "信号丢失", text)


def overspeed(around: Around, decision: Decision) -> Facts:
    """车辆超速."""
    limit_zone = decision.inputs.get("limit_zone")
    zone = zone_of(around, replace(decision, zone=UUID(limit_zone) if limit_zone else None))
    name = zone.name if limit_zone else "本车型"
    speed, limit = decision.inputs.get("speed_kmh"), decision.inputs.get("limit_kmh")
    text = f"{name}，车速 {speed:g} km/h，限速 {limit:g} km/h"
    tell = f"您已超速：{name} 限速 {limit:g} km/h，请减速"
    return of_person(around, decision, "overspeed", "车辆超速", text, tell=tell)
