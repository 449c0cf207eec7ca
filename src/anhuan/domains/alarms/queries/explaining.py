"""A rule and its inputs in words, so that any alarm can be explained."""

from typing import Any

from anhuan.domains.alarms.models import Alarm
from anhuan.domains.alarms.rules import BOUNDARY_WAYS

WORDS = {
    "count": "人数", "limit": "限值", "threshold": "阈值", "people": "人数",
    "radius_m": "半径（m）",
    "limit_s": "时限（s）", "for_s": "持续（s）", "duration_s": "持续（s）", "since": "开始",
    "speed_mps": "速度（m/s）", "limit_mps": "限速（m/s）", "battery_pct": "电量（%）",
    "fence": "围栏", "fence_version": "围栏版本", "fence_name": "围栏", "area": "区域",
    "area_name": "区域", "way": "越界方式", "tag": "标签", "anchor": "基站", "person": "人员",
    "still_s": "静止（s）", "stay_s": "逗留（s）", "r68_m": "定位半径 68%（m）", "key": "按键",
    "silent_s": "无信号（s）", "moved_m": "移动（m）", "min_people": "最少人数（人）",
    "max_people": "限员（人）", "at": "时刻", "name": "名称", "grade": "等级", "condition": "条件",
    "seen_at": "发现时刻", "skew_s": "时钟偏差（s）", "nearest_m": "最近人员（m）",
    "nearest": "最近人员",
}  # fmt: skip


def explained_inputs(alarm: Alarm) -> list[tuple[str, str]]:
    """The rule's inputs as label and value; a key without a word is shown as it is."""
    return [(WORDS.get(key, key), _plain(key, value)) for key, value in alarm.inputs.items()]


def _plain(key: str, value: Any) -> str:
    if key == "way":
        return BOUNDARY_WAYS.get(str(value), str(value))
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        return f"{value:.6g}"
    if isinstance(value, list):
        return "、".join(_plain("", item) for item in value)
    if isinstance(value, dict):
        return "；".join(f"{WORDS.get(k, k)} {_plain(k, v)}" for k, v in value.items())
    return "—" if value is None else str(value)
