"""What stands at surveyed points say about anchors: bias, spread, whether to correct it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from anhuan.kernel.errors import Blocker

LEAST_RANGES = 10  # of one stand, to count at all
LEAST_STANDS = 3
OUTLIER_M = 1.0  # a range so far from its stand's median is an outlier
OUTLIER_SHARE = 0.10
STRAYED_M = 5.0  # fixes so far from the point: the tag was not there, whatever people noted
LARGEST_M = 3.0  # a bias beyond that is a wrong place of the anchor, not a delay in its radio


@dataclass(frozen=True, slots=True)
class Survey:
    """One anchor over all stands. bias_m: raw range less distance; spread_m: 1.4826 MAD."""

    bias_m: float
    spread_m: float
    stands: int
    ranges: int
    outliers: float  # share, 0..1


@dataclass(frozen=True, slots=True)
class StandSurvey:
    """One anchor seen from one stand."""

    bias_m: float
    spread_m: float
    ranges: int
    outliers: float


def distance(anchor: tuple[float, float, float], truth: tuple[float, float, float]) -> float:
    """Metres in space."""
    return float(np.linalg.norm(np.subtract(anchor, truth)))


def is_credible(errors_m: Sequence[float]) -> bool:
    """Whether the tag stood where it is said to have stood; without a fix nothing speaks against.

    A single wrong anchor does not move fixes that far: a larger bias is refused anyway.
    """
    return not len(errors_m) or float(np.median(errors_m)) <= STRAYED_M


def seen_from_stand(ranges_m: Sequence[float], distance_m: float) -> StandSurvey | None:
    """Median residual of raw ranges; None with fewer than `LEAST_RANGES`."""
    if len(ranges_m) < LEAST_RANGES:
        return None
    residual = np.asarray(ranges_m, np.float64) - distance_m
    middle = float(np.median(residual))
    off = np.abs(residual - middle)
    spread = 1.4826 * float(np.median(off))
    return StandSurvey(middle, spread, len(residual), float(np.mean(off > OUTLIER_M)))


def survey_of(stands: Sequence[StandSurvey]) -> Survey | None:
    """The median over stands, so that one hidden place does not decide; None with no stand."""
    if not stands:
        return None
    middles = np.array([one.bias_m for one in stands])
    bias = float(np.median(middles))
    between = 1.4826 * float(np.median(np.abs(middles - bias)))
    within = float(np.median([one.spread_m for one in stands]))
    n = sum(one.ranges for one in stands)
    outliers = sum(one.outliers * one.ranges for one in stands) / n
    return Survey(bias, max(between, within), len(stands), n, outliers)


def findings(
    survey: Survey | None, in_force_m: float, limit_m: float, is_silent: bool
) -> Iterator[str]:
    """ "silent", "unmeasured", "few", "biased" (what remains is over the limit), "scattered"."""
    if is_silent:
        yield "silent"
    if survey is None:
        yield "unmeasured"
        return
    if survey.stands < LEAST_STANDS:
        yield "few"
    if abs(survey.bias_m - in_force_m) > limit_m:
        yield "biased"
    if survey.outliers > OUTLIER_SHARE:
        yield "scattered"


@dataclass(frozen=True, slots=True)
class Drift:
    """What the engine's filters found of an anchor's ranges in its last round; refused 0..1."""

    residual_m: float
    refused: float
    ranges: int


def drift_findings(drift: Drift | None, limit_m: float, refused_limit: float) -> Iterator[str]:
    """ "drifts": its ranges are off by more than the limit, "refused": too many did not fit."""
    if drift is None:
        return
    if abs(drift.residual_m) > limit_m:
        yield "drifts"
    if drift.refused > refused_limit:
        yield "refused"


def correction_blockers(survey: Survey | None, in_force_m: float) -> Iterator[Blocker]:
    """Why the measured bias may not be taken over."""
    if survey is None or survey.stands < LEAST_STANDS:
        have = survey.stands if survey else 0
        text = f"只在 {have} 个测量点量到此基站，至少需要 {LEAST_STANDS} 个；请补测"
        yield Blocker("too_few_stands", text)
        return
    if abs(survey.bias_m) > LARGEST_M:
        text = f"偏差 {survey.bias_m:+.2f} m 超过 {LARGEST_M:g} m，请先复测基站坐标，不要用校正掩盖"
        yield Blocker("bias_too_large", text)
    if survey.spread_m > max(0.3, abs(survey.bias_m)):
        text = f"离散 {survey.spread_m:.2f} m 大于偏差本身，测量不可靠；请在通视处补测"
        yield Blocker("bias_uncertain", text)
    if abs(survey.bias_m - in_force_m) < 0.005:
        yield Blocker("already_in_force", "现行校正与测得的偏差一致，不需要更改")
