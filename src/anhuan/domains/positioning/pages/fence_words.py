"""A fence in words: where, how many, when, who. Of a row, and of a stored version."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any

from anhuan.desk.lists import Tag as Mark
from anhuan.desk.marks import short_time
from anhuan.domains.org.models import Company
from anhuan.domains.positioning.forms.fence_fields import DAYS
from anhuan.domains.positioning.models import Fence
from anhuan.domains.positioning.queries import fences as queries
from anhuan.domains.positioning.queries.qualifications import label_of
from anhuan.domains.positioning.queries.subjects import KIND_LABELS
from anhuan.domains.positioning.queries.versions import content_of
from anhuan.domains.positioning.rules.fences import DAY_KINDS

PURPOSES = dict(Fence.Purpose.choices)
SHAPES = {"Polygon": "多边形", "Point": "圆", "LineString": "线"}


def place(fence: Fence) -> str:
    """ "一号罐区 · 1F 2F · 高度 5–9 m"."""
    floors = queries.floors_of(fence)
    level = " ".join(f"{floor}F" for floor in floors) if floors else "所有楼层"
    drawn = fence.area.name if fence.area else shape_word(fence.geometry, fence.radius_m)
    return " · ".join(one for one in (drawn, level, heights(fence.z_min_m, fence.z_max_m)) if one)


def shape_word(geometry: Any, radius_m: float | None) -> str:
    """What kind of drawing it is."""
    kind = (geometry or {}).get("type")
    if kind == "Point":
        return f"圆，半径 {radius_m or 0:g} m"
    if kind == "LineString":
        return f"走廊，两侧 {radius_m:g} m" if radius_m else "警戒线"
    return f"多边形，外扩 {radius_m:g} m" if radius_m else "多边形"


def heights(low: float | None, high: float | None) -> str:
    """ "高度 5–9 m"."""
    if low is None and high is None:
        return ""
    return f"高度 {'' if low is None else f'{low:g}'}–{'' if high is None else f'{high:g}'} m"


def limits(fence: Fence) -> str:
    """Every limit that is set."""
    return "，".join(_limit_words(_limits_of(fence)))


def _limits_of(fence: Fence) -> dict[str, Any]:
    names = ("max_people", "min_people", "kind_limits", "limit_s", "speed_limit_kmh", "approach_m")
    return {name: getattr(fence, name) for name in names}


def _limit_words(content: Mapping[str, Any]) -> Iterator[str]:
    if content.get("max_people"):
        yield f"限 {content['max_people']} 人"
    for kind, limit in (content.get("kind_limits") or {}).items():
        yield f"{KIND_LABELS.get(kind, kind)}限 {limit}"
    if content.get("min_people"):
        yield f"至少 {content['min_people']} 人"
    if content.get("limit_s"):
        yield span(content["limit_s"])
    if content.get("speed_limit_kmh"):
        yield f"限速 {content['speed_limit_kmh']:g} km/h"
    if content.get("approach_m"):
        yield f"{content['approach_m']:g} m 内提醒"


def span(seconds: int) -> str:
    """ "2 分", "1 分 30 秒"."""
    minutes, rest = divmod(seconds, 60)
    if not minutes:
        return f"{rest} 秒"
    return f"{minutes} 分 {rest:02} 秒" if rest else f"{minutes} 分"


def when(fence: Fence) -> str:
    """Its periods and shifts."""
    teams = f"{'、'.join(fence.teams)}当班时" if fence.teams else ""
    return "；".join(one for one in (periods(fence.schedule), teams) if one)


def periods(schedule: Any) -> str:
    """ "周一二三四五 08:00–18:00；每天 22:00–06:00"."""
    return "；".join(_period(period) for period in schedule) if schedule else "全天"


def _period(period: dict[str, Any]) -> str:
    days = period.get("days") or []
    named = "".join(word for day, word in DAYS if day in days)
    said = "每天" if len(named) in (0, 7) else f"周{named}"
    if kinds := [DAY_KINDS[kind] for kind in period.get("kinds") or ()]:
        said = "、".join(kinds) if said == "每天" else f"{said}（{'、'.join(kinds)}）"
    first, last = period.get("first"), period.get("last")
    dates = f"（{first or ''} 至 {last or ''}）" if first or last else ""
    return f"{said} {period['from']}–{period['to']}{dates}"


def state(fence: Fence) -> Mark:
    """In force, stopped, or a draft."""
    if fence.is_draft:
        return Mark("草稿")
    return Mark("启用", "accent") if fence.is_enabled else Mark("停用", "off")


def validity(fence: Fence) -> str:
    """From when until when at all."""
    until = short_time(fence.valid_until) if fence.valid_until else ""
    since = short_time(fence.valid_from) if fence.valid_from else ""
    return f"{since or '即日起'} 至 {until or '长期'}"


def who(fence: Fence) -> list[tuple[str, str]]:
    """Those a fence lists, by heading; only what is set."""
    return _who_rows(content_of(fence), fence.company)


def _who_rows(content: Mapping[str, Any], company: Company) -> list[tuple[str, str]]:
    rows = [
        (label, in_words(name, content.get(name), company))
        for name, label in (
            ("allowed_kinds", "人员类型"), ("allowed_departments", "部门"),
            ("allowed_posts", "岗位"), ("allowed_people", "人员"),
            ("allowed_qualifications", "资格"),
        )
    ]  # fmt: skip
    return [(label, text) for label, text in rows if text]


def in_words(name: str, value: Any, company: Company) -> str:
    """One field of a stored version as people read it; nothing for nothing."""
    if value in (None, "", [], {}):
        return ""
    if name == "allowed_qualifications":
        return "、".join(label_of(company, one) for one in value)
    if name in WORDS:
        return str(WORDS[name](value))
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "、".join(str(row["name"]) for row in value)
    return f"{value:g}" if isinstance(value, float) else str(value)


def _outline(geometry: dict[str, Any]) -> str:
    where = geometry["coordinates"]
    ring = where[0] if geometry["type"] == "Polygon" else where
    count = 1 if geometry["type"] == "Point" else len(ring) - (geometry["type"] == "Polygon")
    return f"{SHAPES[geometry['type']]}，{count} 个顶点"


def _moment(text: str) -> str:
    return short_time(datetime.fromisoformat(text))


WORDS: Mapping[str, Callable[[Any], str]] = {
    "purpose": lambda v: PURPOSES.get(v, v),
    "schedule": periods,
    "floors": lambda v: " ".join(f"{floor}F" for floor in v),
    "kind_limits": lambda v: "，".join(_limit_words({"kind_limits": v})),
    "limit_s": span,
    "allowed_kinds": lambda v: "、".join(KIND_LABELS.get(kind, kind) for kind in v),
    "teams": "、".join,
    "outline": _outline,
    "area": lambda v: str(v["name"]),
    "valid_from": _moment,
    "valid_until": _moment,
}
