"""Fences as GeoJSON in degrees, out and in: properties carry the columns of the sheet by key."""

import json
from typing import Any

from anhuan.desk.sheets import (
    BadCell,
    CellError,
    Sheet,
    SheetColumn,
    SheetRow,
    SheetSpec,
    cell_value,
    read_sheet,
)
from anhuan.domains.org.models import Account
from anhuan.domains.org.queries import company_of
from anhuan.domains.positioning.forms.fence_sheets import NUMBERS
from anhuan.domains.positioning.queries import fences as queries
from anhuan.kernel.geo import Georeference
from anhuan.kernel.geometry import geometry_blockers

FEATURES_MAX = 2000
DRAWN = ("shape", "corners")  # a feature has its own geometry


def as_geojson(account: Account) -> dict[str, Any]:
    """Every fence in the lists, as the import takes them back."""
    frame = queries.frame_of(company_of(account))
    rows = queries.visible_fences(account).order_by("name")
    return {"type": "FeatureCollection", "features": [_feature(one, frame) for one in rows]}


def _feature(fence: Any, frame: Georeference) -> dict[str, Any]:
    geometry, radius_m = queries.shape_of(fence)
    numbers = {column.key: getattr(fence, column.key) for column in NUMBERS}
    properties = {
        "name": fence.name, "purpose": fence.purpose,
        "area": fence.area.name if fence.area else None, "radius_m": radius_m,
        "floors": fence.floors, **numbers,
    }  # fmt: skip
    return {
        "type": "Feature",
        "id": str(fence.pk),
        "geometry": queries.as_lonlat(geometry, frame),
        "properties": {key: value for key, value in properties.items() if value is not None},
    }


def read_fences(spec: SheetSpec, content: bytes, frame: Georeference) -> Sheet:
    """GeoJSON when it looks like it, else Excel. A feature counts as a row."""
    if not content.lstrip().startswith((b"{", b"[")):
        return read_sheet(spec, content)
    sheet = Sheet()
    features = _features(content, sheet)
    for number, feature in enumerate(features, start=1):
        sheet.rows.append(SheetRow(number, _values(spec, number, feature, frame, sheet)))
    return sheet


def _features(content: bytes, sheet: Sheet) -> list[Any]:
    try:
        said = json.loads(content)
    except ValueError:
        sheet.errors.append(CellError(0, "", "GeoJSON 无法读取，请检查文件是否完整"))
        return []
    found = said.get("features") if isinstance(said, dict) else None
    if not isinstance(found, list) or not found:
        sheet.errors.append(CellError(0, "", "文件应是 FeatureCollection，且至少有一个 Feature"))
        return []
    if len(found) > FEATURES_MAX:
        sheet.errors.append(CellError(0, "", f"超过 {FEATURES_MAX} 个 Feature，请分批导入"))
        return []
    return found


def _values(
    spec: SheetSpec, number: int, feature: Any, frame: Georeference, sheet: Sheet
) -> dict[str, Any]:
    """The feature by column key; what is wrong goes to the sheet's errors."""
    whole = feature if isinstance(feature, dict) else {}
    properties = whole.get("properties")
    given = properties if isinstance(properties, dict) else {}
    values: dict[str, Any] = {}
    for column in spec.columns:
        if column.key in DRAWN:
            continue
        try:
            values[column.key] = cell_value(column, _raw(column, given.get(column.key)))
        except BadCell as bad:
            sheet.errors.append(CellError(number, column.label, str(bad)))
    return values | _geometry(number, whole.get("geometry"), frame, sheet)


def _raw(column: SheetColumn, said: Any) -> Any:
    """As a sheet would say it: codes as words, lists as text."""
    if said is None:
        return ""
    if isinstance(said, list):
        return ", ".join(map(str, said))
    words = {str(value): word for word, value in (column.choices or {}).items()}
    return words.get(str(said), said)


def _geometry(number: int, said: Any, frame: Georeference, sheet: Sheet) -> dict[str, Any]:
    if said is None:
        return {}
    wrong = list(geometry_blockers(said))
    sheet.errors += [CellError(number, "图形", one.text) for one in wrong]
    return {} if wrong else {"geometry": queries.as_metres(said, frame)}
