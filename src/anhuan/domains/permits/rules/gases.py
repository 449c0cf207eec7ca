"""A gas of the library and its numbers in other units."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from anhuan.kernel.errors import Blocker
from anhuan.kernel.units import (
    lel_pct_from_vol_pct,
    mg_m3_from_ppm,
    ppm_from_mg_m3,
    vol_pct_from_lel_pct,
)

OXYGEN = "oxygen"
PPM_PER_PCT = 10_000.0


class Unit(StrEnum):
    """What instruments show."""

    VOL_PCT = "vol_pct"
    LEL_PCT = "lel_pct"
    PPM = "ppm"
    MG_M3 = "mg_m3"


UNIT_LABELS = {Unit.VOL_PCT: "%vol", Unit.LEL_PCT: "%LEL", Unit.PPM: "ppm", Unit.MG_M3: "mg/m³"}


@dataclass(frozen=True, slots=True)
class Gas:
    """One substance. Concentrations by volume in %, occupational limits in mg/m³ (GBZ 2.1)."""

    key: str
    name: str
    formula: str
    cas: str
    molar_mass_g: float
    lel_vol_pct: float | None = None  # None: does not burn
    uel_vol_pct: float | None = None
    mac_mg_m3: float | None = None
    twa_mg_m3: float | None = None
    stel_mg_m3: float | None = None
    confidence: str = "M"  # H, M, L: how sure we are; the plant checks before use
    note: str = ""

    @property
    def is_flammable(self) -> bool:
        """Whether it burns in air."""
        return self.lel_vol_pct is not None

    @property
    def is_toxic(self) -> bool:
        """Whether it has an occupational limit."""
        return any((self.mac_mg_m3, self.twa_mg_m3, self.stel_mg_m3))


def in_vol_pct(gas: Gas, value: float, unit: Unit) -> float:
    """A reading in % by volume. ValueError for %LEL of what does not burn."""
    if unit is Unit.LEL_PCT:
        if gas.lel_vol_pct is None:
            raise ValueError(f"{gas.name} has no LEL")
        return vol_pct_from_lel_pct(value, gas.lel_vol_pct)
    if unit is Unit.MG_M3:
        return ppm_from_mg_m3(value, gas.molar_mass_g) / PPM_PER_PCT
    return value / PPM_PER_PCT if unit is Unit.PPM else value


def in_mg_m3(gas: Gas, value: float, unit: Unit) -> float:
    """A reading in mg/m³ at 25 ℃."""
    if unit is Unit.MG_M3:
        return value
    return mg_m3_from_ppm(in_vol_pct(gas, value, unit) * PPM_PER_PCT, gas.molar_mass_g)


def in_lel_pct(gas: Gas, value: float, unit: Unit) -> float | None:
    """A reading in % of the lower explosive limit; None for what does not burn."""
    if gas.lel_vol_pct is None:
        return None
    return lel_pct_from_vol_pct(in_vol_pct(gas, value, unit), gas.lel_vol_pct)


def gas_blockers(gas: Gas) -> Iterator[Blocker]:
    """Every reason against a gas a plant enters in its library (PTW-090)."""
    if not gas.name.strip():
        yield Blocker("gas_name", "请填写气体名称")
    if gas.molar_mass_g <= 0:
        yield Blocker("molar_mass", "请填写大于 0 的摩尔质量，换算 ppm 与 mg/m³ 要用")
    yield from _explosive_blockers(gas)
    limits = (gas.mac_mg_m3, gas.twa_mg_m3, gas.stel_mg_m3)
    if any(limit is not None and limit <= 0 for limit in limits):
        yield Blocker("oel_positive", "职业接触限值应大于 0，没有限值请留空")
    if not gas.is_flammable and not gas.is_toxic and gas.key != OXYGEN:
        yield Blocker("gas_harmless", "请至少填写爆炸下限或职业接触限值之一")


def _explosive_blockers(gas: Gas) -> Iterator[Blocker]:
    lel, uel = gas.lel_vol_pct, gas.uel_vol_pct
    if lel is not None and not 0 < lel <= 100:
        yield Blocker("lel_range", "爆炸下限应在 0 到 100 %vol 之间")
    if uel is not None and (lel is None or not lel < uel <= 100):
        yield Blocker("uel_range", "爆炸上限应大于爆炸下限，不超过 100 %vol")
