"""The accuracy report of a walk test: by point, by area, overall."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from anhuan.domains.calibration.models import Stand, WalkTest
from anhuan.domains.calibration.queries.rows import limits_of, stands_of
from anhuan.domains.calibration.rules.accuracy import (
    Figures,
    curve_of,
    figures_of,
    holds,
    limit_for,
)
from anhuan.domains.calibration.rules.statics import Stood, shortcomings_of

OUTSIDE = "未划区域"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the report. `figures` None: no fix was recorded there."""

    name: str
    area: str
    risk: str
    is_key: bool
    figures: Figures | None
    limit_m: float
    passed: bool
    wrong_floor: int


@dataclass(frozen=True, slots=True)
class Report:
    """The whole test. `passed`: every point keeps its limit."""

    points: list[Row]
    areas: list[Row]
    overall: Row
    curve: list[tuple[float, float]]
    passed: bool
    shortcomings: list[str]  # against counting as a test by A.1 and A.2


def report_of(walk: WalkTest) -> Report:
    """From what the stands keep; the same for ever once the test is over."""
    stands = [one for one in stands_of(walk) if one.until]
    limits = limits_of(walk.company)
    for one in stands:
        if one.limit_m is None:
            one.limit_m = limit_for(one.is_key, one.risk, limits)
    points = [_row(name, own) for name, own in _grouped(stands, lambda s: str(s.point))]
    areas = [_row(name, own) for name, own in _grouped(stands, lambda s: s.area_name or OUTSIDE)]
    errors = [error for one in stands for error in one.errors_m]
    overall = _row("全部", stands) if stands else _nothing(limits.anywhere_m)
    passed = bool(points) and all(row.passed for row in points)
    short = list(shortcomings_of([_stood(one) for one in stands], *_instruments(walk)))
    return Report(points, areas, overall, curve_of(errors), passed, short)


def _stood(one: Stand) -> Stood:
    lasted = (one.until or one.since) - one.since
    return Stood(
        str(one.point), one.x_m, one.y_m, one.floor, one.has_satellite, lasted, one.samples
    )  # fmt: skip


def _instruments(walk: WalkTest) -> tuple[bool, bool]:
    kinds = {one["kind"] for one in walk.instruments}
    return "timer" in kinds, "range_finder" in kinds


def _row(name: str, stands: Sequence[Stand]) -> Row:
    """Each point keeps its own limit; over several, the widest of theirs is what can be asked."""
    errors = [error for one in stands for error in one.errors_m]
    r68 = [radius for one in stands for radius in one.r68_m]
    figures = figures_of(errors, r68)
    limit = max(one.limit_m or 0.0 for one in stands)
    risks = {one.risk for one in stands}
    areas = {one.area_name for one in stands}
    return Row(
        name, areas.pop() if len(areas) == 1 else "", risks.pop() if len(risks) == 1 else "",
        all(one.is_key for one in stands), figures, limit, holds(figures, limit),
        sum(one.wrong_floor for one in stands),
    )  # fmt: skip


def _nothing(limit_m: float) -> Row:
    return Row("全部", "", "", False, None, limit_m, False, 0)


def _grouped(stands: Iterable[Stand], key: Callable[[Stand], str]) -> list[tuple[str, list[Stand]]]:
    found: dict[str, list[Stand]] = {}
    for one in stands:
        found.setdefault(key(one), []).append(one)
    return sorted(found.items())
