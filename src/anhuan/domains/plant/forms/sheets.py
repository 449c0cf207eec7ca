"""Areas and structures from Excel and GeoJSON."""

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from anhuan.desk.forms import Form
from anhuan.desk.sheets import YES_NO, BadCell, SheetColumn, SheetSpec, parse_float, parse_int
from anhuan.domains.org.models import Company
from anhuan.domains.plant.forms.drawing import from_geojson, parse_floors
from anhuan.domains.plant.models import Area, Structure
from anhuan.kernel.geo import Georeference

FILE_LIMIT = 5 * 1024 * 1024


def area_sheet(company: Company) -> SheetSpec:
    """Columns of the area import. Corners are plant metres: "0,0; 40,0; 40,30"."""
    departments = {row.name: row for row in company.departments.filter(is_retired=False)}
    columns = (
        SheetColumn("code", "编码", True, example="A-01", help="同一编码再次导入即为更新"),
        SheetColumn("name", "名称", True, example="一号罐区"),
        SheetColumn("kind", "类别", True, choices=words(Area.Kind.choices), example="罐区"),
        SheetColumn("risk", "风险等级", True, choices=words(Area.Risk.choices)),
        SheetColumn("department", "责任部门", choices=departments),
        SheetColumn("floors", "楼层", parse=_floors, help="例如 1, 2；空 = 所有楼层"),
        SheetColumn("max_people", "限员", parse=parse_int, example="9"),
        SheetColumn("min_people", "最少人数", parse=parse_int),
        SheetColumn("is_explosive", "爆炸危险区域", choices=YES_NO),
        SheetColumn("ex_zone", "防爆分区"),
        SheetColumn(
            "geometry", "角点（厂区坐标 m）", parse=parse_corners, example="0,0; 40,0; 40,30; 0,30",
            help="x,y; x,y; …，至少三个；新建时必填",
        ),
    )  # fmt: skip
    return SheetSpec("区域", columns, note="按编码：没有的新建，已有的更新；空格不改动。")


def structure_sheet(company: Company) -> SheetSpec:
    """Columns of the structure import."""
    areas = {area.code: area for area in company.areas.filter(is_retired=False)}
    columns = (
        SheetColumn("code", "位号/编码", True, example="V-101"),
        SheetColumn("name", "名称", True, example="苯储罐"),
        SheetColumn("kind", "类别", True, choices=words(Structure.Kind.choices), example="储罐"),
        SheetColumn("area", "所在区域编码", choices=areas),
        SheetColumn("height_m", "高度", parse=parse_float),
        SheetColumn("medium", "介质", example="苯"),
        SheetColumn("capacity", "容量/规模", example="1000 m³"),
        SheetColumn(
            "geometry", "角点（厂区坐标 m）", parse=parse_corners, example="0,0; 10,0; 10,10; 0,10",
            help="x,y; x,y; …，至少三个；新建时必填",
        ),
    )  # fmt: skip
    return SheetSpec("装置设施", columns, note="按编码：没有的新建，已有的更新；空格不改动。")


def words(choices: Iterable[tuple[str, Any]]) -> Mapping[str, str]:
    """Labels to values."""
    return {str(label): value for value, label in choices}


def parse_corners(text: str) -> dict[str, Any]:
    """ "0,0; 40,0; 40,30" as a closed polygon in plant metres."""
    try:
        pairs = [pair.split(",") for pair in text.replace("；", ";").split(";") if pair.strip()]
        ring = [[float(x), float(y)] for x, y in pairs]
    except ValueError:
        raise BadCell("角点写作 0,0; 40,0; 40,30") from None
    if len(ring) < 3:
        raise BadCell("角点至少三个")
    return {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}


def corners(geometry: Mapping[str, Any]) -> str:
    """The inverse, for the export."""
    if geometry.get("type") != "Polygon":
        return ""
    return "; ".join(f"{x:g},{y:g}" for x, y, *_ in geometry["coordinates"][0][:-1])


def _floors(text: str) -> list[int] | None:
    try:
        return parse_floors(text)
    except ValidationError as error:
        raise BadCell(error.messages[0]) from None


class GeoJsonForm(Form):
    """A GeoJSON file of areas, in longitude and latitude."""

    file = forms.FileField(label="GeoJSON 文件", help_text="经纬度（CGCS2000 / WGS 84）")
    groups = (("文件", ("file",)),)
    wide = ("file",)

    def clean_file(self) -> list[dict[str, Any]]:
        """The features."""
        file = self.cleaned_data["file"]
        if file.size > FILE_LIMIT:
            raise ValidationError("文件超过 5 MB")
        try:
            found = json.loads(file.read().decode("utf-8-sig"))
        except ValueError:
            raise ValidationError("这不是 GeoJSON 文件") from None
        features = found.get("features") if isinstance(found, dict) else None
        if not isinstance(features, list) or not features:
            raise ValidationError("文件里没有图形（应为 FeatureCollection）")
        return [one for one in features if isinstance(one, dict)][:5000]


def area_values(feature: Mapping[str, Any], place: Georeference) -> dict[str, Any]:
    """An area from a feature: properties `code`, `name`, `kind`, `risk`, limits and floors."""
    said = feature.get("properties") or {}
    take: Callable[[str], Any] = lambda key: said.get(key)  # noqa: E731
    values = {key: take(key) for key in ("code", "name", "kind", "risk", "floors", "ex_zone")}
    numbers = {key: take(key) for key in ("max_people", "min_people")}
    values |= {key: n for key, n in numbers.items() if isinstance(n, int)}
    return values | {"geometry": from_geojson(feature, place)}
