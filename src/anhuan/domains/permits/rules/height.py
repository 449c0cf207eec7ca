"""Work at height: band by height, class A or B by the nine causes, situations of annex B.

GB 30871-2022 3.8, 8.1 and B.2 note 2.
"""

from collections.abc import Iterator

from anhuan.domains.permits.rules.facts import Facts, Flag
from anhuan.domains.permits.rules.kinds import Kind, graver
from anhuan.domains.permits.rules.reasons import Grade, Reason

FALLS_FROM_M = 2.0
_BAND_TOPS_M = (5.0, 15.0, 30.0)  # a height on a limit belongs to the band below
_LEVELS = ("I", "II", "III", "IV")
_ROMAN = dict(zip(_LEVELS, "ⅠⅡⅢⅣ", strict=True))
LIVE_CLEARANCE_M = ((10, 1.7), (35, 2.0), (110, 2.5), (220, 4.0), (330, 5.0), (500, 6.0))  # table 1

FACTORS = (
    Flag.GUST, Flag.COLD_AIR, Flag.COLD_WATER, Flag.SLIPPERY, Flag.POOR_LIGHT,
    Flag.NEAR_LIVE, Flag.SMALL_FOOTHOLD, Flag.BAD_AIR, Flag.DISASTER,
)  # fmt: skip
AT_LEAST_II = (
    Flag.NEAR_OPENING, Flag.NEAR_HAZARD, Flag.NO_PLATFORM, Flag.INSIDE_VESSEL, Flag.NEAR_VENT,
)  # fmt: skip
ALWAYS_IV = (
    Flag.EXTREME_TEMPERATURE, Flag.SNOW, Flag.RAIN, Flag.NIGHT_LIGHT, Flag.LIVE_WORK, Flag.HANGING,
)  # fmt: skip


def is_work_at_height(height_m: float) -> bool:
    """2 m and more above where one would land (3.8)."""
    return height_m >= FALLS_FROM_M


def height_grade(facts: Facts) -> Grade:
    """The gravest of what height, causes and situations demand. Below 2 m no permit is needed."""
    height_m = facts.height_m if facts.height_m is not None else FALLS_FROM_M
    if not is_work_at_height(height_m):
        text = f"高度 {height_m:g} m，不足 2 m，不属高处作业"
        return Grade("I", (Reason("low", text, "GB 30871-2022 3.8"),), needs_permit=False)
    level, reasons = _by_height(height_m, height_factors(facts))
    for demanded, reason in _situations(facts):
        level = graver(Kind.WORK_AT_HEIGHT, level, demanded)
        reasons.append(reason)
    return Grade(level, tuple(reasons))


def _by_height(height_m: float, factors: frozenset[Flag]) -> tuple[str, list[Reason]]:
    """Table 2: class B stands one grade above class A, up to IV."""
    band = sum(height_m > top_m for top_m in _BAND_TOPS_M)
    level = _LEVELS[min(band + bool(factors), 3)]
    reasons = [
        Reason(
            "height", f"高度 {height_m:g} m（A 类{_ROMAN[_LEVELS[band]]}级）", "GB 30871-2022 8.1.1"
        )
    ]
    for flag in FACTORS:
        if flag in factors:
            text = f"{flag.label}，按 B 类分级"
            reasons.append(Reason(flag.value, text, "GB 30871-2022 8.1.2"))
    return level, reasons


def _situations(facts: Facts) -> Iterator[tuple[str, Reason]]:
    clause = "GB 30871-2022 B.2 说明2"
    if facts.has(Flag.SLOPE):
        yield "I", Reason("slope", f"{Flag.SLOPE.label}，至少Ⅰ级", clause)
    for level, flags in (("II", AT_LEAST_II), ("IV", ALWAYS_IV)):
        for flag in flags:
            if facts.has(flag):
                verb = "按" if level == "IV" else "至少"
                text = f"{flag.label}，{verb}{_ROMAN[level]}级"
                yield level, Reason(flag.value, text, clause)


def height_factors(facts: Facts) -> frozenset[Flag]:
    """The causes of 8.1.2 that hold: ticked, or shown by a number."""
    measured = {
        Flag.GUST: facts.wind_mps is not None and facts.wind_mps >= 8.0,
        Flag.COLD_AIR: facts.air_temp_c is not None and facts.air_temp_c <= 5.0,
        Flag.COLD_WATER: facts.water_temp_c is not None and facts.water_temp_c <= 12.0,
        Flag.NEAR_LIVE: _is_near_live(facts.live_kv, facts.live_distance_m),
        Flag.SMALL_FOOTHOLD: facts.foothold_mm is not None and facts.foothold_mm < 500.0,
        Flag.BAD_AIR: facts.oxygen_vol_pct is not None and facts.oxygen_vol_pct < 19.5,
    }
    return facts.any_of(FACTORS) | {flag for flag, holds in measured.items() if holds}


def live_clearance_m(live_kv: float) -> float | None:
    """Table 1: the clearance below which a conductor is a cause. A voltage between two rows takes
    the higher one's; above 500 kV the table ends and every distance counts (None)."""
    for top_kv, clearance_m in LIVE_CLEARANCE_M:
        if live_kv <= top_kv:
            return clearance_m
    return None


def _is_near_live(live_kv: float | None, distance_m: float | None) -> bool:
    if live_kv is None or distance_m is None:
        return False
    clearance_m = live_clearance_m(live_kv)
    return clearance_m is None or distance_m < clearance_m
