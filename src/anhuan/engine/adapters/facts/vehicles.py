"""Alarms about where vehicles drive and stand."""

from __future__ import annotations

from anhuan.engine.adapters import wording
from anhuan.engine.adapters.around import Around
from anhuan.engine.adapters.facts.facts import Facts, area_of, of_person, time_of
from anhuan.engine.core.decisions import Decision


def _where(around: Around, decision: Decision) -> str:
    return wording.place(area_of(around, decision), decision.x, decision.y, decision.floor)


def _since(around: Around, decision: Decision) -> str:
    return time_of(around, int(decision.inputs.get("stopped_since_ms", decision.onset_ms)))


def off_route(around: Around, decision: Decision) -> Facts:
    """偏离路线."""
    text = f"{_where(around, decision)}，偏离准行路线 {decision.inputs.get('off_m', 0):g} m"
    tell = "您已偏离准行路线，请立即返回"
    return of_person(around, decision, "off_route", "车辆偏离路线", text, tell=tell)


def parked(around: Around, decision: Decision) -> Facts:
    """违规停车."""
    limit = wording.span(round(1000 * float(decision.inputs.get("limit_s", 0))))
    text = f"{_where(around, decision)}，{_since(around, decision)} 起停留，时限 {limit}"
    tell = "此处禁止停车，请立即驶离"
    return of_person(around, decision, "illegal_parking", "违规停车", text, tell=tell)


def overdue(around: Around, decision: Decision) -> Facts:
    """停车超时."""
    limit = wording.span(round(1000 * float(decision.inputs.get("limit_s", 0))))
    place = decision.inputs.get("place", "停车位")
    text = f"{place}，{_since(around, decision)} 起停放，限停 {limit}"
    tell = f"您在 {place} 停放超时，请驶离"
    return of_person(around, decision, "illegal_parking", "停车超时", text, tell=tell)
