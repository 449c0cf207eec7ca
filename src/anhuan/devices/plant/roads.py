"""Roads and the pipe rack, as centre lines with a width in metres."""

from dataclasses import dataclass

from anhuan.kernel.geometry import Point


@dataclass(frozen=True, slots=True)
class Road:
    """A strip of ground, or a rack above it, along a line."""

    code: str
    name: str
    kind: str  # road, rack, wall
    line: tuple[Point, ...]
    width_m: float


ROADS: tuple[Road, ...] = (
    Road("RD-1", "纬一路", "road", ((8, 150), (400, 150)), 8),
    Road("RD-2", "经一路", "road", ((128, 12), (128, 288)), 8),
    Road("RD-3", "经二路", "road", ((278, 0), (278, 288)), 8),
    Road("RD-4", "南环路", "road", ((8, 12), (392, 12)), 6),
    Road("RD-5", "北环路", "road", ((8, 288), (392, 288)), 6),
    Road("RD-6", "西环路", "road", ((8, 12), (8, 288)), 6),
    Road("RD-7", "东环路", "road", ((392, 12), (392, 288)), 6),
    Road("PR-1", "主管廊", "rack", ((100, 140), (270, 140)), 6),
    Road("PR-2", "合成支管廊", "rack", ((121, 140), (121, 268)), 5),
    Road("PR-3", "罐区支管廊", "rack", ((121, 40), (121, 140)), 5),
)
