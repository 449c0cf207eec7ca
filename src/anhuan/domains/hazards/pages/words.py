"""Words and tags for hazards on every page."""

from datetime import datetime, timedelta

from anhuan.desk.marks import Tag
from anhuan.domains.hazards.models import Hazard
from anhuan.domains.hazards.rules.deadlines import is_overdue
from anhuan.domains.hazards.rules.states import CLOSED, State
from anhuan.kernel import clock

_TONES = {
    State.REPORTED: "", State.ASSESSED: "accent", State.RECTIFYING: "accent",
    State.SUBMITTED: "accent", State.ACCEPTED: "good", State.DISMISSED: "off",
    State.MERGED: "off",
}  # fmt: skip


def state_tag(hazard: Hazard) -> Tag:
    """Its state as a word in a box."""
    if hazard.deleted_at is not None:
        return Tag("已删除", "off")
    state = State(hazard.state)
    return Tag(state.label, _TONES[state])


def level_tag(hazard: Hazard) -> Tag | str:
    """A major one stands out; nothing before it was judged."""
    if hazard.level is None:
        return Tag("疑似重大", "p2") if hazard.is_suspected_major else ""
    return Tag("重大隐患", "p1") if hazard.is_major else Tag("一般隐患")


def is_late(hazard: Hazard) -> bool:
    """Past its deadline and not accepted."""
    return is_overdue(State(hazard.state), hazard.due_at, clock.now())


def row_tone(hazard: Hazard) -> str:
    """What is late stands out, what is over is grey."""
    if hazard.state in CLOSED or hazard.deleted_at is not None:
        return "off"
    late = is_late(hazard)
    return ("p1" if hazard.is_major else "p3") if late else ""


def span_text(span: timedelta) -> str:
    """2 天 3 时, 1 时 20 分, 12 分; never negative."""
    minutes = int(abs(span.total_seconds()) // 60)
    days, hours = divmod(minutes // 60, 24)
    if days:
        return f"{days} 天 {hours} 时" if hours else f"{days} 天"
    return f"{hours} 时 {minutes % 60:02d} 分" if hours else f"{minutes} 分"


def left_text(hazard: Hazard, now: datetime) -> str:
    """How long there is still, how long it is over, or how long it has been waiting."""
    if hazard.due_at is None or hazard.state == State.REPORTED:
        return f"已 {span_text(now - hazard.reported_at)}"
    word = "剩" if hazard.due_at >= now else "逾期"
    return f"{word} {span_text(hazard.due_at - now)}"
