"""Classes of vehicle, parking places and routes; the last two are drawn on the map."""

import json
from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms

from anhuan.desk.forms import ModelForm
from anhuan.desk.lists import Filter
from anhuan.domains.positioning.queries.fences import as_lonlat, metres_or_as_is
from anhuan.domains.vehicles.models import ParkingPlace, Route, VehicleClass
from anhuan.kernel.geo import Georeference


class ClassForm(ModelForm[VehicleClass]):
    """A class of vehicle and its limits."""

    groups: ClassVar[Sequence[Any]] = (
        ("车型", ("name", "is_hazmat", "speed_limit_kmh")),
        ("停车", ("parks_in_places_only", "stop_after_s")),
    )

    class Meta:
        model = VehicleClass
        fields = (
            "name", "is_hazmat", "speed_limit_kmh", "parks_in_places_only", "stop_after_s",
        )  # fmt: skip


class DrawnForm(ModelForm[Any]):
    """A form whose `geometry` the map island fills: GeoJSON in degrees, kept in plant metres."""

    geometry = forms.CharField(label="图形", required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, frame: Georeference, **kwargs: Any) -> None:
        self.frame = frame
        super().__init__(*args, **kwargs)
        if not self.instance._state.adding:
            self.initial["geometry"] = json.dumps(self.drawn_before())

    def drawn_before(self) -> dict[str, Any]:
        """What is drawn now, as the island takes it."""
        drawn = as_lonlat(self.instance.geometry, self.frame)
        radius = getattr(self.instance, "half_width_m", None)
        return {"type": "Feature", "geometry": drawn, "properties": {"radius_m": radius}}

    def clean_geometry(self) -> Any:
        """In plant metres; what is no shape is left for the rules to name."""
        try:
            drawn = json.loads(self.cleaned_data.get("geometry") or "null")
        except ValueError:
            self.add_error(None, "图形数据无法读取，请重新绘制")
            return None
        said = drawn.get("geometry") if isinstance(drawn, dict) and "geometry" in drawn else drawn
        if isinstance(said, dict):
            said = {key: said.get(key) for key in ("type", "coordinates")}
        return metres_or_as_is(said, self.frame)


class ParkingForm(DrawnForm):
    """A parking place."""

    class Meta:
        model = ParkingPlace
        fields = ("name", "capacity", "longest_min", "classes", "geometry")
        widgets: ClassVar[dict[str, Any]] = {"classes": forms.CheckboxSelectMultiple}


class RouteForm(DrawnForm):
    """A route."""

    class Meta:
        model = Route
        fields = ("name", "half_width_m", "geometry")


CLASS_FILTERS = (Filter("hazmat", "危化品运输车", kind="bool", apply="is_hazmat"),)
NAME_SEARCH = ("name",)
