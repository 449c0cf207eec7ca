"""Words and tags for permits on every page."""

from datetime import datetime, timedelta

from anhuan.desk.marks import Tag
from anhuan.domains.permits.models import Permit
from anhuan.domains.permits.rules.kinds import KINDS, Kind, level_name
from anhuan.domains.permits.rules.states import State

_TONES = {
    State.WORKING: "accent", State.SUSPENDED: "p3", State.EXPIRED: "p1", State.APPROVING: "accent",
    State.REJECTED: "p3", State.ACCEPTED: "good", State.ARCHIVED: "off", State.CANCELLED: "off",
    State.VOIDED: "off", State.REVOKED: "off", State.FINISHED: "good",
}  # fmt: skip


def short_kind(permit: Permit) -> str:
    """Two characters."""
    return KINDS[Kind(permit.kind)].short


def grade_label(permit: Permit) -> str:
    """一级, Ⅱ级; empty for kinds without grades."""
    kind = Kind(permit.kind)
    return level_name(kind, permit.grade) if KINDS[kind].is_graded else ""


def kind_and_grade(permit: Permit) -> str:
    """动火 一级."""
    return f"{short_kind(permit)} {grade_label(permit)}".strip()


def state_tag(permit: Permit) -> Tag:
    """Its state as a word in a box."""
    state = State(permit.state)
    return Tag(state.label, _TONES.get(state, ""))


def row_tone(permit: Permit) -> str:
    """Expired stands out, what is over is grey."""
    state = State(permit.state)
    if state is State.EXPIRED:
        return "p1"
    gone = (State.ARCHIVED, State.CANCELLED, State.VOIDED, State.REVOKED)
    return "off" if state in gone else ""


def span_text(span: timedelta) -> str:
    """2 天 3 时, 1 时 20 分, 12 分; never negative."""
    minutes = int(abs(span.total_seconds()) // 60)
    days, hours = divmod(minutes // 60, 24)
    if days:
        return f"{days} 天 {hours} 时" if hours else f"{days} 天"
    return f"{hours} 时 {minutes % 60:02d} 分" if hours else f"{minutes} 分"


def left_text(permit: Permit, ends_at: datetime, now: datetime) -> str:
    """How long it may still go on, or how long it is over."""
    if permit.starts_at > now and permit.started_at is None:
        return f"{span_text(permit.starts_at - now)}后开始"
    word = "剩" if ends_at >= now else "超期"
    return f"{word} {span_text(ends_at - now)}"
