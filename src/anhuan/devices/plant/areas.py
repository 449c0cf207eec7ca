"""Areas of the works: what they are, their risk colour and how many people may be inside."""

from collections.abc import Iterator
from dataclasses import dataclass

from anhuan.kernel.geometry import Ring, inside_ring

ALL_FLOORS: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Area:
    """A piece of ground with a use. `floors` empty means every floor."""

    code: str
    name: str
    kind: str  # as plant.Area.Kind says
    risk: str  # red, orange, yellow, blue; empty where the four colours do not apply
    ring: Ring
    floors: tuple[int, ...] = ALL_FLOORS
    parent: str = ""
    min_people: int | None = None
    max_people: int | None = None
    has_major_hazard: bool = False
    people_gather: bool = False  # offices, control room, muster: crowding is what they are for
    needs_right: bool = False  # contractors and visitors need a right to be here
    radio: str = "uwb-twr"  # how tags are located here


def box(x1: float, y1: float, x2: float, y2: float) -> Ring:
    """A rectangle as an open ring, counter-clockwise, metres."""
    return [(x1, y1), (x2, y1), (x2, y2), (x1, y2)]


_PRODUCTION = (
    Area("SYN", "合成装置", "production", "orange", box(20, 166, 116, 272), max_people=30,
         needs_right=True, parent="HS"),
    Area("FRM", "合成框架", "production", "orange", box(38, 184, 78, 212), floors=(1, 2, 3, 4),
         max_people=16, needs_right=True, parent="SYN"),
    Area("CMP", "压缩机房", "production", "orange", box(90, 184, 112, 208), floors=(1,),
         max_people=6, needs_right=True, parent="SYN"),
    Area("DST", "精馏装置", "production", "yellow", box(144, 166, 262, 272), max_people=20,
         needs_right=True, parent="HS", radio="uwb-tdoa"),
    Area("TKF", "一号罐区", "tank_farm", "red", box(20, 30, 116, 126), max_people=6,
         has_major_hazard=True, needs_right=True, parent="HS"),
    Area("LDG", "装卸区", "loading", "orange", box(144, 84, 200, 128), max_people=9,
         needs_right=True, parent="HS"),
    Area("WHS", "甲类仓库", "warehouse", "orange", box(144, 28, 200, 66), max_people=9,
         needs_right=True, parent="HS"),
    Area("UTL", "公用工程", "utility", "yellow", box(212, 84, 266, 128), max_people=12,
         parent="HS"),
    Area("STO", "储运操作室", "duty_room", "blue", box(212, 70, 232, 80), people_gather=True,
         parent="HS"),
    Area("FAB", "检修预制场", "duty_room", "blue", box(212, 28, 266, 66), max_people=40,
         people_gather=True, parent="HS"),
)  # fmt: skip

_FRONT = (
    Area("FNT", "厂前区", "office", "blue", box(284, 0, 400, 300), people_gather=True, parent="HS"),
    Area("CCR", "中控室", "control_room", "blue", box(296, 222, 344, 254), min_people=2,
         people_gather=True, parent="FNT"),
    Area("LAB", "化验楼", "duty_room", "yellow", box(296, 176, 344, 202), max_people=15,
         people_gather=True, parent="FNT", radio="ble-rssi"),
    Area("MCC", "变配电值班室", "duty_room", "yellow", box(360, 222, 384, 248), max_people=6,
         people_gather=True, parent="FNT"),
    Area("FIR", "气防站", "duty_room", "blue", box(356, 176, 384, 202), people_gather=True,
         parent="FNT"),
    Area("OFF", "办公楼", "office", "blue", box(300, 28, 372, 60), floors=(1, 2),
         people_gather=True, parent="FNT", radio="ble-rssi"),
    Area("CTN", "食堂", "office", "blue", box(300, 104, 336, 126), people_gather=True,
         parent="FNT"),
    Area("GT1", "东门门岗", "gate", "blue", box(382, 154, 398, 168), people_gather=True,
         parent="FNT"),
    Area("GT2", "物流门岗", "gate", "blue", box(282, 2, 292, 10), people_gather=True,
         parent="FNT"),
    Area("RSV", "预留用地", "other", "", box(290, 68, 376, 98), people_gather=True,
         parent="FNT"),
    Area("MP1", "一号集合点", "muster", "", box(352, 108, 376, 126), people_gather=True,
         parent="FNT"),
    Area("MP2", "二号集合点", "muster", "", box(290, 264, 316, 280), people_gather=True,
         parent="FNT"),
    Area("MP3", "三号集合点", "muster", "", box(296, 14, 322, 24), people_gather=True,
         parent="FNT"),
)  # fmt: skip

AREAS: tuple[Area, ...] = (
    Area("HS", "海晟化工厂区", "other", "", box(0, 0, 400, 300)),
    *_PRODUCTION,
    *_FRONT,
)

BY_CODE: dict[str, Area] = {area.code: area for area in AREAS}


def areas_at(x_m: float, y_m: float, floor: int) -> Iterator[Area]:
    """Every area that holds the point, in the order of the table (large before small)."""
    for area in AREAS:
        if (not area.floors or floor in area.floors) and inside_ring(x_m, y_m, area.ring):
            yield area


def innermost(x_m: float, y_m: float, floor: int) -> Area:
    """The smallest area that holds the point; the whole site when no other does."""
    found = list(areas_at(x_m, y_m, floor))
    return found[-1] if found else AREAS[0]
