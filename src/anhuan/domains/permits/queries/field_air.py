"""The limits a phone shows while a reading is typed. The verdict itself is always the server's."""

from collections.abc import Iterator
from typing import Any

from anhuan.domains.permits.queries.asked import gases_sorted, readings_asked
from anhuan.domains.permits.queries.look import Look
from anhuan.domains.permits.rules.gas import (
    ZONE_LABELS,
    Target,
    flammable_limit_vol_pct,
    oxygen_window,
    toxic_limit_mg_m3,
    zones_needed,
)
from anhuan.domains.permits.rules.gases import (
    OXYGEN,
    UNIT_LABELS,
    Gas,
    Unit,
    in_lel_pct,
    in_mg_m3,
    in_vol_pct,
)

Limits = dict[str, dict[str, float | None]]


def air_asked(look: Look) -> dict[str, Any]:
    """What is to be sampled, and each gas with its limits in every unit it may be read in."""
    return {
        "asked": readings_asked(look), "zones_needed": list(zones_needed(look.kind, look.facts)),
        "gases": [
            {"key": gas.key, "name": gas.name, "limits": limits_of(look, gas)}
            for gas in gases_sorted(look)
        ],
        "units": {unit.value: label for unit, label in UNIT_LABELS.items()},
        "zones": {zone.value: label for zone, label in ZONE_LABELS.items()},
    }  # fmt: skip


def limits_of(look: Look, gas: Gas) -> Limits:
    """Least and most by unit; the strictest where several rules hold (5.3.2, 6.4, GBZ 2.1)."""
    if gas.key == OXYGEN:
        least, most = oxygen_window(look.kind, look.facts)
        return {Unit.VOL_PCT: {"least": least or None, "most": most}}
    units = [Unit.VOL_PCT, Unit.PPM, Unit.MG_M3] + [Unit.LEL_PCT] * gas.is_flammable
    return {unit: {"least": None, "most": _most(look, gas, unit)} for unit in units}


def _most(look: Look, gas: Gas, unit: Unit) -> float | None:
    return min(_mosts(look, gas, unit), default=None)


def _mosts(look: Look, gas: Gas, unit: Unit) -> Iterator[float]:
    if gas.lel_vol_pct is not None:
        yield _told_in(gas, flammable_limit_vol_pct(gas.lel_vol_pct), Unit.VOL_PCT, unit)
    toxic = toxic_limit_mg_m3(gas)
    if toxic is not None and Target.TOXIC in look.gas_targets:
        yield _told_in(gas, toxic, Unit.MG_M3, unit)


def _told_in(gas: Gas, value: float, of: Unit, unit: Unit) -> float:
    """A limit as an instrument that shows `unit` would read it."""
    if unit is of:
        return value
    if unit is Unit.MG_M3:
        return in_mg_m3(gas, value, of)
    if unit is Unit.LEL_PCT:
        return in_lel_pct(gas, value, of) or 0.0
    vol_pct = in_vol_pct(gas, value, of)
    return vol_pct * 10_000 if unit is Unit.PPM else vol_pct
