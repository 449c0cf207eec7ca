"""Walls, slabs and vessels: what people walk around and radio does not pass unharmed."""

from dataclasses import dataclass
from math import cos, pi, sin

from anhuan.devices.plant.areas import box
from anhuan.kernel.geometry import Ring


@dataclass(frozen=True, slots=True)
class Building:
    """A house or an open frame with storeys. Heights in metres above ground."""

    code: str
    name: str
    ring: Ring
    floors_z_m: tuple[float, ...]  # height of each storey's floor, storey 1 first
    top_m: float
    has_walls: bool = True

    def floor_at(self, z_m: float) -> int:
        """The storey a height belongs to, ground = 1; half-way up the stairs counts as above."""
        storey = 1
        for number in range(2, len(self.floors_z_m) + 1):
            below, here = self.floors_z_m[number - 2 : number]
            if z_m > (below + here) / 2:
                storey = number
        return storey


@dataclass(frozen=True, slots=True)
class Vessel:
    """A tank, column or drum standing on the ground: a steel cylinder."""

    code: str
    name: str
    kind: str  # tank, column, drum, reactor
    x_m: float
    y_m: float
    radius_m: float
    top_m: float
    medium: str
    capacity_m3: float
    area: str

    def ring(self, sides: int = 8) -> Ring:
        """The cylinder as a regular polygon."""
        turns = (2 * pi * (side + 0.5) / sides for side in range(sides))
        return [
            (self.x_m + self.radius_m * cos(turn), self.y_m + self.radius_m * sin(turn))
            for turn in turns
        ]


FRAME = Building(
    "FRM", "合成框架", box(40, 186, 76, 210), (0.0, 6.0, 12.0, 18.0), 24.0, has_walls=False
)
OFFICE = Building("OFF", "办公楼", box(300, 28, 372, 60), (0.0, 4.0), 8.5)

BUILDINGS: tuple[Building, ...] = (
    FRAME,
    Building("CMP", "压缩机房", box(90, 184, 112, 208), (0.0,), 9.0),
    Building("WHS", "甲类仓库", box(144, 28, 200, 66), (0.0,), 8.0),
    Building("UTL", "空压站", box(218, 96, 246, 112), (0.0,), 6.0),
    Building("CCR", "中控室", box(296, 222, 344, 254), (0.0,), 6.0),
    Building("LAB", "化验楼", box(296, 176, 344, 202), (0.0,), 5.0),
    Building("MCC", "变配电室", box(360, 222, 384, 248), (0.0,), 6.0),
    Building("FIR", "气防站", box(356, 176, 384, 202), (0.0,), 6.0),
    Building("STO", "储运操作室", box(212, 70, 232, 80), (0.0,), 4.0),
    OFFICE,
    Building("CTN", "食堂", box(300, 104, 336, 126), (0.0,), 5.0),
    Building("GT1", "东门门岗", box(386, 157, 396, 166), (0.0,), 3.5),
    Building("GT2", "物流门岗", box(284, 3, 290, 9), (0.0,), 3.5),
)

VESSELS: tuple[Vessel, ...] = (
    Vessel("V-1101", "甲醇储罐 A", "tank", 45, 56, 9.0, 12.5, "甲醇", 3000, "TKF"),
    Vessel("V-1102", "甲醇储罐 B", "tank", 91, 56, 9.0, 12.5, "甲醇", 3000, "TKF"),
    Vessel("V-1103", "甲苯储罐", "tank", 45, 100, 9.0, 12.5, "甲苯", 3000, "TKF"),
    Vessel("V-1104", "醋酸乙烯储罐", "tank", 91, 100, 9.0, 12.5, "醋酸乙烯", 3000, "TKF"),
    Vessel("R-101", "合成反应器 A", "reactor", 50, 193, 1.8, 16.0, "合成气", 60, "SYN"),
    Vessel("R-102", "合成反应器 B", "reactor", 66, 193, 1.8, 16.0, "合成气", 60, "SYN"),
    Vessel("V-121", "粗品缓冲罐", "drum", 44, 240, 4.0, 8.0, "粗甲醇", 300, "SYN"),
    Vessel("V-122", "闪蒸罐", "drum", 64, 240, 4.0, 8.0, "粗甲醇", 300, "SYN"),
    Vessel("V-123", "循环气分液罐", "drum", 100, 240, 4.0, 8.0, "合成气", 200, "SYN"),
    Vessel("T-201", "预精馏塔", "column", 168, 242, 2.0, 38.0, "粗甲醇", 420, "DST"),
    Vessel("T-202", "加压塔", "column", 186, 242, 2.2, 42.0, "甲醇", 560, "DST"),
    Vessel("T-203", "常压塔", "column", 220, 242, 2.2, 42.0, "甲醇", 560, "DST"),
    Vessel("T-204", "回收塔", "column", 238, 242, 1.8, 32.0, "杂醇", 300, "DST"),
    Vessel("V-201", "回流罐 A", "drum", 177, 200, 3.0, 6.0, "甲醇", 120, "DST"),
    Vessel("V-202", "回流罐 B", "drum", 229, 200, 3.0, 6.0, "甲醇", 120, "DST"),
)

BUND: Ring = box(30, 42, 106, 114)  # 防火堤 of the tank farm

STOREYS: dict[str, Building] = {b.code: b for b in BUILDINGS if len(b.floors_z_m) > 1}
