"""What several omlox objects have in common."""

from typing import Any

from anhuan.domains.omlox.rules.places import ALSO_DEGREES, LOCAL
from anhuan.domains.omlox.rules.reading import Fields, pair
from anhuan.kernel.geometry import geometry_blockers

TYPES = ("uwb", "gps", "wifi", "rfid", "ibeacon", "virtual", "unknown")
READERS = ("rfid", "ibeacon")  # zones that are one place, not a coordinate system
TIMES = ("fence_timeout", "tolerance_timeout", "exit_delay")


def crs_of(fields: Fields, name: str = "crs") -> str:
    """'local' or degrees; "" when absent."""
    value = fields.text(name)
    if value and value != LOCAL and value not in ALSO_DEGREES:
        fields.wrong(name, f"{name} 支持 local、EPSG:4326 和 EPSG:4490")
    return value


def attributes_of(
    fields: Fields, texts: tuple[str, ...], numbers: tuple[str, ...], least: float = -1e9
) -> dict[str, Any]:
    """The texts and numbers (not below `least`) that are set, by name."""
    found: dict[str, Any] = {name: fields.text(name) for name in texts if fields.has(name)}
    return found | {n: fields.number(n, least, 1e9) for n in numbers if fields.has(n)}


def polygon_of(fields: Fields, name: str) -> dict[str, Any]:
    """A GeoJSON Polygon of number pairs; empty when it is none."""
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
