"""Fixed hot-work areas: inside one hot work needs no permit. GB 30871-2022 5.5."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from shapely.geometry import Polygon

from anhuan.kernel.errors import Blocker

CLEAR_M = 30.0
_CLAUSE = "GB 30871-2022 5.5.2"
Ring = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class FixedArea:
    """What is known of one. `outline` in plant metres."""

    outline: Ring
    approved_on: date | None
    reviewed_on: date | None  # the latest hazard identification
    responsible: str = ""
    is_marked: bool = False
    is_downwind: bool = False  # of the rarest wind, or beside it
    is_indoors: bool = False
    has_fire_wall: bool = False
    is_in_process_area: bool = False
    has_gas_alarm: bool = False  # fixed, with light and sound
    has_detector: bool = False  # of those the plant has registered: its values are heard here


def area_blockers(
    area: FixedArea, hazards: Iterable[tuple[str, Ring]], *, knows_detectors: bool = False
) -> Iterator[Blocker]:
    """Every reason against setting an area up. `hazards`: name and outline of each explosive
    building, store, tank farm, unit, well, drain and water seal. `knows_detectors`: fixed gas
    detectors of the plant speak to us, so the one of this place has to be named."""
    mine = Polygon(area.outline)
    for name, outline in hazards:
        away_m = mine.distance(Polygon(outline))
        if away_m < CLEAR_M - 1e-6:
            text = f"距{name} {away_m:.1f} m，不应小于 30 m"
            yield Blocker("too_near", text, f"{_CLAUSE} c)")
    yield from _condition_blockers(area)
    if area.is_in_process_area and knows_detectors and not area.has_detector:
        text = "装置区内的固定动火区应关联区内在用的联网可燃气体探测器"
        yield Blocker("no_detector", text, f"{_CLAUSE} e)")


def _condition_blockers(area: FixedArea) -> Iterator[Blocker]:
    owed = (
        (area.is_marked, "unmarked", "未设明显标志", "GB 30871-2022 5.5.1"),
        (area.is_downwind, "upwind", "应在全年最小频率风向的下风或侧风方向", f"{_CLAUSE} b)"),
        (area.has_fire_wall or not area.is_indoors, "no_fire_wall",
         "室内固定动火区应以实体防火墙隔开，门窗外开", f"{_CLAUSE} d)"),
        (area.has_gas_alarm or not area.is_in_process_area, "no_gas_alarm",
         "装置区内的固定动火区应设声光可燃气体报警器", f"{_CLAUSE} e)"),
        (bool(area.responsible.strip()), "nobody_responsible", "未明确防火责任人", f"{_CLAUSE} f)"),
    )  # fmt: skip
    for is_so, code, text, clause in owed:
        if not is_so:
            yield Blocker(code, text, clause)


def review_due(area: FixedArea) -> date | None:
    """The last day its identification of hazards holds: a year later, None if never made."""
    made = area.reviewed_on
    if made is None:
        return None
    is_leap_day = (made.month, made.day) == (2, 29)
    return made.replace(year=made.year + 1, day=28 if is_leap_day else made.day)


def exempts(area: FixedArea, on: date) -> bool:
    """Whether hot work inside needs no permit on that day: approved, and looked at in the last
    twelve months. An overdue area stops exempting."""
    due = review_due(area)
    return area.approved_on is not None and area.approved_on <= on and due is not None and on <= due
