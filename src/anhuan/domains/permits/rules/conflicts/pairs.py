"""What stands between two jobs. GB 30871-2022 4.7, 5.2.8, 5.2.9, 6.7, 7.6, 7.10, 8.2.8.

A distance counts as too near up to and including the limit of the standard, in any direction;
paint and solvents besides at any height above and below (5.2.9). Every rule is symmetric.
"""

from collections.abc import Iterable, Iterator

from anhuan.domains.permits.rules.conflicts.jobs import (
    Activity,
    Conflict,
    Gap,
    Job,
    gap_between,
    overlap_in_time,
)
from anhuan.domains.permits.rules.settings import Settings

SLACK_M = 1e-6
PAINT_M, DUST_M, LIQUID_M, GAS_M, BLIND_M = 10.0, 10.0, 15.0, 30.0, 30.0
DOUBLE_LAYER_ABOVE_M = 24.0
_HOT = Activity.HOT_WORK
_BESIDE_FIRE: tuple[tuple[Activity, float], ...] = (
    (Activity.PAINTING, PAINT_M),
    (Activity.SOLVENT_CLEANING, PAINT_M),
    (Activity.DUST_SWEEPING, DUST_M),
    (Activity.LIQUID_VENTING, LIQUID_M),
    (Activity.GAS_VENTING, GAS_M),
)
_ANY_HEIGHT = (Activity.PAINTING, Activity.SOLVENT_CLEANING)
_IN_DIKE = (Activity.DRAINING, Activity.SAMPLING)
_FOULS_SPACE = (Activity.PAINTING, Activity.SOLVENT_CLEANING, Activity.GAS_VENTING)


def conflicts_of(job: Job, others: Iterable[Job], settings: Settings) -> list[Conflict]:
    """Everything that stands against `job` among `others`, blocking ones first."""
    found = [
        conflict
        for other in others
        if other.id != job.id
        for conflict in conflicts_between(job, other, settings)
    ]
    return sorted(found, key=lambda one: (not one.blocks, one.code, one.first, one.second))


def conflicts_between(one: Job, other: Job, settings: Settings) -> Iterator[Conflict]:
    """What stands between two jobs; nothing unless their times overlap. Symmetric."""
    if one.id == other.id or not overlap_in_time(one, other):
        return
    first, second = sorted((one, other), key=lambda job: job.id)
    gap = gap_between(first, second)
    found = [
        *_beside_fire(first, second, gap),
        *_in_one_dike(first, second),
        *_blinds(first, second, gap, settings),
        *_in_one_space(first, second),
    ]
    yield from found
    if not found:
        yield from _crossing(first, second, gap)


def _pairs(first: Job, second: Job, activity: Activity, with_: Activity) -> bool:
    """Whether one of the two does `activity` while the other does `with_`."""
    return (activity in first.does and with_ in second.does) or (
        with_ in first.does and activity in second.does
    )


def _beside_fire(first: Job, second: Job, gap: Gap) -> Iterator[Conflict]:
    for activity, limit_m in _BESIDE_FIRE:
        near_m = gap.flat_m if activity in _ANY_HEIGHT else gap.direct_m
        if _pairs(first, second, _HOT, activity) and near_m <= limit_m + SLACK_M:
            reach = "范围内及上下方" if activity in _ANY_HEIGHT else "内"
            why = f"动火点 {limit_m:g} m {reach}不能同时{activity.label}（相距 {near_m:.1f} m）"
            yield _conflict(f"hot_{activity}", first, second, why, "GB 30871-2022 5.2.9")


def _in_one_dike(first: Job, second: Job) -> Iterator[Conflict]:
    if not first.dike or first.dike != second.dike:
        return
    for activity in _IN_DIKE:
        if _pairs(first, second, _HOT, activity):
            why = f"同一防火堤内动火时不能{activity.label}"
            yield _conflict(f"dike_{activity}", first, second, why, "GB 30871-2022 5.2.8")


def _blinds(first: Job, second: Job, gap: Gap, settings: Settings) -> Iterator[Conflict]:
    explosive = first.is_explosive_area or second.is_explosive_area
    everywhere = settings.blinds_clear_of_hot_work_everywhere
    near = gap.direct_m <= BLIND_M + SLACK_M and (explosive or everywhere)
    if near and _pairs(first, second, Activity.BLIND, _HOT):
        why = f"盲板抽堵点 30 m 内不能动火（相距 {gap.direct_m:.1f} m）"
        yield _conflict("blind_hot_work", first, second, why, "GB 30871-2022 7.6")
    same_line = bool(first.line) and first.line == second.line
    if same_line and _pairs(first, second, Activity.BLIND, Activity.BLIND):
        why = f"同一管道 {first.line} 不能同时有两处盲板抽堵"
        yield _conflict("blind_same_line", first, second, why, "GB 30871-2022 7.10")


def _in_one_space(first: Job, second: Job) -> Iterator[Conflict]:
    if not first.space or first.space != second.space:
        return
    for activity in _FOULS_SPACE:
        if _pairs(first, second, _HOT, activity):
            why = f"同一受限空间内有动火，不能安排{activity.label}"
            yield _conflict(f"space_{activity}", first, second, why, "GB 30871-2022 6.7")


def _crossing(first: Job, second: Job, gap: Gap) -> Iterator[Conflict]:
    """Over each other or in the same place: allowed with a coordinator and a joint analysis."""
    if gap.flat_m > SLACK_M or (first.work and first.work == second.work):
        return
    why, clause = "同一地点同时作业，属交叉作业，须指定专人统一协调", "GB 30871-2022 4.7"
    if gap.up_m > 0:
        layers = "双层" if gap.up_m > DOUBLE_LAYER_ABOVE_M else ""
        why = f"上下垂直交叉作业，高差 {gap.up_m:.1f} m，中间须设{layers}防护层并指定专人协调"
        clause = "GB 30871-2022 8.2.8"
    led = bool(first.coordinator) and first.coordinator == second.coordinator
    code = "crossing_vertical" if gap.up_m > 0 else "crossing"
    yield _conflict(code, first, second, why, clause, blocks=not led)


def _conflict(
    code: str, first: Job, second: Job, why: str, clause: str, *, blocks: bool = True
) -> Conflict:
    text = f"{first.name}与{second.name}：{why}"
    return Conflict(code, first.id, second.id, text, clause, blocks)
