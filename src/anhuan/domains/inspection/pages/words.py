"""How tasks are named and coloured."""

from anhuan.desk.marks import Tag
from anhuan.domains.inspection.rules.states import State

STATE_LABELS: dict[str, str] = {
    State.PENDING: "未到时间", State.DUE: "待检", State.RUNNING: "检查中", State.LATE: "待补检",
    State.DONE: "已完成", State.MADE_UP: "补检", State.MISSED: "漏检", State.PAUSED: "停检",
    State.CANCELLED: "已取消",
}  # fmt: skip
STATE_TONES: dict[str, str] = {
    State.DONE: "good",
    State.LATE: "p3",
    State.MISSED: "p2",
    State.RUNNING: "info",
}


def state_tag(state: str) -> Tag:
    """The state in a word."""
    return Tag(STATE_LABELS[state], STATE_TONES.get(state, ""))
