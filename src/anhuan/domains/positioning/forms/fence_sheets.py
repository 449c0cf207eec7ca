"""Fences out of Excel and GeoJSON: the columns, and what one row or feature does."""

from collections.abc import Iterator, Sequence
from typing import Any

from anhuan.desk.sheets import BadCell, SheetColumn, SheetSpec, parse_float, parse_int
from anhuan.domains.org.models import Account, Company
from anhuan.domains.org.queries import company_of
from anhuan.domains.plant.models import Area
from anhuan.domains.positioning import actions
from anhuan.domains.positioning.models import Fence
from anhuan.domains.positioning.queries import fences as queries
from anhuan.kernel.errors import refuse

SHAPES = {"多边形": "Polygon", "圆": "Point", "线": "LineString"}
# Plain columns an import may set; who may enter and when is set on the page.
NUMBERS = (
    SheetColumn("max_people", "最多人数", parse=parse_int),
    SheetColumn("min_people", "最少人数", parse=parse_int),
    SheetColumn("limit_s", "时长（s）", parse=parse_int, help="静止、逗留围栏"),
    SheetColumn("speed_limit_kmh", "限速（km/h）", parse=parse_float),
    SheetColumn("approach_m", "接近提醒（m）", parse=parse_float),
    SheetColumn("buffer_m", "缓冲带（m）", parse=parse_float),
    SheetColumn("z_min_m", "高度下限（m）", parse=parse_float),
    SheetColumn("z_max_m", "高度上限（m）", parse=parse_float),
)
NOTE = "名称已有的改为新版本，没有的新建并启用。GeoJSON 按经纬度，属性名用“导出 GeoJSON”中的。"


def fence_sheet(company: Company) -> SheetSpec:
    """The columns; a fence is where its area is, or where its corners are."""
    areas = Area.objects.filter(company=company, is_retired=False).order_by("code")
    columns = (
        SheetColumn("name", "名称", required=True, example="一号罐区禁入"),
        SheetColumn("purpose", "用途", required=True, example="限员",
                    choices={label: value for value, label in Fence.Purpose.choices}),
        SheetColumn("area", "区域", choices={area.name: area for area in areas}),
        SheetColumn("shape", "图形", choices=SHAPES, example="多边形"),
        SheetColumn("corners", "坐标", parse=parse_corners, example="0,0; 20,0; 20,10; 0,10",
                    help="厂区坐标（m）：x,y; x,y；选了区域则不填"),
        SheetColumn("radius_m", "半径/缓冲（m）", parse=parse_float, help="圆必填"),
        SheetColumn("floors", "楼层", parse=parse_floors, help="例如 1, 2；空 = 所有楼层"),
        *NUMBERS,
    )  # fmt: skip
    return SheetSpec("电子围栏", columns, NOTE, also="GeoJSON")


def apply_fence(account: Account, values: dict[str, Any]) -> str:
    """Draw one fence, or change the one of that name into its next version."""
    company = company_of(account)
    fields = {key: value for key, value in values.items() if value is not None}
    fields = _placed(fields)
    found = list(queries.visible_fences(account).filter(name=fields["name"])[:2])
    if len(found) > 1:
        raise refuse("fence_name_twice", f"有两个围栏都叫“{fields['name']}”，请先改名")
    fence = found[0] if found else None
    before = fence.version if fence else 0
    saved = actions.save_fence(account, company, fence, **fields)
    if fence is None:
        return "created"
    return "unchanged" if saved.version == before else "updated"


def _placed(fields: dict[str, Any]) -> dict[str, Any]:
    """Where: the area, else the drawn shape, else as it was."""
    kind, corners = fields.pop("shape", None), fields.pop("corners", None)
    if fields.get("area"):
        return {k: v for k, v in fields.items() if k not in ("geometry", "radius_m")}
    if corners:
        fields["geometry"] = shape_of_corners(kind or "Polygon", corners)
    return fields | {"area": None} if fields.get("geometry") else fields


def shape_of_corners(kind: str, corners: Sequence[tuple[float, float]]) -> dict[str, Any]:
    """GeoJSON in plant metres; an open ring is closed."""
    points = [list(corner) for corner in corners]
    if kind == "Point":
        return {"type": kind, "coordinates": points[0]}
    if kind == "LineString":
        return {"type": kind, "coordinates": points}
    ring = points if points[0] == points[-1] else [*points, points[0]]
    return {"type": "Polygon", "coordinates": [ring]}


def parse_corners(text: str) -> list[tuple[float, float]]:
    """ "0,0; 20,0; 20,10" as points; BadCell otherwise."""
    pairs = [part.replace("，", ",").split(",") for part in text.replace("；", ";").split(";")]
    if any(len(pair) != 2 for pair in pairs if pair != [""]):
        raise BadCell("坐标写作 x,y; x,y，例如 0,0; 20,0; 20,10")
    return [(parse_float(x.strip()), parse_float(y.strip())) for x, y in filter(_said, pairs)]


def _said(pair: list[str]) -> bool:
    return any(part.strip() for part in pair)


def parse_floors(text: str) -> list[int]:
    """ "1, 2F" as [1, 2]; BadCell otherwise."""
    words = text.upper().replace("，", ",").replace("F", "").strip("[]").split(",")
    try:
        return sorted({int(word) for word in words if word.strip()})
    except ValueError:
        raise BadCell("楼层写作 1, 2, 3") from None


def current_fences(account: Account) -> Iterator[dict[str, Any]]:
    """What there is now, a row each."""
    words = {value: word for word, value in SHAPES.items()}
    for fence in queries.visible_fences(account).order_by("name"):
        row = {column.key: getattr(fence, column.key) for column in NUMBERS}
        row |= {"name": fence.name, "purpose": fence.get_purpose_display(),
                "floors": ", ".join(map(str, fence.floors or ())) or None}  # fmt: skip
        if fence.area:
            yield row | {"area": fence.area.name}
            continue
        assert fence.geometry is not None  # the database's check constraint
        yield row | {"shape": words[fence.geometry["type"]], "radius_m": fence.radius_m,
                     "corners": _corners(fence.geometry)}  # fmt: skip


def _corners(geometry: dict[str, Any]) -> str:
    where = geometry["coordinates"]
    points = {"Point": [where], "LineString": where}.get(geometry["type"]) or where[0]
    return "; ".join(f"{x:g},{y:g}" for x, y, *_ in points)
