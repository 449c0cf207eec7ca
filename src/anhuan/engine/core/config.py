"""What the engine must know of the plant, as plain values.

Outside the engine everything is named by UUID or device number; inside, by its position in the
tuples below (dense integers). Lengths are metres in plant coordinates: x east, y north, z up.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from anhuan.engine.core.tuning import TUNING, Tuning


class Kind(IntEnum):
    """Whom a tag stands for. The order is the column order of every head count."""

    STAFF = 0
    CONTRACTOR = 1
    VISITOR = 2
    VEHICLE = 3


PEOPLE = frozenset({Kind.STAFF, Kind.CONTRACTOR, Kind.VISITOR})


class Tech(IntEnum):
    """How an observation was measured; decides its model and its noise."""

    TWR = 0
    TDOA = 1
    RSSI = 2
    AZIMUTH = 3  # of a tag, as an anchor's antenna array sees it
    ELEVATION = 4
    PROXIMITY = 5  # heard by a zone reader, no more


@dataclass(frozen=True, slots=True)
class Anchor:
    """A fixed base station, beacon, locator or zone reader.

    An angle-measuring one looks along `heading_deg`, counter-clockwise from the plant's x axis;
    azimuths count counter-clockwise from there, elevations upwards from the horizontal.
    """

    number: str
    x: float
    y: float
    z: float
    floor: int = 1
    area: UUID | None = None
    rssi_at_1m_dbm: float = -59.0
    heading_deg: float = 0.0
    angle_sd_deg: float = 5.0  # of one azimuth or elevation
    reach_m: float = 3.0  # of a zone reader
    bias_m: float = 0.0  # its two-way ranges are so much too long, as calibration has found
    range_age_ms: int | None = None  # of its two-way ranges when stamped; None: the settings'


@dataclass(frozen=True, slots=True)
class Tag:
    """A positioning card or vehicle unit, and who carries it."""

    id: UUID
    number: str
    kind: Kind = Kind.STAFF
    person: UUID | None = None
    speed_limit_kmh: float | None = None  # of its class of vehicle, wherever it is


@dataclass(frozen=True, slots=True)
class Polygon:
    """Rings of (x, y) in metres, not repeated at the end; holes are outside.

    `margin_m` around the rings belongs to it too.
    """

    outer: tuple[tuple[float, float], ...]
    holes: tuple[tuple[tuple[float, float], ...], ...] = ()
    margin_m: float = 0.0


@dataclass(frozen=True, slots=True)
class Circle:
    x: float
    y: float
    radius_m: float


@dataclass(frozen=True, slots=True)
class Corridor:
    """Everything within `half_width_m` of a line."""

    points: tuple[tuple[float, float], ...]
    half_width_m: float


Shape = Polygon | Circle | Corridor


@dataclass(frozen=True, slots=True)
class Job:
    """Who belongs to the work that goes on in a zone, as tags. Nobody else may be there."""

    guardians: frozenset[UUID] = frozenset()
    workers: frozenset[UUID] = frozenset()
    admitted: frozenset[UUID] = frozenset()  # may come by: whoever approves or inspects

    @property
    def everyone(self) -> frozenset[UUID]:
        """All who may be there."""
        return self.guardians | self.workers | self.admitted


@dataclass(frozen=True, slots=True)
class Zone:
    """A part of the plant with rules. It is the union of its shapes.

    `floors` None means every floor; `z_min_m`/`z_max_m` bound the tag's height above plant zero.
    `active` is the calendar's answer (evaluated by the caller): an inactive zone still counts and
    records visits, but its rules are silent. A tag enters when it is `enter_depth_m` deep and
    leaves when it is `leave_distance_m` outside (None: the settings'): noise between the two does
    nothing.
    """

    id: UUID
    shapes: tuple[Shape, ...]
    floors: frozenset[int] | None = None
    z_min_m: float | None = None
    z_max_m: float | None = None
    active: bool = True
    judges_gatherings: bool = True  # False: people in here make no gathering (office, muster point)
    over_limit: int | None = None
    under_limit: int | None = None
    counted: frozenset[Kind] = PEOPLE
    may_enter: frozenset[UUID] | None = None  # tags; None: anyone
    must_stay: frozenset[UUID] = frozenset()  # tags that have to be inside
    max_stay_s: float | None = None
    still_after_s: float | None = None
    enter_depth_m: float = 0.0
    leave_distance_m: float | None = None
    speed_limit_kmh: float | None = None  # for vehicles
    approach_m: float | None = None  # people without right are warned so far outside
    job: Job | None = None  # work under guard
    barred: frozenset[UUID] = frozenset()  # tags that may not be in here, though others may
    about: frozenset[UUID] = frozenset()  # whose stay is limited, whose way it is; empty: all
    is_way: bool = False  # of a round: who has come onto it leaves it only at its end
    keeps_tags: bool = False  # the plant itself: no tag goes out of it
    near_of: UUID | None = None  # made by the engine: the surroundings of that zone
    exempt: frozenset[UUID] = frozenset()  # tags that `near_of` does not warn


@dataclass(frozen=True, slots=True)
class Area(Zone):
    """A named place of the plant: head counts are shown by area, a tag has one smallest area."""


@dataclass(frozen=True, slots=True)
class Fence(Zone):
    """An electronic fence drawn for its rules only."""


@dataclass(frozen=True, slots=True)
class Parking:
    """Where vehicles may stand, and for how long; None: for ever."""

    id: UUID
    shapes: tuple[Shape, ...]
    name: str
    longest_s: float | None = None


@dataclass(frozen=True, slots=True)
class Haul:
    """Where one vehicle may drive and stand. No roads: anywhere; stop_after_s None: anywhere."""

    tag: UUID
    roads: tuple[Shape, ...] = ()
    parking: tuple[Parking, ...] = ()
    stop_after_s: float | None = None


@dataclass(frozen=True, slots=True)
class CrowdingSettings:
    """AQ 3064.3-2025 3.4, 5.2.3: within 15 m for over 1 min; 3 yellow, 4-6 orange, 7 red."""

    radius_m: float = 15.0
    longer_than_ms: int = 60_000
    yellow_at: int = 3
    orange_at: int = 4
    red_at: int = 7
    grade_steady_ms: int = 3_000  # a passer-by must not change the colour
    gone_after_ms: int = 5_000  # apart this long: dispersed
    kinds: frozenset[Kind] = PEOPLE


@dataclass(frozen=True, slots=True)
class Settings:
    """One fixed set for every plant; each number is a default an administrator may change."""

    tag_height_m: float = 1.0
    floor_z_m: tuple[tuple[int, float], ...] = ((1, 0.0),)  # floor, height of its slab
    step_ms: int = 200
    settle_ms: int = 100  # how long a step waits for reports still on their way
    grace_ms: int = 10_000  # after the first fix since a start, nobody is called missing
    unheard_grace_ms: int = 120_000  # the same while nothing at all is heard
    # what may come in
    range_max_m: float = 250.0
    place_max_m: float = 20_000.0  # from the plant's origin
    clock_ahead_ms: int = 5_000
    clock_behind_ms: int = 7_200_000
    late_ms: int = 500  # older than the tag's last fix by more: recorded, not tracked
    rows_per_tag_second: int = 200  # more is a flood
    # radio
    path_loss_exponent: float = 2.2
    range_age_ms: int = 0  # how old a two-way range is when its gateway stamps it
    tuning: Tuning = TUNING  # noise of the radios and of walking, gates
    # tags
    max_speed_mps: tuple[float, float, float, float] = (4.0, 4.0, 4.0, 20.0)  # by Kind
    stale_after_ms: int = 10_000
    lost_after_ms: int = 60_000
    forget_after_ms: int = 600_000
    # zones
    leave_distance_m: float = 0.5
    leave_after_ms: int = 2_000
    over_at_limit: bool = True  # True: count >= limit (AQ 3064.3 A.5); False: count > limit
    count_on_after_ms: int = 1_000
    count_off_after_ms: int = 2_000
    arrive_within_ms: int = 60_000  # a guardian who never came is missing from then on
    near_after_ms: int = 2_000  # passing by is no approach
    speeding_after_ms: int = 2_000
    slower_after_ms: int = 5_000
    off_route_after_ms: int = 5_000
    on_route_after_ms: int = 3_000
    # going through a zone between two fixes
    pass_within_ms: int = 3_000  # further apart in time is an outage, not a way
    pass_r68_m: float = 3.0  # fixes less certain than that prove no crossing
    crowding: CrowdingSettings = field(default_factory=CrowdingSettings)


@dataclass(frozen=True, slots=True)
class Wall:
    """A straight wall nobody walks through; floor None: on every floor."""

    x1: float
    y1: float
    x2: float
    y2: float
    floor: int | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """A staircase or lift: where one gets from one of its floors to another."""

    x: float
    y: float
    radius_m: float
    floors: frozenset[int]


@dataclass(frozen=True, slots=True)
class Storeys:
    """The box around a structure and its floors above or below the ground."""

    x1: float
    y1: float
    x2: float
    y2: float
    floors: frozenset[int]


@dataclass(frozen=True, slots=True)
class RadioSurvey:
    """How a radio map is made of walks (`radio.radio_map_of`)."""

    step_m: float = 0.5
    margin_m: float = 1.0  # around what was walked
    least_noise_db: float = 5.0  # of a single level
    least_field_db: float = 3.0  # the field around the distance trend varies at least so much
    alike_within_m: float = 2.0  # and is alike so near
    least_levels: int = 20  # of an anchor, to be in the map
    least_exponent: float = 1.0


@dataclass(frozen=True, slots=True, eq=False)
class RadioMap:
    """Levels to be expected on one floor, by cell: the fingerprints of the anchors named.

    level_dbm and doubt_db (anchors, nx, ny): mean, and how far it may be off. noise_db: of a single
    level around that. Cell (0, 0) has its
    middle at (x_m, y_m).
    """

    floor: int
    x_m: float
    y_m: float
    step_m: float
    anchors: tuple[str, ...]
    noise_db: float
    level_dbm: NDArray[np.float64]
    doubt_db: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Config:
    """The whole configuration; replace it by `Pipeline.reconfigure`."""

    anchors: tuple[Anchor, ...] = ()
    tags: tuple[Tag, ...] = ()
    areas: tuple[Area, ...] = ()
    fences: tuple[Fence, ...] = ()
    hauls: tuple[Haul, ...] = ()
    settings: Settings = field(default_factory=Settings)
    walls: tuple[Wall, ...] = ()
    passages: tuple[Passage, ...] = ()
    storeys: tuple[Storeys, ...] = ()
    radio_maps: tuple[RadioMap, ...] = ()

    @property
    def zones(self) -> tuple[Zone, ...]:
        """Areas first, then fences: the dense zone numbers inside the engine."""
        return (*self.areas, *self.fences)
