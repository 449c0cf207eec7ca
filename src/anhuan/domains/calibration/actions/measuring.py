"""What a finished walk test takes from the record: errors of fixes, ranges of anchors."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from uuid import UUID

import numpy as np

from anhuan.domains.calibration.models import AnchorStand, Stand, WalkTest
from anhuan.domains.calibration.queries.fixes import track_of_tag
from anhuan.domains.calibration.queries.ranges import Ranges, fetch_ranges
from anhuan.domains.calibration.queries.rows import limits_of, settings_of
from anhuan.domains.calibration.rules import accuracy, anchors
from anhuan.domains.positioning.models import Anchor


def measure_fixes(walk: WalkTest, stands: Sequence[Stand]) -> int:
    """Fill and save errors and radii of every stand; answers how many fixes there were."""
    limits = limits_of(walk.company)
    settle = timedelta(seconds=settings_of(walk.company).settle_s)
    for one in stands:
        assert one.until is not None
        found = track_of_tag(walk.tag, one.since + settle, one.until)
        errors = accuracy.errors_of(found.x_cm / 100, found.y_cm / 100, (one.x_m, one.y_m))
        one.errors_m = np.round(errors, 3).tolist()
        one.r68_m = np.round(found.r68_cm / 100, 2).tolist()
        one.wrong_floor = int(np.sum(found.floor != one.floor))
        one.limit_m = accuracy.limit_for(one.is_key, one.risk, limits)
        one.save()
    return sum(len(one.errors_m) for one in stands)


def ranges_at(walk: WalkTest, stands: Iterable[Stand]) -> dict[UUID, Ranges]:
    """What anchors ranged at each stand that is over; without those nobody answered for."""
    found: dict[UUID, Ranges] = {}
    for stand in stands:
        if stand.until is None:
            continue
        got = fetch_ranges(walk.company.code, walk.tag.number, stand.since, stand.until)
        if got is None:
            break  # no engine: it will not be there for the next one either
        found[stand.pk] = got
    return found


def keep_ranges(walk: WalkTest, stands: Iterable[Stand], ranges: dict[UUID, Ranges]) -> bool:
    """Save them with the true distances; False when there was none at all."""
    known = {one.number: one for one in Anchor.objects.filter(company=walk.company)}
    rows = [
        AnchorStand(
            stand=stand, anchor=known[number], ranges_m=measured,
            distance_m=anchors.distance(_place(known[number]), _place(stand)),
        )
        for stand in stands for number, measured in ranges.get(stand.pk, {}).items()
        if number in known and measured
    ]  # fmt: skip
    AnchorStand.objects.bulk_create(rows)
    return bool(rows)


def _place(row: Anchor | Stand) -> tuple[float, float, float]:
    return row.x_m, row.y_m, row.z_m
