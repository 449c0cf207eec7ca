"""What differs between two versions of a fence, in the words of its form."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Content = Mapping[str, Any]  # a version: field → value, named rows as [{"id": …, "name": …}]

LABELS: dict[str, str] = {
    "name": "名称", "purpose": "用途", "area": "区域", "outline": "范围", "radius_m": "半径/宽度",
    "floors": "楼层", "z_min_m": "高度下限", "z_max_m": "高度上限", "buffer_m": "缓冲带",
    "schedule": "时段", "teams": "班次", "valid_from": "启用时间", "valid_until": "停用时间",
    "max_people": "限员", "min_people": "最少人数", "kind_limits": "分类限员", "limit_s": "时长",
    "speed_limit_kmh": "限速", "approach_m": "接近提醒", "priority": "优先级",
    "allowed_kinds": "允许的人员类型", "allowed_departments": "允许的部门",
    "allowed_posts": "允许的岗位", "allowed_people": "允许的人员",
    "allowed_qualifications": "允许的资格",
    "is_enabled": "启用", "is_retired": "作废",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Change:
    """One field that differs."""

    field: str
    before: Any
    after: Any

    @property
    def label(self) -> str:
        """The field's Chinese name."""
        return LABELS.get(self.field, self.field)


def changed(before: Content, after: Content) -> Iterator[Change]:
    """The fields that differ, in the order of the form. Nothing and empty are the same."""
    for name in LABELS:
        old, new = before.get(name), after.get(name)
        if (old or None) != (new or None):
            yield Change(name, old, new)
