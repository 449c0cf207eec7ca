"""omlox objects that clients send, read strictly into what we keep of them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from anhuan.domains.omlox.rules.locating import expression_problem
from anhuan.domains.omlox.rules.places import ALSO_DEGREES, LOCAL
from anhuan.domains.omlox.rules.reading import Fields, is_number, pair
from anhuan.kernel import clock
from anhuan.kernel.errors import Blocker, Refused, refuse, refuse_if_any
from anhuan.kernel.geometry import Point, geometry_blockers

TYPES = ("uwb", "gps", "wifi", "rfid", "ibeacon", "virtual", "unknown")
READERS = ("rfid", "ibeacon")  # zones that are one place, not a coordinate system
ZONE_TYPES = ("uwb", "wifi", *READERS)
NEAR_TYPES = (*READERS, "virtual", "unknown")
ZONE_ATTRIBUTES = ("site", "building", "description", "address", "measurement_timestamp")
TIMES = ("fence_timeout", "tolerance_timeout", "exit_delay")
MOST_AT_ONCE = 5000
LONGEST_NUMBER = 32  # of a tag, as our ledger has it


@dataclass(frozen=True, slots=True)
class Reported:
    """A position, or the nearness to a reader, as a client reported it."""

    provider_id: str
    source: str
    at: datetime | None
    position: Point | None = None  # None: near the reader `source`
    crs: str = LOCAL
    accuracy_m: float | None = None
    floor: float | None = None
    body: dict[str, Any] = field(default_factory=dict)


def read_location(body: Any) -> Reported:
    """A Location. Its crs is 'local' unless it says otherwise (omlox Hub 2.0, Location.crs)."""
    fields = Fields(body)
    fields.choice("provider_type", TYPES, required=True)
    found = Reported(
        fields.text("provider_id", required=True),
        fields.text("source", required=True),
        _moment(fields),
        fields.point("position", required=True),
        crs_of(fields) or LOCAL,
        fields.number("accuracy", 0, 1e5),
        fields.number("floor", -60, 200),
        fields.body,
    )
    fields.mapping("properties")
    fields.done()
    return found


def read_proximity(body: Any) -> Reported:
    """A Proximity: `source` is the reader that saw the provider."""
    fields = Fields(body)
    fields.choice("provider_type", NEAR_TYPES, required=True)
    provider, source = (
        fields.text("provider_id", required=True),
        fields.text("source", required=True),
    )
    found = Reported(
        provider, source, _moment(fields), accuracy_m=fields.number("accuracy", 0, 1e5),
        body=fields.body,
    )  # fmt: skip
    fields.done()
    return found


def read_many(body: Any, read: Callable[[Any], Reported]) -> list[Reported]:
    """A list of them; every reason names its place in the list."""
    if not isinstance(body, list) or len(body) > MOST_AT_ONCE:
        raise refuse("bad_body", f"应是列表，一次最多 {MOST_AT_ONCE} 条")
    found: list[Reported] = []
    wrong: list[Blocker] = []
    for number, one in enumerate(body, start=1):
        try:
            found.append(read(one))
        except Refused as refused:
            wrong += [Blocker(b.code, f"第 {number} 条：{b.text}") for b in refused.blockers]
    refuse_if_any(wrong[:20])
    return found


def crs_of(fields: Fields, name: str = "crs") -> str:
    """'local' or degrees; "" when absent."""
    value = fields.text(name)
    if value and value != LOCAL and value not in ALSO_DEGREES:
        fields.wrong(name, f"{name} 支持 local、EPSG:4326 和 EPSG:4490")
    return value


def _moment(fields: Fields) -> datetime | None:
    """When it was measured; sent, when that is not said."""
    found = [_time(fields, name) for name in ("timestamp_generated", "timestamp_sent")]
    return found[0] or found[1]


def _time(fields: Fields, name: str) -> datetime | None:
    text = fields.text(name)
    try:
        moment = datetime.fromisoformat(text) if text else None
        if moment and moment.tzinfo and clock.to_ms(moment) >= 0:
            return moment
    except (ValueError, OverflowError):
        moment = None
    if text:
        fields.wrong(name, f"{name} 应写成 2026-11-21T08:00:00.123Z")
    return None


def read_zone(body: Any) -> dict[str, Any]:
    """A Zone as columns of ours. A reader needs its place, a coordinate system control points."""
    fields = Fields(body)
    kind = fields.choice("type", ZONE_TYPES, required=True)
    position, points = fields.point("position"), _control_points(fields)
    values = {
        "type": kind,
        "name": fields.text("name", longest=200),
        "foreign_id": fields.text("foreign_id", longest=200),
        "position": list(position) if position else None,
        "radius_m": fields.number("radius", 0, 1e5),
        "control_points": points,
        "floor": fields.number("floor", -60, 200) or 0,
        "is_incomplete": fields.flag("incomplete_configuration"),
        "attributes": _attributes(fields, ZONE_ATTRIBUTES, ("wgs84_height",)),
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


def _attributes(
    fields: Fields, texts: tuple[str, ...], numbers: tuple[str, ...], least: float = -1e9
) -> dict[str, Any]:
    found: dict[str, Any] = {name: fields.text(name) for name in texts if fields.has(name)}
    return found | {n: fields.number(n, least, 1e9) for n in numbers if fields.has(n)}


def read_provider(body: Any) -> dict[str, Any]:
    """A LocationProvider: id, type, attributes (sensors included), properties."""
    fields = Fields(body)
    values = {
        "id": fields.text("id", required=True, longest=LONGEST_NUMBER).strip(),
        "type": fields.choice("type", TYPES, required=True),
        "attributes": _attributes(fields, ("name",), (*TIMES, "exit_tolerance"), -1),
        "properties": fields.mapping("properties"),
    }
    if fields.has("sensors"):
        values["attributes"]["sensors"] = fields.body["sensors"]
    fields.done()
    return values


def read_trackable(body: Any) -> dict[str, Any]:
    """A Trackable: name, providers, attributes (radius, geometry, locating rules …), properties."""
    fields = Fields(body)
    kind = fields.choice("type", ("omlox", "virtual"), required=True)
    numbers = (*TIMES, "exit_tolerance", "extrusion")
    values = {
        "name": fields.text("name", longest=50).strip(),
        "providers": fields.texts("location_providers")
        if fields.has("location_providers")
        else None,
        "attributes": _attributes(fields, (), numbers, -1) | {"type": kind},
        "properties": fields.mapping("properties"),
    }
    if fields.has("radius"):
        values["attributes"]["radius"] = fields.number("radius", 0, 1000)
    if fields.has("geometry"):
        values["attributes"]["geometry"] = _polygon(fields, "geometry")
    if fields.has("locating_rules"):
        values["attributes"]["locating_rules"] = _rules(fields)
    fields.done()
    return values


def _rules(fields: Fields) -> list[dict[str, Any]]:
    given = fields.body["locating_rules"]
    for one in given if isinstance(given, list) else [None]:
        if not isinstance(one, dict) or not is_number(one.get("priority")):
            fields.wrong("locating_rules", "每条定位规则要有 expression 和 priority")
        elif problem := expression_problem(one.get("expression")):
            fields.wrong("locating_rules", problem)
    return given if isinstance(given, list) else []


def read_fence(body: Any) -> dict[str, Any]:
    """A Fence: region in its own crs (degrees unless said), radius, floor, attributes."""
    fields = Fields(body)
    numbers = ("timeout", "tolerance_timeout", "exit_delay", "exit_tolerance", "extrusion")
    values = {
        "name": fields.text("name", longest=100).strip(),
        "region": _region(fields),
        "radius_m": fields.number("radius", 0, 1e5),
        "floor": fields.number("floor", -60, 200),
        "crs": crs_of(fields),
        "zone_id": fields.text("zone_id"),
        "foreign_id": fields.text("foreign_id", longest=200),
        "attributes": _attributes(fields, ("elevation_ref",), numbers, -1),
        "properties": fields.mapping("properties"),
    }
    fields.choice("elevation_ref", ("floor", "wgs84"))
    if values["crs"] == LOCAL and not values["zone_id"]:
        fields.wrong("zone_id", "crs 为 local 时要填 zone_id")
    fields.done()
    return values


def _region(fields: Fields) -> dict[str, Any]:
    region = fields.body.get("region")
    if isinstance(region, dict) and region.get("type") == "Point":
        found = fields.point("region")
        return {"type": "Point", "coordinates": list(found or (0, 0))}
    if region is None:
        fields.wrong("region", "缺少 region")
        return {}
    return _polygon(fields, "region")


def _polygon(fields: Fields, name: str) -> dict[str, Any]:
    shape = fields.body[name]
    rings = shape.get("coordinates") if isinstance(shape, dict) else None
    if not isinstance(rings, list) or shape.get("type") != "Polygon":
        fields.wrong(name, f"{name} 应是 GeoJSON 的 Polygon")
        return {}
    flat = [
        [pair(corner) for corner in ring] if isinstance(ring, list) else [None] for ring in rings
    ]
    if not all(all(ring) for ring in flat):
        fields.wrong(name, f"{name} 的坐标应是数对")
        return {}
    found = {"type": "Polygon", "coordinates": [[list(c) for c in ring if c] for ring in flat]}
    fields.blockers += geometry_blockers(found)
    return found
