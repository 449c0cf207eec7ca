"""Abnormal work states: which alarms say that somebody is not where or as he should be."""

from collections.abc import Mapping

# POS-057: off one's post, at another's, gone from the job, too long or still, without a signal.
STATES: Mapping[str, str] = {
    "left_post": "离岗", "strayed": "串岗", "left_plant": "携标签离厂", "entry": "无权进入",
    "detour": "巡检偏离路线",
    "under_count": "未到岗", "worker_left": "作业中离开", "overstay": "滞留", "still": "静止",
    "signal_lost": "信号丢失", "no_tag": "未带标签",
}  # fmt: skip
BOUNDARY_WAYS = ("left_post", "strayed", "left_plant", "entry", "detour")
KINDS = tuple(name for name in STATES if name not in BOUNDARY_WAYS)


def state_of(kind: str, way: str) -> str:
    """The word for an alarm of one person; empty where it says nothing of a work state."""
    return STATES.get(way if kind == "boundary" else kind, "")
