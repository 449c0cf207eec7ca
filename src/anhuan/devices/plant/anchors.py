"""The sixty anchors: where they hang and how far they hear."""

from collections.abc import Iterator
from dataclasses import dataclass

from anhuan.devices.plant.buildings import FRAME, OFFICE
from anhuan.kernel.geometry import Point


@dataclass(frozen=True, slots=True)
class Anchor:
    """One base station. Metres in the plant frame; `reach_m` is with nothing in between."""

    number: str  # the device number it speaks under
    name: str
    tech: str  # uwb or ble
    x_m: float
    y_m: float
    z_m: float
    floor: int
    area: str
    reach_m: float
    gateway: str


# area, gateway, tech, height above its floor, reach, places
_GROUND: tuple[tuple[str, str, str, float, float, tuple[Point, ...]], ...] = (
    ("SYN", "GW-05", "uwb", 7.0, 130, ((22, 168), (22, 270), (114, 270))),
    ("DST", "GW-06", "uwb", 7.0, 130, ((146, 168), (203, 168), (260, 168))),
    ("DST", "GW-07", "uwb", 7.0, 130, ((260, 222), (164, 270), (242, 270))),
    ("TKF", "GW-08", "uwb", 7.0, 130, ((22, 32), (114, 32))),
    ("TKF", "GW-09", "uwb", 7.0, 130, ((114, 124), (22, 124))),
    ("LDG", "GW-10", "uwb", 7.0, 130, ((146, 127), (198, 85))),
    ("WHS", "GW-11", "uwb", 5.0, 60, ((147, 31), (197, 47), (147, 63))),
    ("FAB", "GW-12", "uwb", 7.0, 130, ((214, 28), (264, 28))),
    ("UTL", "GW-13", "uwb", 7.0, 130, ((240, 127),)),
    ("CCR", "GW-14", "uwb", 3.0, 90, ((298, 224), (342, 224), (342, 252), (298, 252))),
    ("LAB", "GW-15", "ble", 3.0, 45, ((299, 179), (299, 199), (341, 199), (341, 179))),
    ("FNT", "GW-16", "uwb", 8.0, 150, ((386, 148), (352, 210), (372, 170), (384, 64), (288, 66))),
)  # fmt: skip
_FRAME_CORNERS: tuple[Point, ...] = ((41, 187), (75, 187), (75, 209), (41, 209))
_OFFICE_SPOTS: tuple[Point, ...] = ((304, 31), (368, 31), (304, 57), (368, 57), (336, 44))


def _ground() -> Iterator[tuple[str, str, str, Point, float, int, float]]:
    for area, gateway, tech, height, reach, places in _GROUND:
        for place in places:
            yield area, gateway, tech, place, height, 1, reach


def _storeys() -> Iterator[tuple[str, str, str, Point, float, int, float]]:
    for floor, z in enumerate(FRAME.floors_z_m, start=1):
        for place in _FRAME_CORNERS:
            yield "FRM", f"GW-{floor:02}", "uwb", place, z + 3.2, floor, 80
    for floor, z in enumerate(OFFICE.floors_z_m, start=1):
        for place in _OFFICE_SPOTS:
            yield "OFF", f"GW-{16 + floor:02}", "ble", place, z + 2.8, floor, 55


def _numbered() -> Iterator[Anchor]:
    rows = [*_storeys(), *_ground()]
    for count, (area, gateway, tech, (x, y), z, floor, reach) in enumerate(rows, start=1):
        number = f"A-{count:03}"
        yield Anchor(number, f"{number} 基站", tech, x, y, z, floor, area, reach, gateway)


ANCHORS: tuple[Anchor, ...] = tuple(_numbered())
GATEWAYS: tuple[str, ...] = tuple(f"GW-{number:02}" for number in range(1, 21))
RACK = "GW-20"  # the one that hears the card rack and the vehicles' boxes
