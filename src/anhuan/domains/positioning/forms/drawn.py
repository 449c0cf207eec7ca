"""What is drawn on the map and sent as GeoJSON in degrees, and kept in plant metres."""

import json
from typing import Any

from django import forms

from anhuan.desk.fields import HiddenTextarea
from anhuan.desk.forms import ModelForm
from anhuan.domains.positioning.queries import fences as queries
from anhuan.kernel.geo import Georeference


class DrawnForm(ModelForm[Any]):
    """A form whose `geometry` and `radius_m` an editor on the map fills."""

    geometry = forms.CharField(label="范围", required=False, widget=HiddenTextarea)

    def __init__(self, *args: Any, frame: Georeference, **kwargs: Any) -> None:
        self.frame = frame
        super().__init__(*args, **kwargs)
        adding = self.instance._state.adding
        drawn = self.initial.get("geometry") if adding else self.instance.geometry
        if isinstance(drawn, dict):
            radius = self.initial.get("radius_m")
            self.initial["geometry"] = json.dumps(as_feature(drawn, radius, frame))

    def clean_geometry(self) -> Any:
        """The drawn shape in plant metres; a circle's radius comes with it."""
        text = self.cleaned_data.get("geometry") or ""
        if not text.strip():
            return None
        try:
            drawn = json.loads(text)
        except ValueError:
            self.add_error(None, "图形数据无法读取，请重新绘制")
            return None
        geometry, radius = queries.taken_apart(drawn)
        self._drawn, self._radius = True, radius
        return queries.metres_or_as_is(geometry, self.frame)

    def clean(self) -> dict[str, Any]:
        """The drawing's radius wins over the hidden field."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        radius = getattr(self, "_radius", None)
        geometry = values.get("geometry")
        is_line = isinstance(geometry, dict) and geometry.get("type") == "LineString"
        if radius is not None or (is_line and getattr(self, "_drawn", False)):
            values["radius_m"] = radius  # a line without width is a tripwire
        return values


def as_feature(
    geometry: dict[str, Any], radius_m: float | None, frame: Georeference
) -> dict[str, Any]:
    """A shape in plant metres as the editor and the small map take it."""
    return {
        "type": "Feature",
        "geometry": queries.as_lonlat(geometry, frame),
        "properties": {"radius_m": radius_m},
    }
