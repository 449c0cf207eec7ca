"""Whether somebody really was at the point: by what was touched, and where the person was seen.

INS-039 to INS-043, POS-062. A QR code can be photographed and an NFC tag carried home: where the
positioning system has seen the person elsewhere at that moment, the scan does not count.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from math import dist

from anhuan.kernel.errors import Blocker


class Method(StrEnum):
    """How the arrival was shown."""

    NFC = "nfc"
    BEACON = "beacon"
    POSITION = "position"
    QR = "qr"
    TYPED = "typed"  # the code by hand, where a label is unreadable


WEIGHT = {
    Method.NFC: 3, Method.BEACON: 3, Method.POSITION: 2, Method.QR: 1, Method.TYPED: 1,
}  # fmt: skip
BACKED = 2  # added where the positioning system saw the person at the point


@dataclass(frozen=True, slots=True)
class Limits:
    """The plant's own figures."""

    within_m: float = 10.0
    seen_within: timedelta = timedelta(seconds=60)
    least_weight: int = 1


@dataclass(frozen=True, slots=True)
class Seen:
    """A position of the person; r68_m: within this of the truth, two times of three."""

    at: datetime
    x_m: float
    y_m: float
    floor: int
    r68_m: float


@dataclass(frozen=True, slots=True)
class Point:
    """Where the check is to be done; floor 0: any. Without a place positions say nothing."""

    code: str
    x_m: float | None = None
    y_m: float | None = None
    floor: int = 0


@dataclass(frozen=True, slots=True)
class Arrival:
    """What the phone says: how, when, and the code it read."""

    method: Method
    at: datetime
    code: str = ""


@dataclass(frozen=True, slots=True)
class Weighed:
    """How much the arrival is worth; away_m: how far off the person was seen, None: not seen."""

    weight: int
    away_m: float | None


def away_m(point: Point, seen: Seen) -> float | None:
    """Metres between the two, beyond the position's doubt (2 r68); inf on another floor."""
    if point.x_m is None or point.y_m is None:
        return None
    if point.floor and seen.floor and point.floor != seen.floor:
        return float("inf")
    return max(0.0, dist((point.x_m, point.y_m), (seen.x_m, seen.y_m)) - 2 * seen.r68_m)


def weigh(arrival: Arrival, point: Point, seen: Seen | None, limits: Limits) -> Weighed:
    """An old position backs nothing and speaks against nothing."""
    is_fresh = seen is not None and abs(seen.at - arrival.at) <= limits.seen_within
    away = away_m(point, seen) if seen and is_fresh else None
    if away is None:
        return Weighed(0 if arrival.method is Method.POSITION else WEIGHT[arrival.method], None)
    is_near = away <= limits.within_m
    backed = BACKED if is_near and arrival.method is not Method.POSITION else 0
    return Weighed(WEIGHT[arrival.method] + backed if is_near else 0, away)


def arrival_blockers(
    arrival: Arrival, point: Point, seen: Seen | None, limits: Limits
) -> Iterator[Blocker]:
    """Why nothing may be entered here yet (INS-041)."""
    if arrival.method is not Method.POSITION and arrival.code != point.code:
        yield Blocker("other_point", "扫到的不是本点位的标签，请核对点位", "INS-039")
    weighed = weigh(arrival, point, seen, limits)
    if weighed.away_m is not None and weighed.away_m > limits.within_m:
        yield Blocker("seen_elsewhere", _elsewhere(weighed.away_m), "INS-040")
    elif weighed.weight == 0:
        yield Blocker("not_seen", "没有收到您的定位，请扫描点位标签签到", "INS-041")
    elif weighed.weight < limits.least_weight:
        yield Blocker("arrival_weak", "此点位不能只用二维码签到，请使用 NFC 或蓝牙标签", "INS-039")


def _elsewhere(away: float) -> str:
    if away == float("inf"):
        return "定位显示您在另一楼层，请到点位现场签到"
    return f"定位显示您离点位 {away:.0f} 米，请到点位现场签到"
