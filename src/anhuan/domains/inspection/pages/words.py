"""How tasks are named and coloured."""

from anhuan.desk.marks import Tag
from anhuan.domains.inspection.rules.states import STATE_LABELS, State

STATE_TONES: dict[str, str] = {
    State.DONE: "good",
    State.LATE: "p3",
    State.MISSED: "p2",
    State.RUNNING: "info",
}


def state_tag(state: str) -> Tag:
    """The state in a word."""
    return Tag(STATE_LABELS[state], STATE_TONES.get(state, ""))
