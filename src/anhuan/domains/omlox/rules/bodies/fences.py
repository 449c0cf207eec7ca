"""Fence: a region in its own coordinates."""

from typing import Any

from anhuan.domains.omlox.rules.bodies.parts import attributes_of, crs_of, polygon_of
from anhuan.domains.omlox.rules.places import LOCAL
from anhuan.domains.omlox.rules.reading import Fields


def read_fence(body: Any) -> dict[str, Any]:
    """A Fence: region in its own crs (degrees unless said), radius, floor, attributes."""
    fields = Fields(body)
    numbers = ("timeout", "tolerance_timeout", "exit_delay", "exit_tolerance", "extrusion")
    values: dict[str, Any] = {
        "name": fields.text("name", longest=100).strip(),
        "region": _region(fields),
        "radius_m": fields.number("radius", 0, 1e5),
        "floor": fields.number("floor", -60, 200),
        "crs": crs_of(fields),
        "zone_id": fields.text("zone_id"),
        "foreign_id": fields.text("foreign_id", longest=200),
        "attributes": attributes_of(fields, ("elevation_ref",), numbers, -1),
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
    return polygon_of(fields, "region")
