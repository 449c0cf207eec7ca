"""What a finished walk test takes from the record: errors of fixes, ranges of anchors, levels."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from uuid import UUID

import numpy as np

from anhuan.domains.calibration.models import (
    AnchorStand,
    HeardLevels,
    Passing,
    Stand,
    WalkTest,
)
from anhuan.domains.calibration.queries.fixes import track_of_tag
from anhuan.domains.calibration.queries.ranges import Heard, fetch_heard
from anhuan.domains.calibration.queries.rows import limits_of, passings_of, settings_of, stands_of
from anhuan.domains.calibration.rules import accuracy, anchors, routes, statics
from anhuan.domains.positioning.models import Anchor
from anhuan.kernel import clock
from anhuan.kernel.chunks import Track

STOP_READ = timedelta(milliseconds=routes.READ_UNTIL_MS + 1)


def measure_fixes(walk: WalkTest, stands: Sequence[Stand]) -> int:
    """Fill and save errors and radii of every stand; answers how many fixes there were."""
    limits = limits_of(walk.company)
    settle = timedelta(seconds=settings_of(walk.company).settle_s)
    for one in stands:
        assert one.until is not None
        whole = track_of_tag(walk.tag, one.since, one.until)
        one.samples = statics.samples_of(whole.t_ms, clock.to_ms(one.since))
        settled = whole.t_ms >= clock.to_ms(one.since + settle)
        found = Track(*(column[settled] for column in whole))
        errors = accuracy.errors_of(found.x_cm / 100, found.y_cm / 100, (one.x_m, one.y_m))
        one.errors_m = np.round(errors, 3).tolist()
        one.r68_m = np.round(found.r68_cm / 100, 2).tolist()
        one.wrong_floor = int(np.sum(found.floor != one.floor))
        one.limit_m = accuracy.limit_for(one.is_key, one.risk, limits)
        one.save()
    return sum(len(one.errors_m) for one in stands)


def measure_way(walk: WalkTest, passings: Sequence[Passing]) -> int:
    """Fill and save errors at every stop and on every way; answers how many fixes there were."""
    limits = limits_of(walk.company)
    assert walk.route is not None
    pause = timedelta(seconds=walk.route.pause_s)
    for one in passings:
        one.limit_m = accuracy.moving_limit_for(one.is_key, limits)
        if pause:
            _measure_stop(walk, one)
    for one, following in pairwise(passings):
        _measure_leg(walk, one, following, pause)
    for one in passings:
        one.save()
    return sum(len(one.errors_m) + (one.error_m is not None) for one in passings)


def _measure_stop(walk: WalkTest, one: Passing) -> None:
    found = track_of_tag(walk.tag, one.at, one.at + STOP_READ)
    k = routes.stop_fix(found.t_ms, clock.to_ms(one.at))
    if k is not None:
        error = np.hypot(found.x_cm[k] / 100 - one.x_m, found.y_cm[k] / 100 - one.y_m)
        one.error_m, one.r68_m = round(float(error), 3), round(float(found.r68_cm[k]) / 100, 2)


def _measure_leg(walk: WalkTest, one: Passing, end: Passing, pause: timedelta) -> None:
    """Against where one was at that moment, walking evenly, and against the line itself."""
    if one.floor != end.floor:
        return
    left, here, there = one.at + pause, (one.x_m, one.y_m), (end.x_m, end.y_m)
    found: Track = track_of_tag(walk.tag, left, end.at)
    x_m, y_m = found.x_cm / 100, found.y_cm / 100
    true_x, true_y = routes.along(found.t_ms, clock.to_ms(left), clock.to_ms(end.at), here, there)
    one.errors_m = np.round(np.hypot(x_m - true_x, y_m - true_y), 3).tolist()
    one.off_m = np.round(routes.off_line(x_m, y_m, here, there), 3).tolist()
    one.leg_r68_m = np.round(found.r68_cm / 100, 2).tolist()


def heard_at(walk: WalkTest) -> dict[UUID, Heard]:
    """What was heard at each stand that is over, or on each way; without what nobody answered."""
    found: dict[UUID, Heard] = {}
    for pk, since, until in _spans(walk):
        got = fetch_heard(walk.company.code, walk.tag.number, since, until)
        if got is None:
            break  # no engine: it will not be there for the next one either
        found[pk] = got
    return found


def _spans(walk: WalkTest) -> Iterator[tuple[UUID, datetime, datetime]]:
    if walk.is_moving:
        for one, end in pairwise(passings_of(walk)):
            yield one.pk, one.at, end.at
        return
    for stand in stands_of(walk):
        if stand.until is not None:
            yield stand.pk, stand.since, stand.until


def keep_ranges(walk: WalkTest, stands: Iterable[Stand], heard: dict[UUID, Heard]) -> bool:
    """Save ranges with the true distances, and levels; False when there was no range at all."""
    known = _anchors(walk)
    rows = [
        AnchorStand(
            stand=stand, anchor=known[number], ranges_m=measured,
            distance_m=anchors.distance(_place(known[number]), _place(stand)),
        )
        for stand in stands if stand.pk in heard
        for number, measured in heard[stand.pk].ranges.items()
        if number in known and measured
    ]  # fmt: skip
    AnchorStand.objects.bulk_create(rows)
    return bool(rows)


def keep_levels(walk: WalkTest, heard: dict[UUID, Heard]) -> int:
    """Save levels by stand or way, for radio maps; answers how many."""
    known, where = _anchors(walk), "passing_id" if walk.is_moving else "stand_id"
    rows = [
        HeardLevels(
            **{where: pk}, anchor=known[number], t_ms=[t_ms for t_ms, _ in levels],
            level_dbm=[level for _, level in levels],
        )
        for pk, one in heard.items() for number, levels in one.levels.items()
        if number in known and levels
    ]  # fmt: skip
    HeardLevels.objects.bulk_create(rows)
    return sum(len(one.t_ms) for one in rows)


def _anchors(walk: WalkTest) -> dict[str, Anchor]:
    return {one.number: one for one in Anchor.objects.filter(company=walk.company)}


def _place(row: Anchor | Stand) -> tuple[float, float, float]:
    return row.x_m, row.y_m, row.z_m
