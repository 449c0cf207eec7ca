"""What may be drawn and declared about the plant as a place. Pure."""

from collections.abc import Iterator, Mapping
from typing import Any

from shapely.geometry import shape
from shapely.validation import explain_validity

from anhuan.kernel.errors import Blocker
from anhuan.kernel.geometry import geometry_blockers

MARGIN_M = 300  # how far outside the site's rectangle something may still be drawn


def area_blockers(
    geometry: Any, max_people: int | None, min_people: int | None, width_m: float, depth_m: float
) -> Iterator[Blocker]:
    """An area is a sound polygon on the site; its limits do not contradict each other."""
    yield from drawing_blockers(geometry, width_m, depth_m)
    if isinstance(geometry, Mapping) and geometry.get("type") not in (None, "Polygon"):
        yield Blocker("area_not_polygon", "区域要画成多边形")
    if max_people is not None and min_people is not None and min_people > max_people:
        yield Blocker("min_above_max", "最少人数多于限员")
    if max_people == 0:
        yield Blocker("max_zero", "限员至少 1 人；不许任何人进入请用电子围栏")


def drawing_blockers(geometry: Any, width_m: float, depth_m: float) -> Iterator[Blocker]:
    """A drawn shape is well formed, does not cross itself and lies on the site."""
    found = list(geometry_blockers(geometry))
    if found:
        yield from found
        return
    drawn = shape(geometry)
    if not drawn.is_valid:
        yield Blocker("geometry_crosses", f"图形自相交，请重新绘制（{explain_validity(drawn)}）")
        return
    left, bottom, right, top = drawn.bounds
    inside = left >= -MARGIN_M and bottom >= -MARGIN_M
    if not (inside and right <= width_m + MARGIN_M and top <= depth_m + MARGIN_M):
        yield Blocker("geometry_off_site", "图形不在厂区范围内，请核对坐标")


def site_blockers(lon: float, lat: float, width_m: float, depth_m: float) -> Iterator[Blocker]:
    """A site has a place on the earth and a size one can walk."""
    if not (-180 <= lon <= 180 and -85 <= lat <= 85):
        yield Blocker("site_place", "原点经纬度不对")
    if not (10 <= width_m <= 20_000 and 10 <= depth_m <= 20_000):
        yield Blocker("site_size", "厂区长宽应在 10 m 到 20 km 之间")


def floor_blockers(floors: Any) -> Iterator[Blocker]:
    """Floors of a structure: numbered once each, with rising heights."""
    if not isinstance(floors, list) or not all(isinstance(one, Mapping) for one in floors):
        yield Blocker("floors_shape", "楼层要写成“1=0, 2=4.5”这样的楼层和标高")
        return
    numbers = [one.get("floor") for one in floors]
    heights = [one.get("z_m", 0.0) for _, one in sorted(zip(numbers, floors, strict=True), key=str)]
    if len(set(numbers)) != len(numbers):
        yield Blocker("floor_twice", "同一楼层写了两次")
    if heights != sorted(heights):
        yield Blocker("floor_order", "楼层越高，标高应越大")
