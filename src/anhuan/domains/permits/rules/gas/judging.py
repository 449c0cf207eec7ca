"""Whether the air is good: GB 30871-2022 5.2.7, 5.3.2, 6.4, 10.1 and GBZ 2.1.

A billionth of slack forgives binary fractions, nothing else.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence

from anhuan.domains.permits.rules.facts import Facts, Flag
from anhuan.domains.permits.rules.gas.duty import ANALYSIS_RADIUS_M, targets
from anhuan.domains.permits.rules.gas.readings import (
    ZONE_LABELS,
    Finding,
    Reading,
    Target,
    Verdict,
    Zone,
)
from anhuan.domains.permits.rules.gases import OXYGEN, UNIT_LABELS, Gas, Unit, in_mg_m3, in_vol_pct
from anhuan.domains.permits.rules.kinds import Kind
from anhuan.domains.permits.rules.numbers import number_of

SLACK = 1e-9
LEL_PIVOT_VOL_PCT = 4.0
O2_LEAST, O2_MOST, O2_MOST_ENRICHED = 19.5, 21.0, 23.5


def flammable_limit_vol_pct(lel_vol_pct: float) -> float:
    """The most that may be in the air: 0.5 % where LEL ≥ 4 %, else 0.2 % by volume (5.3.2)."""
    return 0.5 if lel_vol_pct >= LEL_PIVOT_VOL_PCT else 0.2


def toxic_limit_mg_m3(gas: Gas) -> float | None:
    """The lowest limit of GBZ 2.1 the library knows: a spot reading that keeps the time-weighted
    one keeps the others too. None for what is not toxic."""
    known = [one for one in (gas.mac_mg_m3, gas.stel_mg_m3, gas.twa_mg_m3) if one is not None]
    return min(known, default=None)


def oxygen_window(kind: Kind, facts: Facts) -> tuple[float, float]:
    """Least and most O2 in % by volume: 19.5–21 to breathe, up to 23.5 where the place is enriched
    in oxygen (6.4 a); hot work only minds too much, 23.5 (5.2.7)."""
    if kind in (Kind.HOT_WORK, Kind.TEMP_POWER):
        return 0.0, O2_MOST_ENRICHED
    return O2_LEAST, O2_MOST_ENRICHED if facts.has(Flag.OXYGEN_ENRICHED) else O2_MOST


def judge(
    kind: Kind, facts: Facts, readings: Sequence[Reading], gases: Mapping[str, Gas]
) -> Verdict:
    """The verdict on one test: each reading by its own limit; several flammable gases at one point
    also together, by the sum of ratios and by Le Chatelier. Toxic gases are judged one by one
    (GBZ 2.1 adds only those known to act alike)."""
    findings = [one for reading in readings for one in _judge_one(kind, facts, reading, gases)]
    return Verdict((*findings, *_mixtures(readings, gases)))


def _judge_one(
    kind: Kind, facts: Facts, reading: Reading, gases: Mapping[str, Gas]
) -> Iterator[Finding]:
    gas = gases.get(reading.gas)
    if gas is None:
        yield Finding("gas_unknown", f"气体库没有“{reading.gas}”，请先补充", False)
    elif fault := _unreadable(gas, reading):
        yield Finding("value_invalid", fault, False)
    else:
        yield from _far(reading)
        for target, judged in _JUDGES.items():
            if target in targets(kind, facts) or target is not Target.TOXIC:
                yield from judged(kind, facts, reading, gas)


def _unreadable(gas: Gas, reading: Reading) -> str:
    number = number_of(reading.value)
    if number is None or number < 0:
        return f"{gas.name}读数应为不小于 0 的数字"
    if reading.unit is Unit.LEL_PCT and not gas.is_flammable:
        return f"{gas.name}不燃，没有 %LEL 读数"
    if in_vol_pct(gas, reading.value, reading.unit) > 100 + SLACK:
        return f"{gas.name}读数超过 100 %vol，请核对单位"
    return ""


def _far(reading: Reading) -> Iterator[Finding]:
    distance_m = reading.distance_m or 0.0
    if reading.zone is Zone.SURROUNDINGS and distance_m > ANALYSIS_RADIUS_M:
        text = f"取样点距作业点 {distance_m:g} m，应在 10 m 范围内"
        yield Finding("point_far", text, False, "GB 30871-2022 5.3.1 b)")


def _flammable(_kind: Kind, _facts: Facts, reading: Reading, gas: Gas) -> Iterator[Finding]:
    if gas.lel_vol_pct is None or gas.key == OXYGEN:
        return
    vol_pct = in_vol_pct(gas, reading.value, reading.unit)
    limit = flammable_limit_vol_pct(gas.lel_vol_pct)
    is_ok = vol_pct <= limit + SLACK
    text = f"{_told(gas, reading)}，折 {vol_pct:.3g} %vol，{_against(is_ok)} {limit:g} %vol"
    yield Finding("flammable", text, is_ok, "GB 30871-2022 5.3.2")


def _toxic(_kind: Kind, _facts: Facts, reading: Reading, gas: Gas) -> Iterator[Finding]:
    limit = toxic_limit_mg_m3(gas)
    if limit is None:
        return
    mg_m3 = in_mg_m3(gas, reading.value, reading.unit)
    is_ok = mg_m3 <= limit + SLACK
    text = f"{_told(gas, reading)}，折 {mg_m3:.3g} mg/m³，{_against(is_ok)} {limit:g} mg/m³"
    yield Finding("toxic", text, is_ok, "GBZ 2.1")


def _oxygen(kind: Kind, facts: Facts, reading: Reading, gas: Gas) -> Iterator[Finding]:
    if gas.key != OXYGEN:
        return
    least, most = oxygen_window(kind, facts)
    vol_pct = in_vol_pct(gas, reading.value, reading.unit)
    code = "oxygen"
    if vol_pct < least - SLACK:
        code = "oxygen_low"
    elif vol_pct > most + SLACK:
        code = "oxygen_high"
    text = f"{_told(gas, reading)}，应为 {least:g}～{most:g} %vol"
    yield Finding(code, text, code == "oxygen", "GB 30871-2022 6.4 a)")


_JUDGES: dict[Target, Callable[[Kind, Facts, Reading, Gas], Iterator[Finding]]] = {
    Target.FLAMMABLE: _flammable,
    Target.TOXIC: _toxic,
    Target.OXYGEN: _oxygen,
}


def _told(gas: Gas, reading: Reading) -> str:
    where = reading.point or ZONE_LABELS[reading.zone]
    return f"{where}{gas.name} {reading.value:g} {UNIT_LABELS[reading.unit]}"


def _against(is_ok: bool) -> str:
    return "不超过" if is_ok else "超过"


def _mixtures(readings: Sequence[Reading], gases: Mapping[str, Gas]) -> Iterator[Finding]:
    """Per point, the flammable gases together; a single one was judged already."""
    at: dict[tuple[Zone, str], dict[Gas, float]] = defaultdict(dict)
    for reading in readings:
        gas = gases.get(reading.gas)
        if gas is not None and gas.is_flammable and not _unreadable(gas, reading):
            worst = at[reading.zone, reading.point].get(gas, 0.0)
            vol_pct = in_vol_pct(gas, reading.value, reading.unit)
            at[reading.zone, reading.point][gas] = max(worst, vol_pct)
    for (zone, point), parts in at.items():
        if len(parts) > 1 and sum(parts.values()) > 0:
            yield from _mixture(point or ZONE_LABELS[zone], parts)


def _mixture(where: str, parts: Mapping[Gas, float]) -> Iterator[Finding]:
    """`parts`: % by volume of each gas. The stricter of both rules decides, as both must hold."""
    lels = {gas: gas.lel_vol_pct or 100.0 for gas in parts}
    ratios = sum(vol / flammable_limit_vol_pct(lels[gas]) for gas, vol in parts.items())
    is_ok = ratios <= 1 + SLACK
    text = f"{where}混合可燃气体各组分占限值之和 {ratios:.3g}，{_against(is_ok)} 1"
    yield Finding("mixture_sum", text, is_ok, "GB 30871-2022 5.3.2")
    total = sum(parts.values())
    mixture_lel = total / sum(vol / lels[gas] for gas, vol in parts.items())  # Le Chatelier
    limit = flammable_limit_vol_pct(mixture_lel)
    is_ok = total <= limit + SLACK
    together = f"{where}混合可燃气体共 {total:.3g} %vol（爆炸下限 {mixture_lel:.3g} %vol）"
    text = f"{together}，{_against(is_ok)} {limit:g} %vol"
    yield Finding("mixture_lel", text, is_ok, "GB 30871-2022 5.3.2")
