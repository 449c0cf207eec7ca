"""How tasks are named and coloured."""

from typing import Protocol

from anhuan.desk.marks import Tag
from anhuan.domains.inspection.models import Plan
from anhuan.domains.inspection.rules.states import STATE_LABELS, State

STATE_TONES: dict[str, str] = {
    State.DONE: "good",
    State.LATE: "p3",
    State.MISSED: "p2",
    State.RUNNING: "info",
}


class Resting(Protocol):
    """A point or a route."""

    is_paused: bool


def rest_tag(row: Resting) -> Tag:
    """Whether it is walked at present."""
    return Tag("停检", "p3") if row.is_paused else Tag("在检", "good")


def state_tag(state: str) -> Tag:
    """The state in a word."""
    return Tag(STATE_LABELS[state], STATE_TONES.get(state, ""))


def rhythm(plan: Plan) -> str:
    """How often, in words: "每 2 小时", "每天 3 次"."""
    often = plan.get_every_display()
    if plan.step > 1:
        often = often.replace("每", f"每 {plan.step} ", 1)
    return often if plan.times == 1 else f"{often} {plan.times} 次"
