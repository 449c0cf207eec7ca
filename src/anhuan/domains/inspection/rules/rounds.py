"""Walking a round: which point is next, what is skipped, straying from the path, staying too long.

INS-031 to INS-036, INS-042, POS-062.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from math import dist, hypot

from anhuan.kernel.errors import Blocker

Place = tuple[float, float]  # metres


@dataclass(frozen=True, slots=True)
class Stop:
    """One point of a route in its place of the order; `stay`: at least so long there."""

    id: str
    name: str
    is_paused: bool = False
    stay: timedelta = timedelta(0)
    longest: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Visit:
    """When somebody came to a point, and when the last entry there was made."""

    arrived_at: datetime
    finished_at: datetime | None = None


def next_stop(route: Sequence[Stop], visits: Mapping[str, Visit]) -> Stop | None:
    """The first that is not finished and does not rest; None when the round is walked."""
    for stop in route:
        visit = visits.get(stop.id)
        if not stop.is_paused and (visit is None or visit.finished_at is None):
            return stop
    return None


def skipped(route: Sequence[Stop], visits: Mapping[str, Visit], here: str) -> list[Stop]:
    """What was passed over by coming to `here` now (INS-042)."""
    order = [stop.id for stop in route]
    if here not in order:
        return []
    return [
        stop for stop in route[: order.index(here)]
        if not stop.is_paused and (stop.id not in visits or not visits[stop.id].finished_at)
    ]  # fmt: skip


def sign_in_blockers(
    route: Sequence[Stop], visits: Mapping[str, Visit], here: str
) -> Iterator[Blocker]:
    """Why nobody may sign in at a point now: the order is part of the round (INS-032)."""
    known = {stop.id: stop for stop in route}
    if here not in known:
        yield Blocker("not_on_route", "此点位不在本次巡检路线上", "INS-032")
        return
    if known[here].is_paused:
        yield Blocker("point_paused", f"点位“{known[here].name}”已停检", "INS-034")
    passed = skipped(route, visits, here)
    if passed:
        names = "、".join(stop.name for stop in passed[:5])
        yield Blocker("order", f"请按路线顺序巡检，还没有检查：{names}", "INS-042")


def finish_blockers(stop: Stop, visit: Visit | None, now: datetime) -> Iterator[Blocker]:
    """Why a point cannot be finished yet (INS-035)."""
    if visit is None:
        yield Blocker("not_arrived", f"请先在点位“{stop.name}”签到", "INS-041")
        return
    left = stop.stay - (now - visit.arrived_at)
    if left > timedelta(0):
        text = f"点位“{stop.name}”至少停留 {stop.stay.total_seconds():.0f} 秒，"
        yield Blocker("too_short", f"{text}还差 {left.total_seconds():.0f} 秒", "INS-035")


def is_first_late(begins_at: datetime, within: timedelta | None, arrived_at: datetime) -> bool:
    """The first point was reached later after the task's begin than the route asks (INS-035)."""
    return within is not None and arrived_at - begins_at > within


def overstays(stop: Stop, visit: Visit, now: datetime) -> bool:
    """Longer at a point than it takes: somebody may need help, or sleeps."""
    until = visit.finished_at or now
    return stop.longest is not None and until - visit.arrived_at > stop.longest


def off_path_m(path: Sequence[Place], where: Place) -> float:
    """Metres from the nearest place of the drawn path; inf where none is drawn."""
    if len(path) == 1:
        return dist(path[0], where)
    legs = pairwise(path)
    return min((_to_leg(one, other, where) for one, other in legs), default=float("inf"))


def _to_leg(one: Place, other: Place, where: Place) -> float:
    along = (other[0] - one[0], other[1] - one[1])
    length_sq = along[0] ** 2 + along[1] ** 2
    if length_sq == 0:
        return dist(one, where)
    gone = (where[0] - one[0]) * along[0] + (where[1] - one[1]) * along[1]
    share = min(1.0, max(0.0, gone / length_sq))
    return hypot(one[0] + share * along[0] - where[0], one[1] + share * along[1] - where[1])
