"""What the map island writes: GeoJSON in degrees, kept in plant metres."""

import json
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from anhuan.kernel.geo import Georeference
from anhuan.kernel.geometry import geometry_blockers, map_coordinates


class GeometryField(forms.CharField):
    """A hidden text of GeoJSON (feature or geometry) in longitude and latitude.

    `place` is the site's georeference; the cleaned value is a geometry in plant metres, rounded
    to centimetres. A circle is a Point with `radius_m`.
    """

    widget = forms.HiddenInput
    place: Georeference

    def prepare_value(self, value: Any) -> Any:
        """Plant metres to the GeoJSON the island reads."""
        if not isinstance(value, dict):
            return value
        return json.dumps(map_coordinates(value, self.place.to_lonlat))

    def to_python(self, value: Any) -> Any:
        """The island's GeoJSON to plant metres."""
        text = super().to_python(value)
        if not text:
            return None
        try:
            return from_geojson(json.loads(text), self.place)
        except ValueError:
            raise ValidationError("图形不是 GeoJSON，请在地图上重新绘制") from None


def from_geojson(found: Any, place: Georeference) -> dict[str, Any]:
    """A feature or geometry in degrees as a geometry in plant metres. ValueError for nonsense."""
    said: Any = found if isinstance(found, dict) else {}
    properties = said.get("properties") or {}
    geometry = said.get("geometry") if said.get("type") == "Feature" else said
    if list(geometry_blockers(geometry)):
        raise ValueError("not a drawable geometry")
    assert isinstance(geometry, dict)
    kept = {key: geometry[key] for key in ("type", "coordinates")}
    placed: dict[str, Any] = map_coordinates(kept, lambda lon, lat: _tidy(place.to_plant(lon, lat)))
    radius = properties.get("radius_m") or geometry.get("radius_m")
    return placed | ({"radius_m": float(radius)} if isinstance(radius, int | float) else {})


def _tidy(point: tuple[float, float]) -> tuple[float, float]:
    return round(point[0], 2), round(point[1], 2)


class FloorsField(forms.CharField):
    """ "1, 2" as [1, 2]; empty means every floor."""

    def prepare_value(self, value: Any) -> Any:
        """A list back to text."""
        return ", ".join(map(str, value)) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        """Text to whole numbers."""
        return parse_floors(super().to_python(value) or "")


def parse_floors(text: str) -> list[int] | None:
    """ "1F、2F" or "1, 2" to [1, 2]."""
    words = text.replace("，", ",").replace("、", ",").upper().replace("F", "").split(",")
    try:
        floors = sorted({int(word) for word in words if word.strip()})
    except ValueError:
        raise ValidationError("楼层写作 1, 2, 3；空 = 所有楼层") from None
    if any(not -9 <= floor <= 99 for floor in floors):
        raise ValidationError("楼层应在 -9 到 99 之间")
    return floors or None


class LevelsField(forms.CharField):
    """Floors with their heights: "1=0, 2=4.5" as [{"floor": 1, "z_m": 0.0, "name": "1F"}, …]."""

    def prepare_value(self, value: Any) -> Any:
        """Back to text."""
        if not isinstance(value, list):
            return value
        return ", ".join(f"{one['floor']}={one.get('z_m', 0):g}" for one in value)

    def to_python(self, value: Any) -> Any:
        """Text to floors."""
        words = (super().to_python(value) or "").replace("，", ",").split(",")
        try:
            pairs = [word.split("=") for word in words if word.strip()]
            found = [(int(pair[0]), float(pair[1]) if pair[1:] else 0.0) for pair in pairs]
        except ValueError:
            raise ValidationError("写作 1=0, 2=4.5（楼层=标高，单位 m）") from None
        return [{"floor": n, "z_m": z, "name": f"{n}F"} for n, z in sorted(found)]
