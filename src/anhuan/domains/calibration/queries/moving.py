"""The accuracy report of a walk along a route: at its stops, and on the ways between."""

from collections.abc import Sequence
from dataclasses import dataclass

from anhuan.domains.calibration.models import Passing, WalkTest
from anhuan.domains.calibration.queries.rows import limits_of, passings_of
from anhuan.domains.calibration.rules import routes as rules
from anhuan.domains.calibration.rules.accuracy import (
    Figures,
    curve_of,
    figures_of,
    holds,
    moving_limit_for,
)


@dataclass(frozen=True, slots=True)
class Leg:
    """One stop and the way from it. error_m None: no fix in time (invalid)."""

    name: str
    area: str
    limit_m: float
    error_m: float | None
    figures: Figures | None  # in time, on the way to the next stop
    off_m: float | None  # 68.27 % distance from the line


@dataclass(frozen=True, slots=True)
class WayReport:
    """The whole walk. `passed`: stops (or, without stops, the ways) keep the strictest limit."""

    legs: list[Leg]
    stops: Figures | None  # one fix a stop, A.3.2 h
    valid_share: float | None
    moving: Figures | None  # every fix between the stops, against where one was then
    off_line: Figures | None
    limit_m: float
    length_m: float
    pace_mps: float | None
    curve: list[tuple[float, float]]
    shortcomings: list[str]
    passed: bool


def report_of(walk: WalkTest) -> WayReport:
    """From what the passings keep; the same for ever once the test is over."""
    assert walk.route is not None
    passed, pause_s = list(passings_of(walk)), walk.route.pause_s
    limits = limits_of(walk.company)
    for one in passed:
        one.limit_m = one.limit_m or moving_limit_for(one.is_key, limits)
    limit = min((one.limit_m or limits.moving_m for one in passed), default=limits.moving_m)
    steps = [rules.Step(one.at, one.x_m, one.y_m) for one in passed]
    stops, moving = _stop_figures(passed), _moving(passed)
    share = _valid_share(passed) if pause_s and walk.is_over else None
    off = [m for one in passed for m in one.off_m]
    errors = [m for one in passed for m in one.errors_m]
    return WayReport(
        [_leg(one) for one in passed], stops, share, moving, figures_of(off, [0.0] * len(off)),
        limit, rules.length_of(steps), rules.pace_of(steps, pause_s), curve_of(errors),
        rules.shortcomings(steps, pause_s), _verdict(stops if pause_s else moving, share, limit),
    )  # fmt: skip


def _verdict(figures: Figures | None, share: float | None, limit_m: float) -> bool:
    """A.3.2 g, h: more than 95 % valid, and the 68.27 % error within the limit."""
    return holds(figures, limit_m) and (share is None or share > rules.VALID_SHARE)


def _stop_figures(passed: Sequence[Passing]) -> Figures | None:
    read = [(one.error_m, one.r68_m or 0.0) for one in passed if one.error_m is not None]
    return figures_of([error for error, _ in read], [r68 for _, r68 in read])


def _moving(passed: Sequence[Passing]) -> Figures | None:
    errors = [m for one in passed for m in one.errors_m]
    return figures_of(errors, [m for one in passed for m in one.leg_r68_m])


def _valid_share(passed: Sequence[Passing]) -> float | None:
    if not passed:
        return None
    return sum(one.error_m is not None for one in passed) / len(passed)


def _leg(one: Passing) -> Leg:
    off = figures_of(one.off_m, [0.0] * len(one.off_m))
    return Leg(
        str(one.point), one.area_name, one.limit_m or 0.0, one.error_m,
        figures_of(one.errors_m, one.leg_r68_m), off.p6827_m if off else None,
    )  # fmt: skip
