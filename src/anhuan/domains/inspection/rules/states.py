"""The life of one task: what it is now, from what has happened to it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from anhuan.domains.inspection.rules.windows import Phase, Window


class State(StrEnum):
    """As people see it on the board."""

    PENDING = "pending"  # its time has not come
    DUE = "due"  # may be done now
    RUNNING = "running"
    LATE = "late"  # its time is over, it can still be made up for
    DONE = "done"
    MADE_UP = "made_up"  # done late
    MISSED = "missed"
    PAUSED = "paused"  # stopped equipment, overhaul, holiday
    CANCELLED = "cancelled"


STATE_LABELS: dict[str, str] = {
    State.PENDING: "未到时间", State.DUE: "待检", State.RUNNING: "检查中", State.LATE: "待补检",
    State.DONE: "已完成", State.MADE_UP: "补检", State.MISSED: "漏检", State.PAUSED: "停检",
    State.CANCELLED: "已取消",
}  # fmt: skip
FINAL = {State.DONE, State.MADE_UP, State.MISSED, State.PAUSED, State.CANCELLED}
WAITING = {State.PENDING, State.DUE, State.RUNNING, State.LATE}


@dataclass(frozen=True, slots=True)
class Course:
    """What has happened to a task."""

    started_at: datetime | None = None
    finished_at: datetime | None = None
    paused_by: str = ""  # the reason
    cancelled_by: str = ""


def state(window: Window, course: Course, now: datetime) -> State:
    """A finished task keeps what it was when it was finished; missed is decided by the clock."""
    if course.cancelled_by:
        return State.CANCELLED
    if course.finished_at:
        on_time = window.phase(course.finished_at) in (Phase.OPEN, Phase.TOLERATED)
        return State.DONE if on_time else State.MADE_UP
    if course.paused_by:
        return State.PAUSED
    return _waiting(window.phase(now), course)


def _waiting(phase: Phase, course: Course) -> State:
    if phase is Phase.EARLY:
        return State.PENDING
    if phase is Phase.OVER:
        return State.MISSED
    if phase is Phase.MAKE_UP:
        return State.LATE
    return State.RUNNING if course.started_at else State.DUE
