"""The six vehicles: two indoor ones heard by anchors, four on the roads with GNSS.

Three of the four have a terminal that speaks JT/T 808; its number is `phone`.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Vehicle:
    """A vehicle with its own tag or GNSS box."""

    number: str
    name: str
    kind: str  # forklift, patrol, tanker, rescue
    plate: str  # fictional
    tag: str
    is_gnss: bool
    routine: str
    speed_mps: float
    phone: str = ""
    is_2019: bool = False
    is_shifted: bool = False  # its places are GCJ-02


VEHICLES: tuple[Vehicle, ...] = (
    Vehicle("VH-01", "1 号防爆叉车", "forklift", "厂内 01", "T-V001", False, "forklift", 2.2),
    Vehicle("VH-02", "2 号防爆叉车", "forklift", "厂内 02", "T-V002", False, "forklift", 2.0),
    Vehicle("VH-03", "巡逻车", "patrol", "厂内 03", "T-V003", True, "patrol", 4.0,
            "13705460003"),
    Vehicle("VH-04", "甲醇槽车 A", "tanker", "鲁Z·0004挂", "T-V004", True, "tanker", 3.5,
            "13705460004", is_2019=True, is_shifted=True),
    Vehicle("VH-05", "甲苯槽车 B", "tanker", "鲁Z·0005挂", "T-V005", True, "tanker", 3.5,
            "13705460005"),
    Vehicle("VH-06", "气防抢险车", "rescue", "厂内 06", "T-V006", True, "rescue", 4.0),
)  # fmt: skip
