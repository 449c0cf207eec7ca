"""Works that may not go on beside each other at the same time.

GB 30871-2022 4.7, 5.2.8, 5.2.9, 6.7, 7.6, 7.10, 8.2.8. Distances count as too near up to and
including the limit; spans of time are half-open, so one may begin when the other ends.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from anhuan.domains.permits.rules.kinds import Kind
from anhuan.domains.permits.rules.settings import Settings

PAINT_M, LIQUID_M, GAS_M, BLIND_M = 10.0, 15.0, 30.0, 30.0
DOUBLE_LAYER_ABOVE_M = 24.0  # crossing work in one line of fall (8.2.8)


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
    HEIGHT = "height"
    LIFTING = "lifting"

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
    Activity.HEIGHT: "高处",
    Activity.LIFTING: "吊装",
}


@dataclass(frozen=True, slots=True)
class Job:
    """A permit, or any announced activity, as far as its neighbours care."""

    id: str
    name: str  # as people know it: "DH-20261122-003 二级动火"
    kind: Kind | None  # None for an announced activity that needs no permit
    starts_at: datetime
    ends_at: datetime
    outline: tuple[tuple[float, float], ...]  # plant metres: one point, or the corners of an area
    z_m: tuple[float, float] | None = None  # lowest and highest height; None: unknown
    activities: frozenset[Activity] = field(default_factory=frozenset)  # besides the kind's own
    is_explosive_area: bool = False
    dike: str = ""  # id of the tank farm's dike the place lies in
    line: str = ""  # tag of the pipe, for blinds
    space: str = ""  # id of the confined space the work is in
    coordinator: str = ""  # who leads crossing work


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two jobs that do not go together. The same pair gives the same conflict in both orders."""

    code: str
    first: str  # ids, in ascending order
    second: str
    text: str
    clause: str
    blocks: bool  # False: may go on with a coordinator and a joint analysis (4.7)


def conflicts_of(job: Job, others: Iterable[Job], settings: Settings) -> list[Conflict]:
    """Everything that stands against `job` among `others`, blocking ones first."""
    raise NotImplementedError


def conflicts_between(one: Job, other: Job, settings: Settings) -> Iterator[Conflict]:
    """What stands between two jobs; nothing unless their times overlap. Symmetric."""
    raise NotImplementedError
