"""How an alarm is worded on every page: shape and number of its priority, its state."""

from anhuan.desk.marks import Tag
from anhuan.domains.alarms.models import Alarm
from anhuan.domains.alarms.queries import life_of
from anhuan.domains.alarms.rules import State, state_of

PRIORITY_WORDS = {1: "紧急", 2: "高", 3: "中", 4: "低"}


def priority_tag(alarm: Alarm) -> Tag:
    """Number and word in the priority's colour."""
    return Tag(f"{alarm.priority} {PRIORITY_WORDS[alarm.priority]}", f"p{alarm.priority}")


def state_tags(alarm: Alarm) -> list[Tag]:
    """Where it stands, and whether it is silenced."""
    state = state_of(life_of(alarm))
    tones = {State.CLOSED: "off", State.SHELVED: "off", State.HANDLED_RETURNED: "good"}
    tags = [Tag(state.label, tones.get(state, ""))]
    if alarm.kind.needs_clearing and not alarm.cleared_at and not alarm.closed_at:
        tags.append(Tag("须人工消警"))
    return [*tags, Tag("静默", "off")] if alarm.is_suppressed else tags


def row_tone(alarm: Alarm) -> str:
    """Only what nobody has acknowledged is tinted; what is closed is grey."""
    if alarm.closed_at:
        return "off"
    return "" if alarm.acknowledged_at else f"p{alarm.priority}"
