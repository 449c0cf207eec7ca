"""A job as its neighbours see it, and how near two of them are."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from math import hypot

from shapely.geometry import LineString, Point, Polygon
from shapely.geometry.base import BaseGeometry

from anhuan.domains.permits.rules.facts import Flag
from anhuan.domains.permits.rules.kinds import Kind


class Activity(StrEnum):
    """What a job does that another may not stand beside. A permit's kind implies some."""

    HOT_WORK = "hot_work"
    PAINTING = "painting"
    SOLVENT_CLEANING = "solvent_cleaning"
    DUST_SWEEPING = "dust_sweeping"
    LIQUID_VENTING = "liquid_venting"
    GAS_VENTING = "gas_venting"
    DRAINING = "draining"
    SAMPLING = "sampling"
    BLIND = "blind"

    @property
    def label(self) -> str:
        """The activity in Chinese."""
        return ACTIVITY_LABELS[self]


ACTIVITY_LABELS: dict[Activity, str] = {
    Activity.HOT_WORK: "动火",
    Activity.PAINTING: "喷漆、涂刷",
    Activity.SOLVENT_CLEANING: "可燃溶剂清洗",
    Activity.DUST_SWEEPING: "可燃性粉尘清扫",
    Activity.LIQUID_VENTING: "可燃液体排放",
    Activity.GAS_VENTING: "可燃气体排放",
    Activity.DRAINING: "切水",
    Activity.SAMPLING: "取样",
    Activity.BLIND: "盲板抽堵",
}
_IMPLIED: dict[Kind | None, frozenset[Activity]] = {
    Kind.HOT_WORK: frozenset({Activity.HOT_WORK}),
    Kind.BLIND_PLATE: frozenset({Activity.BLIND}),
    Kind.WATER_DRAINING: frozenset({Activity.DRAINING}),
}


def activities_of(flags: Iterable[Flag]) -> frozenset[Activity]:
    """What a job's own answers say it does; the flags bear the names of the activities."""
    known = {activity.value for activity in Activity}
    return frozenset(Activity(flag.value) for flag in flags if flag.value in known)


@dataclass(frozen=True, slots=True)
class Job:
    """A permit, or any announced activity, as far as its neighbours care."""

    id: str
    name: str  # as people know it: "DH-20261122-003 二级动火"
    kind: Kind | None  # None for an announced activity that needs no permit
    starts_at: datetime
    ends_at: datetime
    outline: tuple[
        tuple[float, float], ...
    ]  # plant metres: one point, a line, or an area's corners
    z_m: tuple[float, float] | None = None  # lowest and highest height; None: unknown
    activities: frozenset[Activity] = field(default_factory=frozenset)  # besides the kind's own
    is_explosive_area: bool = False
    dike: str = ""  # id of the tank farm's dike the place lies in
    line: str = ""  # tag of the pipe, for blinds
    space: str = ""  # id of the confined space the work is in
    coordinator: str = ""  # who leads crossing work
    work: str = ""  # id of the one job several linked permits are for; they do not cross

    @property
    def does(self) -> frozenset[Activity]:
        """Everything it does: declared, and what its kind implies."""
        return self.activities | _IMPLIED.get(self.kind, frozenset())


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two jobs that do not go together. The same pair gives the same conflict in both orders."""

    code: str
    first: str  # ids, in ascending order
    second: str
    text: str
    clause: str
    blocks: bool = True  # False: may go on with a coordinator and a joint analysis (4.7)


@dataclass(frozen=True, slots=True)
class Gap:
    """How far two jobs are apart. `up_m` is 0 where heights overlap or are unknown."""

    flat_m: float
    up_m: float

    @property
    def direct_m(self) -> float:
        """The straight line between them, in any direction."""
        return hypot(self.flat_m, self.up_m)


def overlap_in_time(one: Job, other: Job) -> bool:
    """Half-open spans: one may begin at the moment the other ends."""
    return one.starts_at < other.ends_at and other.starts_at < one.ends_at


def gap_between(one: Job, other: Job) -> Gap:
    """The nearest points of both places. Unknown heights count as the same height."""
    flat_m = float(_shape(one.outline).distance(_shape(other.outline)))
    if one.z_m is None or other.z_m is None:
        return Gap(flat_m, 0.0)
    up_m = max(one.z_m[0], other.z_m[0]) - min(one.z_m[1], other.z_m[1])
    return Gap(flat_m, max(0.0, up_m))


@lru_cache(maxsize=4096)
def _shape(outline: tuple[tuple[float, float], ...]) -> BaseGeometry:
    if len(outline) == 1:
        return Point(outline[0])
    return LineString(outline) if len(outline) == 2 else Polygon(outline)
