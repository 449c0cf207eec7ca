"""Detectors that watch all the time: what is silent, what is not watched, when a plant is warned.

GB 30871-2022 5.3.1 e), 6.5; AQ 3064.2-2025 5.9.4; GB/T 50493-2019 for the first alarm step.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from anhuan.domains.permits.rules.facts import Facts
from anhuan.domains.permits.rules.gas import Reading, Target, is_continuous, targets
from anhuan.domains.permits.rules.gas.judging import SLACK, toxic_limit_mg_m3
from anhuan.domains.permits.rules.gases import OXYGEN, Gas, in_lel_pct, in_mg_m3, in_vol_pct
from anhuan.domains.permits.rules.kinds import Kind

FIRST_STEP_LEL_PCT = 25.0
LEAST_OXYGEN, MOST_OXYGEN = 19.5, 23.5


class Mode(StrEnum):
    """Whether detectors must be connected (`PermitSettings.gas_watch`)."""

    CONNECTED = "connected"  # where the plant has registered a detector
    REQUIRED = "required"
    BY_HAND = "by_hand"


@dataclass(frozen=True, slots=True)
class Watcher:
    """A detector bound to a work, with what it read last. `seen_at` None: never heard."""

    number: str
    seen_at: datetime | None
    readings: Sequence[Reading] = ()


def is_silent(seen_at: datetime | None, now: datetime, limit_s: int) -> bool:
    """Whether nothing was heard for longer than the limit: exactly 60 s is not silent, more is."""
    return seen_at is None or now - seen_at > timedelta(seconds=limit_s)


def owes_watch(kind: Kind, level: str, facts: Facts, mode: Mode, *, has_detectors: bool) -> bool:
    """Whether a connected detector must watch this work all the time."""
    if not is_continuous(kind, level, facts) or mode is Mode.BY_HAND:
        return False
    return mode is Mode.REQUIRED or has_detectors


def unwatched(
    kind: Kind, facts: Facts, watchers: Iterable[Watcher], gases: Mapping[str, Gas],
    now: datetime, limit_s: int,
) -> tuple[Target, ...]:  # fmt: skip
    """What of the air nobody watches now: flammable, toxic, oxygen, as the work owes them."""
    heard = [one for one in watchers if not is_silent(one.seen_at, now, limit_s)]
    seen = {target for one in heard for row in one.readings for target in _sees(row, gases)}
    owed = targets(kind, facts)
    return tuple(target for target in Target if target in owed and target not in seen)


def _sees(reading: Reading, gases: Mapping[str, Gas]) -> Iterator[Target]:
    gas = gases.get(reading.gas)
    if gas is None:
        return
    if gas.key == OXYGEN:
        yield Target.OXYGEN
        return
    if gas.is_flammable:
        yield Target.FLAMMABLE
    if gas.is_toxic:
        yield Target.TOXIC


@dataclass(frozen=True, slots=True)
class PlantAlarm:
    """What a fixed detector warns the whole plant of. `kind`: a code of the alarm list."""

    kind: str
    text: str


def plant_alarm(
    readings: Iterable[Reading], gases: Mapping[str, Gas], *, is_alarm: bool = False
) -> PlantAlarm | None:
    """The gravest first alarm step: 25 %LEL, the occupational limit, oxygen below 19.5 or above
    23.5 %; `is_alarm`: the detector says so itself, by the steps set in it."""
    rows = list(readings)
    found = [one for row in rows if (gas := gases.get(row.gas)) for one in _steps(row, gas)]
    if found:
        return min(found, key=lambda one: _ORDER.index(one.kind))
    if is_alarm:
        kinds = [kind for row in rows if (gas := gases.get(row.gas)) for kind in [_kind(gas)]]
        kind = min(kinds, key=_ORDER.index, default=_ORDER[0])
        return PlantAlarm(kind, "探测器自身报警")
    return None


_ORDER = ("gas_combustible", "gas_toxic", "gas_oxygen")


def _kind(gas: Gas) -> str:
    if gas.key == OXYGEN:
        return "gas_oxygen"
    return "gas_combustible" if gas.is_flammable else "gas_toxic"


def _steps(reading: Reading, gas: Gas) -> Iterator[PlantAlarm]:
    if gas.key == OXYGEN:
        vol = in_vol_pct(gas, reading.value, reading.unit)
        if not LEAST_OXYGEN - SLACK <= vol <= MOST_OXYGEN + SLACK:
            yield PlantAlarm("gas_oxygen", f"氧含量 {vol:g} %vol，应为 19.5～23.5 %vol")
        return
    lel = in_lel_pct(gas, reading.value, reading.unit)
    if lel is not None and lel >= FIRST_STEP_LEL_PCT - SLACK:
        yield PlantAlarm("gas_combustible", f"{gas.name} {lel:.3g} %LEL，达到 25 %LEL")
    limit, mg_m3 = toxic_limit_mg_m3(gas), in_mg_m3(gas, reading.value, reading.unit)
    if limit is not None and mg_m3 >= limit - SLACK:
        text = f"{gas.name} {mg_m3:.3g} mg/m³，达到职业接触限值 {limit:g} mg/m³"
        yield PlantAlarm("gas_toxic", text)
