"""Roll-call arithmetic: who is left, area by area, how long it took."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from anhuan.domains.emergency.rules.person import Stage


@dataclass(frozen=True, slots=True)
class Line:
    """One affected person in the roll."""

    stage: Stage
    silent: bool
    joined_at: datetime
    out_at: datetime | None = None
    safe_at: datetime | None = None
    area: UUID | None = None  # where the order found them
    muster: UUID | None = None


@dataclass(frozen=True, slots=True)
class Roll:
    """The big numbers. affected = inside + out + safe; left = inside + out ≥ silent."""

    affected: int
    inside: int
    out: int
    safe: int
    silent: int = 0

    @property
    def left(self) -> int:
        """Not yet accounted for."""
        return self.inside + self.out


@dataclass(frozen=True, slots=True)
class AreaRoll:
    """One area: empty after `clear_s` seconds, None while somebody is in it."""

    area: UUID | None
    affected: int
    inside: int
    clear_s: float | None


def roll_of(lines: Iterable[Line]) -> Roll:
    """Count."""
    rows = list(lines)
    stages = [row.stage for row in rows]
    inside, out, safe = (stages.count(s) for s in (Stage.INSIDE, Stage.OUT, Stage.SAFE))
    silent = sum(row.silent and row.stage is not Stage.SAFE for row in rows)
    return Roll(len(rows), inside, out, safe, silent)


def roll_of_stages(counts: Mapping[Stage, int]) -> Roll:
    """The same from people by stage; nobody is taken as silent."""
    inside, out, safe = (counts.get(one, 0) for one in (Stage.INSIDE, Stage.OUT, Stage.SAFE))
    return Roll(inside + out + safe, inside, out, safe)


def areas_of(lines: Iterable[Line], ordered_at: datetime) -> list[AreaRoll]:
    """By the area where the order found people; those still occupied first."""
    by_area: dict[UUID | None, list[Line]] = {}
    for line in lines:
        by_area.setdefault(line.area, []).append(line)
    found = [_area(area, rows, ordered_at) for area, rows in by_area.items()]
    return sorted(found, key=lambda one: (-one.inside, -one.affected))


def _area(area: UUID | None, rows: Sequence[Line], ordered_at: datetime) -> AreaRoll:
    inside = sum(row.stage is Stage.INSIDE for row in rows)
    return AreaRoll(area, len(rows), inside, emptied_s(rows, ordered_at))


def emptied_s(lines: Iterable[Line], ordered_at: datetime) -> float | None:
    """Seconds from the order until the last one was out; None while somebody is inside."""
    rows = list(lines)
    if any(row.stage is Stage.INSIDE for row in rows):
        return None
    return max((_after(row.out_at, ordered_at) for row in rows), default=0.0)


def accounted_s(lines: Iterable[Line], ordered_at: datetime) -> float | None:
    """Seconds from the order until the last one was accounted for; None while somebody is left."""
    rows = list(lines)
    if any(row.stage is not Stage.SAFE for row in rows):
        return None
    return max((_after(row.safe_at, ordered_at) for row in rows), default=0.0)


def _after(at: datetime | None, ordered_at: datetime) -> float:
    return max(0.0, (at - ordered_at).total_seconds()) if at else 0.0


def arrival_s(line: Line) -> float | None:
    """How long one person took, from when the order reached to them; None: never arrived."""
    if line.stage is not Stage.SAFE or line.safe_at is None:
        return None
    return max(0.0, (line.safe_at - line.joined_at).total_seconds())


def within_target(lines: Iterable[Line], target_s: int) -> int:
    """How many arrived in at most `target_s` seconds."""
    taken = [arrival_s(line) for line in lines]
    return sum(one is not None and one <= target_s for one in taken)


def percent(part: int, whole: int) -> int:
    """Rounded down, so that 100 % means everybody. Of nobody it is 100."""
    return 100 * part // whole if whole else 100


def curve(lines: Iterable[Line], ordered_at: datetime, until: datetime) -> list[tuple[float, int]]:
    """(seconds since the order, people left) at every change, from 0 to `until`."""
    rows = list(lines)
    changes = [(row.joined_at, 1) for row in rows]
    changes += [(row.safe_at, -1) for row in rows if row.stage is Stage.SAFE and row.safe_at]
    left, points = 0, []
    for at, change in sorted(changes, key=lambda one: (one[0], -one[1])):
        left += change
        points.append((max(0.0, (at - ordered_at).total_seconds()), left))
    end_s = max(0.0, (until - ordered_at) / timedelta(seconds=1))
    return _last_of_each([(0.0, 0), *points, (end_s, left)])


def _last_of_each(points: Sequence[tuple[float, int]]) -> list[tuple[float, int]]:
    """Of several changes in one moment the last."""
    return sorted(dict(points).items())
