"""What stands against saving a fence, asked of its row."""

from collections.abc import Iterator
from typing import Any

from anhuan.domains.positioning.models import Fence
from anhuan.domains.positioning.queries.fences import shape_of
from anhuan.domains.positioning.rules import fences as rules
from anhuan.kernel.errors import Blocker

MANY = ("allowed_departments", "allowed_posts", "allowed_people")
PLAIN = (
    "purpose", "radius_m", "z_min_m", "z_max_m", "buffer_m", "schedule", "valid_from",
    "valid_until", "max_people", "min_people", "kind_limits", "limit_s", "speed_limit_kmh",
    "approach_m", "allowed_kinds",
)  # fmt: skip


def fence_blockers(fence: Fence) -> Iterator[Blocker]:
    """What the rules say; an area's outline counts as the fence's own."""
    drawn = {"geometry": fence.geometry, "radius_m": fence.radius_m}
    if fence.area:
        drawn = dict(zip(drawn, shape_of(fence), strict=True))
    plain = {name: getattr(fence, name) for name in PLAIN} | drawn
    yield from rules.fence_blockers(rules.Proposed(has_area=fence.area_id is not None, **plain))


def foreign(fence: Fence, fields: dict[str, Any]) -> Iterator[Blocker]:
    """Nothing of another company may be named."""
    if fence.area and fence.area.company_id != fence.company_id:
        yield Blocker("area_foreign", "区域不属于本企业")
    named = [item for name in MANY for item in fields.get(name, ())]
    if any(item.company_id != fence.company_id for item in named):
        yield Blocker("allowed_foreign", "授权对象中有不属于本企业的部门、岗位或人员")
