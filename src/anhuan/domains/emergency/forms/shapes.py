"""A drawn danger area as it comes from the map: GeoJSON in degrees, a circle with its radius."""

import json
from typing import Any

from anhuan.domains.org.models import Company
from anhuan.domains.positioning.queries.fences import frame_of, metres_or_as_is
from anhuan.kernel.geometry import geometry_blockers

SHAPES = ("polygon", "rectangle", "circle")


def taken_apart(drawn: Any) -> tuple[Any, float | None]:
    """A Feature or a bare geometry as (geometry, radius in metres)."""
    radius = None
    if isinstance(drawn, dict) and drawn.get("type") == "Feature":
        properties, drawn = drawn.get("properties"), drawn.get("geometry")
        radius = properties.get("radius_m") if isinstance(properties, dict) else None
    is_number = isinstance(radius, int | float) and not isinstance(radius, bool)
    return drawn, float(radius) if is_number and radius is not None else None


def in_metres(drawn: Any, company: Company) -> tuple[Any, float | None]:
    """The same in plant metres; nonsense is handed on for the rules to name."""
    geometry, radius_m = taken_apart(drawn)
    if geometry is None or list(geometry_blockers(geometry)):
        return geometry, radius_m
    return metres_or_as_is(geometry, frame_of(company)), radius_m


def read_drawing(text: str) -> Any:
    """The hidden field's JSON; None when nothing was drawn, {} when it cannot be read."""
    if not text.strip():
        return None
    try:
        return json.loads(text)
    except ValueError:
        return {}
