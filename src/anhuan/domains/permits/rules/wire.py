"""What detectors, weather stations and locks say over MQTT, read strictly.

docs/reference/contracts.md has the forms; `Unread.reason` is one of its codes.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from anhuan.domains.permits.rules.gas import Reading, Zone
from anhuan.domains.permits.rules.gases import Unit
from anhuan.domains.permits.rules.numbers import number_of
from anhuan.domains.permits.rules.weather import Sky

LONGEST = 64 * 1024
AHEAD = timedelta(seconds=30)  # a device's clock may run ahead so much
LATE = timedelta(minutes=2)  # what is older was kept by the device: it is recorded, not judged
LOCK_STATES = ("locked", "open", "forced")


class Unread(Exception):
    """Why a message was not taken."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason, detail)
        self.reason, self.detail = reason, detail


@dataclass(frozen=True, slots=True)
class GasReport:
    """One look of a detector at the air. `is_alarm`: by the steps set in the device."""

    at: datetime
    readings: tuple[Reading, ...]
    is_alarm: bool
    heard_at: datetime  # when it reached us: clocks of devices are not trusted for silence

    @property
    def is_late(self) -> bool:
        """Whether the device had kept it for us: for the curve, no news of the air."""
        return self.heard_at - self.at > LATE


@dataclass(frozen=True, slots=True)
class WeatherReport:
    """One observation. None: the station does not measure it."""

    at: datetime
    wind_mps: float | None
    temperature_c: float | None
    sky: frozenset[Sky] | None


@dataclass(frozen=True, slots=True)
class LockReport:
    """What a lock is (`state`), or what somebody typed on it (`code`)."""

    at: datetime
    state: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class Health:
    """What every device may add."""

    battery_pct: int | None = None
    faults: tuple[str, ...] | None = None


def entries_of(data: bytes) -> list[dict[str, Any]]:
    """One object, or a list of them."""
    if len(data) > LONGEST:
        raise Unread("too_large", f"{len(data)} bytes")
    try:
        found = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise Unread("bad_json", str(error)[:200]) from error
    rows = found if isinstance(found, list) else [found]
    if not all(isinstance(one, dict) for one in rows):
        raise Unread("bad_shape", "not an object, or a list of objects")
    return rows


def gas_report(entry: Mapping[str, Any], heard_at: datetime) -> GasReport:
    """`{"t", "values": [{"gas", "value", "unit"}], "alarm"?}`. `heard_at`: when it reached us."""
    values = entry.get("values")
    if not isinstance(values, list) or not values:
        raise Unread("bad_shape", "values is not a list of readings")
    is_alarm = entry.get("alarm") is True
    readings = tuple(_reading(one) for one in values[:20])
    return GasReport(_moment(entry, heard_at), readings, is_alarm, heard_at)


def _reading(one: Any) -> Reading:
    if not isinstance(one, dict) or not isinstance(one.get("gas"), str):
        raise Unread("bad_shape", "a reading lacks its gas")
    value = _number(one, "value")
    if value is None or value < 0:
        raise Unread("out_of_range", f"{one['gas'][:40]}: value below 0 or missing")
    try:
        unit = Unit(str(one.get("unit")))
    except ValueError:
        raise Unread("bad_shape", f"unit: {str(one.get('unit'))[:20]}") from None
    return Reading(one["gas"][:40], value, unit, Zone.INSIDE)


def weather_report(entry: Mapping[str, Any], heard_at: datetime) -> WeatherReport:
    """`{"t", "wind_mps", "temperature_c"?, "sky"?}`: `wind_mps` is the gust of the last minutes."""
    wind, temperature = _number(entry, "wind_mps"), _number(entry, "temperature_c")
    if wind is None and temperature is None and "sky" not in entry:
        raise Unread("bad_shape", "neither wind_mps, temperature_c nor sky")
    if wind is not None and not 0 <= wind <= 100:
        raise Unread("out_of_range", f"wind_mps {wind:g}")
    if temperature is not None and not -60 <= temperature <= 60:
        raise Unread("out_of_range", f"temperature_c {temperature:g}")
    return WeatherReport(_moment(entry, heard_at), wind, temperature, _sky(entry))


def _sky(entry: Mapping[str, Any]) -> frozenset[Sky] | None:
    given = entry.get("sky")
    if given is None:
        return None
    known = {sky.value for sky in Sky}
    if not isinstance(given, list) or not all(one in known for one in given):
        raise Unread("bad_shape", f"sky: {str(given)[:60]}")
    return frozenset(Sky(one) for one in given)


def lock_report(entry: Mapping[str, Any], heard_at: datetime) -> LockReport:
    """`{"t", "state": "locked|open|forced"}` or `{"t", "code": "…"}`."""
    state, code = entry.get("state", ""), entry.get("code", "")
    if not isinstance(code, str) or (state and state not in LOCK_STATES):
        raise Unread("bad_shape", f"state: {str(state)[:20]}")
    if not state and not code:
        raise Unread("bad_shape", "neither state nor code")
    return LockReport(_moment(entry, heard_at), state, code[:32])


def health_of(entry: Mapping[str, Any]) -> Health:
    """Battery and faults, where the device speaks of them."""
    battery, faults = _number(entry, "battery_pct"), entry.get("faults")
    pct = None if battery is None else round(min(max(battery, 0), 100))
    told = tuple(str(one)[:60] for one in faults[:20]) if isinstance(faults, list) else None
    return Health(pct, told)


def _moment(entry: Mapping[str, Any], heard_at: datetime) -> datetime:
    """When it was measured; a clock that runs a little ahead counts as now."""
    told = str(entry.get("t"))
    try:
        at = datetime.fromisoformat(told)
    except ValueError:
        raise Unread("bad_shape", f"t is not an ISO 8601 time: {told[:40]}") from None
    if at.tzinfo is None:
        raise Unread("bad_shape", "t has no offset from UTC")
    if at > heard_at + AHEAD:
        raise Unread("clock_ahead", at.isoformat())
    return min(at, heard_at)


def _number(entry: Mapping[str, Any], name: str) -> float | None:
    given = entry.get(name)
    if given is None:
        return None
    number = None if isinstance(given, str) else number_of(given)
    if number is None:
        raise Unread("not_finite", f"{name}: {str(given)[:40]}")
    return number
