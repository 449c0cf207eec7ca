"""Zone: another system's coordinates, or a reader's place."""

from collections.abc import Iterator
from typing import Any

from anhuan.domains.omlox.rules.bodies.parts import READERS, attributes_of
from anhuan.domains.omlox.rules.reading import Fields, pair
from anhuan.kernel.errors import Blocker
from anhuan.kernel.geometry import Point

ZONE_TYPES = ("uwb", "wifi", *READERS)
ZONE_ATTRIBUTES = ("site", "building", "description", "address", "measurement_timestamp")


def read_zone(body: Any) -> dict[str, Any]:
    """A Zone as columns of ours. A reader needs its place, a coordinate system control points."""
    fields = Fields(body)
    kind = fields.choice("type", ZONE_TYPES, required=True)
    position, points = fields.point("position"), _control_points(fields)
    values: dict[str, Any] = {
        "type": kind,
        "name": fields.text("name", longest=200),
        "foreign_id": fields.text("foreign_id", longest=200),
        "position": list(position) if position else None,
        "radius_m": fields.number("radius", 0, 1e5),
        "control_points": points,
        "floor": fields.number("floor", -60, 200) or 0,
        "is_incomplete": fields.flag("incomplete_configuration"),
        "attributes": attributes_of(fields, ZONE_ATTRIBUTES, ("wgs84_height",)),
        "properties": fields.mapping("properties"),
    }
    if position and not _is_on_earth(position):
        fields.wrong("position", "position 应是经度和纬度")
    if kind and not fields.blockers:
        fields.blockers += _zone_blockers(kind, position, points, values["is_incomplete"])
    fields.done()
    return values


def _zone_blockers(
    kind: str, position: Point | None, points: list[list[float]], is_incomplete: bool
) -> Iterator[Blocker]:
    if kind in READERS and points:
        yield Blocker("zone_control_points", "读卡器或信标没有控制点，请去掉 ground_control_points")
    if is_incomplete:
        return
    if kind in READERS and position is None:
        yield Blocker("zone_position", "读卡器或信标要填 position")
    if kind not in READERS and len(points) < 4:
        yield Blocker("zone_control_points", "坐标系至少要两对控制点：[经度, 纬度], [x, y], …")


def _control_points(fields: Fields) -> list[list[float]]:
    """[lon, lat], [x, y], … in turn."""
    given = fields.body.get("ground_control_points") or []
    pairs = [pair(one) for one in given] if isinstance(given, list) else [None]
    if len(pairs) % 2 or len(pairs) > 200 or not all(pairs):
        fields.wrong("ground_control_points", "控制点应成对：[经度, 纬度], [x, y], …")
        return []
    points = [list(one) for one in pairs if one]
    if not all(_is_on_earth((lon, lat)) for lon, lat in points[::2]):
        fields.wrong("ground_control_points", "每对控制点的第一个应是经度和纬度")
    return points


def _is_on_earth(point: Point) -> bool:
    return abs(point[0]) <= 180 and abs(point[1]) <= 90
