"""A rule and its inputs in words, so that any alarm can be explained.

Sources name inputs with their unit: `radius_limit_m`, `still_ms`, `onset_ms`. The name without the
unit has a word here; the unit decides how the value is written.
"""

from datetime import UTC, datetime
from typing import Any

from django.utils import timezone

from anhuan.domains.alarms.models import Alarm
from anhuan.domains.alarms.rules import BOUNDARY_WAYS

WORDS = {
    "anchor": "基站", "approach": "接近距离", "area": "区域", "area_name": "区域", "at": "时刻",
    "battery": "电量", "came": "到过现场", "condition": "条件", "count": "人数",
    "decided": "判定时刻",
    "distance": "距离", "duration": "持续", "entered": "进入时刻", "fence": "围栏",
    "fence_name": "围栏", "fence_version": "围栏版本", "for": "持续", "gate": "门", "grade": "等级",
    "job": "作业", "key": "按键", "lasted": "持续", "limit": "限值", "limits": "分级人数",
    "longer_than": "聚集时限", "lost_after": "失联时限", "max_people": "限员",
    "min_people": "最少人数", "moved": "移动", "name": "名称", "nearest": "最近人员",
    "onset": "开始时刻", "people": "人数", "person": "人员", "r68": "定位半径（68%）",
    "radius": "半径", "radius_limit": "判定半径", "role": "身份",
    "seen": "发现时刻", "seen_at": "发现时刻",
    "silent": "无信号", "since": "开始时刻", "skew": "时钟偏差", "speed": "速度", "stay": "逗留",
    "stayed": "已停留", "still": "静止", "tag": "标签", "threshold": "阈值", "vehicle": "车辆",
    "way": "越界方式", "zone": "区域", "zone_name": "区域/围栏", "zone_version": "区域/围栏版本",
}  # fmt: skip
VALUES = {"way": BOUNDARY_WAYS, "role": {"guardian": "监护人", "worker": "作业人员"}}
NAMED = ("area", "fence", "zone")  # shown by name where the name is told, too
UNITS = {"_m": " m", "_mps": " m/s", "_kmh": " km/h", "_pct": " %"}
SPANS = {"_ms": 0.001, "_s": 1.0, "_min": 60.0}  # suffix: seconds in one
MOMENT_S = 1e9  # more seconds than that are a point in time


def explained_inputs(alarm: Alarm) -> list[tuple[str, str]]:
    """The rule's inputs as label and value; a name without a word is shown as it is."""
    told = alarm.inputs
    known = {name for name in NAMED if told.get(f"{name}_name")}
    return [explained(name, value) for name, value in told.items() if name not in known]


def explained(name: str, value: Any) -> tuple[str, str]:
    """`("still_ms", 186000)` as `("静止", "3 分 06 秒")`."""
    suffix = next((s for s in (*SPANS, *UNITS) if name.endswith(s)), "")
    label = WORDS.get(name) or WORDS.get(name.removesuffix(suffix)) or name
    return label, _written(name, value, suffix)


def _written(name: str, value: Any, suffix: str) -> str:
    if name in VALUES:
        return VALUES[name].get(str(value), str(value))
    if value is None:
        return "—"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list | tuple):
        return "、".join(_written("", item, suffix) for item in value)
    if isinstance(value, dict):
        return "；".join(" ".join(explained(key, inner)) for key, inner in value.items())
    if isinstance(value, int | float):
        return _number(value, suffix)
    return str(value)


def _number(value: float, suffix: str) -> str:
    if suffix not in SPANS:
        return f"{value:.6g}{UNITS.get(suffix, '')}"
    seconds = value * SPANS[suffix]
    return _moment(seconds) if seconds > MOMENT_S else _span(seconds)


def _moment(seconds: float) -> str:
    at = timezone.localtime(datetime.fromtimestamp(seconds, UTC))
    return f"{at:%m-%d %H:%M:%S}.{at.microsecond // 1000:03d}"


def _span(seconds: float) -> str:
    if seconds < 60:
        return f"{seconds:.3g} 秒"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} 分 {rest:02d} 秒" if rest else f"{minutes} 分"
