"""Site, areas, structures and major hazard sources."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from anhuan.desk.forms import Group, ModelForm
from anhuan.desk.lists import Filter
from anhuan.domains.plant.forms.drawing import FloorsField, GeometryField, LevelsField
from anhuan.domains.plant.models import Area, MajorHazardSource, Site, Structure
from anhuan.kernel.geo import Georeference


class SiteForm(ModelForm[Site]):
    """Where the plant is."""

    groups: ClassVar[Sequence[Group]] = (
        ("厂区", ("name", "time_zone")),
        ("位置与大小", ("origin_lon", "origin_lat", "rotation_deg", "width_m", "depth_m")),
    )
    units: ClassVar[Mapping[str, str]] = {
        "origin_lon": "°", "origin_lat": "°", "rotation_deg": "°", "width_m": "m", "depth_m": "m",
    }  # fmt: skip

    class Meta:
        model = Site
        fields = (
            "name", "time_zone", "origin_lon", "origin_lat", "rotation_deg", "width_m", "depth_m",
        )  # fmt: skip
        help_texts: ClassVar[dict[str, str]] = {
            "origin_lon": "厂区坐标原点（西南角）的经度，CGCS2000",
            "rotation_deg": "厂区 x 轴相对正东逆时针转过的角度",
        }


class AreaForm(ModelForm[Area]):
    """An area with its drawing."""

    geometry = GeometryField(label="范围", error_messages={"required": "请在地图上画出范围"})
    floors = FloorsField(label="楼层", required=False, help_text="例如 1, 2；空 = 所有楼层")
    groups: ClassVar[Sequence[Group]] = (
        ("区域", ("code", "name", "kind", "risk", "department", "floors")),
        ("人数", ("max_people", "min_people", "judges_gatherings")),
        ("防爆", ("is_explosive", "ex_zone")),
    )
    units: ClassVar[Mapping[str, str]] = {"max_people": "人", "min_people": "人"}

    class Meta:
        model = Area
        fields = (
            "code", "name", "kind", "risk", "department", "floors", "max_people", "min_people",
            "judges_gatherings", "is_explosive", "ex_zone", "geometry",
        )  # fmt: skip
        labels: ClassVar[dict[str, str]] = {"max_people": "限员", "min_people": "最少人数"}

    def __init__(self, *args: Any, place: Georeference, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _locate(self.fields["geometry"], place)


class StructureForm(ModelForm[Structure]):
    """A structure with its drawing."""

    geometry = GeometryField(label="范围", error_messages={"required": "请在地图上画出位置"})
    floors = LevelsField(
        label="楼层与标高",
        required=False,
        help_text="楼层=标高（m），例如 1=0, 2=4.5；没有楼层留空",
    )
    groups: ClassVar[Sequence[Group]] = (
        ("装置设施", ("code", "name", "kind", "area", "floors", "height_m")),
        ("介质", ("medium", "capacity")),
    )
    units: ClassVar[Mapping[str, str]] = {"height_m": "m"}

    class Meta:
        model = Structure
        fields = (
            "code", "name", "kind", "area", "floors", "height_m", "medium", "capacity", "geometry",
        )  # fmt: skip
        labels: ClassVar[dict[str, str]] = {"height_m": "高度"}

    def __init__(self, *args: Any, place: Georeference, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _locate(self.fields["geometry"], place)


class HazardSourceForm(ModelForm[MajorHazardSource]):
    """A major hazard source with its three responsible persons (包保责任人)."""

    groups: ClassVar[Sequence[Group]] = (
        ("重大危险源", ("code", "name", "level", "area", "r_value")),
        ("包保责任人", ("primary", "technical", "operational")),
    )

    class Meta:
        model = MajorHazardSource
        fields = (
            "code", "name", "level", "area", "r_value", "primary", "technical", "operational",
        )  # fmt: skip


AREA_FILTERS = (
    Filter("kind", "类别", choices=Area.Kind.choices),
    Filter("risk", "风险", choices=Area.Risk.choices),
    Filter("explosive", "爆炸危险", kind="bool", apply="is_explosive"),
)
STRUCTURE_FILTERS = (Filter("kind", "类别", choices=Structure.Kind.choices),)
SOURCE_FILTERS = (Filter("level", "级别", choices=MajorHazardSource.Level.choices),)


def _locate(field: Any, place: Georeference) -> None:
    field.place = place
