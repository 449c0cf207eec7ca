"""What bars a job whatever anybody signs: prohibitions, and numbers that contradict each other.

`values` are the form's values by key. GB 30871-2022 4.13, 5.4.2, 7.11, 9.2, 10.1, 10.2, 10.5, 11.6.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from anhuan.domains.permits.rules.depth import BY_HAND_WITHIN_M
from anhuan.domains.permits.rules.facts import Facts, Flag
from anhuan.domains.permits.rules.kinds import Kind
from anhuan.domains.permits.rules.limits import LIMITS
from anhuan.domains.permits.rules.numbers import number_of
from anhuan.kernel.errors import Blocker

Values = Mapping[str, Any]


def barred(kind: Kind, level: str, facts: Facts, values: Values) -> list[Blocker]:
    """Every reason why this job may not be permitted as it stands."""
    rule = _RULES.get(kind)
    return list(rule(level, facts, values)) if rule else []


def _hot_work(level: str, facts: Facts, values: Values) -> Iterator[Blocker]:
    if facts.has(Flag.SELF_EXPLOSIVE):
        text = "存在受热分解爆炸、自爆物料的管道和设备上不能动火"
        yield Blocker("self_explosive", text, "GB 30871-2022 5.4.2 c)")
    if facts.has(Flag.UNSTEADY, Flag.PRESSURISED):
        text = "生产装置运行不稳定时不能带压不置换动火"
        yield Blocker("unsteady", text, "GB 30871-2022 5.4.2 d)")
    pressure = _number(values, "vessel_pressure_kpa")
    if level == "special" and pressure is not None and pressure <= 0:
        text = "特级动火时设备或管道内应保持微正压"
        yield Blocker("no_positive_pressure", text, "GB 30871-2022 5.4.2 b)")


def _blind_plate(_level: str, _facts: Facts, values: Values) -> Iterator[Blocker]:
    """One permit, one blind, one action (alarm 20); the tag carries the drawing's number."""
    clause = "GB 30871-2022 7.11"
    if isinstance(values.get("action"), list) and len(values["action"]) != 1:
        yield Blocker("one_permit_two_blinds", "一张票只能选“抽”或“堵”一项，请分别办票", clause)
    plate = str(values.get("plate_no") or "").strip()
    if any(mark in plate for mark in "、,，;；\n"):
        yield Blocker("one_permit_two_blinds", "一张票只能写一块盲板，请分别办票", clause)
    tag = str(values.get("tag_no") or "").strip()
    if tag and plate and tag != plate:
        text = f"现场标牌 {tag} 与位置图编号 {plate} 不一致"
        yield Blocker("tag_differs", text, "GB 30871-2022 7.4")


def _lifting(_level: str, facts: Facts, values: Values) -> Iterator[Blocker]:
    mass, rated = _number(values, "mass_t"), _number(values, "rated_t")
    if mass is not None and rated is not None and mass > rated:
        text = f"吊物 {mass:g} t 超过额定起重量 {rated:g} t"
        yield Blocker("overload", text, "GB 30871-2022 9.2.7")
    share = _number(values, "crane_share_pct")
    if facts.has(Flag.SEVERAL_CRANES) and share is not None:
        limit = LIMITS["crane_share"]
        if fault := limit.fault(share):
            yield Blocker("crane_share", f"{limit.label}{fault}", limit.clause)
    yield from _power_line(facts, values)


def _power_line(facts: Facts, values: Values) -> Iterator[Blocker]:
    away, radius = _number(values, "line_distance_m"), _number(values, "collapse_radius_m")
    is_near = away is not None and radius is not None and away <= radius
    if facts.has(Flag.POWER_LINE) and is_near and not values.get("outage"):
        text = "与架空线路的距离应大于起重机倒塌半径，否则须停电并填写停电记录"
        yield Blocker("power_line_near", text, "GB 30871-2022 9.2.3")


def _temp_power(_level: str, facts: Facts, values: Values) -> Iterator[Blocker]:
    if facts.has(Flag.OWN_SOURCE):
        text = "移动电源和自备电源不能接入电网"
        yield Blocker("own_source", text, "GB 30871-2022 10.2")
    if facts.has(Flag.EXPLOSIVE_AREA) and not str(values.get("need_reason") or "").strip():
        text = "火灾爆炸危险场所不应接临时电源，确需时请说明必要性并做气体分析"
        yield Blocker("no_need", text, "GB 30871-2022 10.1")
    allowed = _number(values, "allowed_kw")
    devices = values.get("devices")
    rows = devices if isinstance(devices, list) else []
    total = sum(_number(row, "rated_kw") or 0.0 for row in rows if isinstance(row, Mapping))
    if allowed is not None and total > allowed + 1e-9:
        text = f"用电设备合计 {total:g} kW，超过许可功率 {allowed:g} kW"
        yield Blocker("power_exceeded", text, "GB 30871-2022 10.5")


def _excavation(_level: str, facts: Facts, values: Values) -> Iterator[Blocker]:
    away = _number(values, "pipe_distance_m")
    if facts.has(Flag.MACHINE_DIGGING) and away is not None and away < BY_HAND_WITHIN_M:
        text = f"距管道边 {away:g} m，1 m 范围内应人工开挖，不能用机械"
        yield Blocker("dig_by_hand", text, "GB 30871-2022 11.6")


def _number(values: Values, key: str) -> float | None:
    return number_of(values.get(key))


_RULES: dict[Kind, Callable[[str, Facts, Values], Iterator[Blocker]]] = {
    Kind.HOT_WORK: _hot_work,
    Kind.BLIND_PLATE: _blind_plate,
    Kind.LIFTING: _lifting,
    Kind.TEMP_POWER: _temp_power,
    Kind.EXCAVATION: _excavation,
}
