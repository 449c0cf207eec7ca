"""The life of an alarm (ISA-18.2) as one table; what may happen next is looked up here."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class State(StrEnum):
    """Where an alarm stands. "Active" means: holds, or waits for somebody to clear it."""

    UNACKNOWLEDGED_ACTIVE = "unacknowledged_active"
    UNACKNOWLEDGED_RETURNED = "unacknowledged_returned"
    ACKNOWLEDGED_ACTIVE = "acknowledged_active"
    ACKNOWLEDGED_RETURNED = "acknowledged_returned"
    HANDLED_ACTIVE = "handled_active"
    HANDLED_RETURNED = "handled_returned"
    SHELVED = "shelved"
    CLOSED = "closed"

    @property
    def label(self) -> str:
        """The state in Chinese, as pages show it."""
        return STATE_LABELS[self]


STATE_LABELS = {
    State.UNACKNOWLEDGED_ACTIVE: "未确认",
    State.UNACKNOWLEDGED_RETURNED: "已恢复未确认",
    State.ACKNOWLEDGED_ACTIVE: "已确认",
    State.ACKNOWLEDGED_RETURNED: "已恢复待处理",
    State.HANDLED_ACTIVE: "已处理未恢复",
    State.HANDLED_RETURNED: "已处理待关闭",
    State.SHELVED: "已搁置",
    State.CLOSED: "已关闭",
}


class Verb(StrEnum):
    """What people and sources do to an alarm."""

    ACKNOWLEDGE = "acknowledge"
    RETURN = "return"  # the condition ended by itself
    CLEAR = "clear"  # somebody confirmed that it is over
    RECUR = "recur"  # it came back while still waiting to be cleared
    WORSEN = "worsen"
    HANDLE = "handle"
    CLOSE = "close"
    SHELVE = "shelve"
    UNSHELVE = "unshelve"


VERB_LABELS = {
    Verb.ACKNOWLEDGE: "确认", Verb.RETURN: "恢复", Verb.CLEAR: "消警", Verb.RECUR: "再次发生",
    Verb.WORSEN: "加重", Verb.HANDLE: "处理", Verb.CLOSE: "关闭", Verb.SHELVE: "搁置",
    Verb.UNSHELVE: "取消搁置",
}  # fmt: skip

_UA, _UR = State.UNACKNOWLEDGED_ACTIVE, State.UNACKNOWLEDGED_RETURNED
_AA, _AR = State.ACKNOWLEDGED_ACTIVE, State.ACKNOWLEDGED_RETURNED
_HA, _HR = State.HANDLED_ACTIVE, State.HANDLED_RETURNED

# (from, verb): to. Unshelving goes back to where the facts stand, so it has no fixed target.
TRANSITIONS: dict[tuple[State, Verb], State | None] = {
    (_UA, Verb.ACKNOWLEDGE): _AA,
    (_UR, Verb.ACKNOWLEDGE): _AR,
    (_UA, Verb.RETURN): _UR,
    (_AA, Verb.RETURN): _AR,
    (_HA, Verb.RETURN): _HR,
    (State.SHELVED, Verb.RETURN): State.SHELVED,
    (_UA, Verb.RECUR): _UA,
    (_AA, Verb.RECUR): _UA,
    (_HA, Verb.RECUR): _UA,
    (State.SHELVED, Verb.RECUR): State.SHELVED,
    (_UA, Verb.WORSEN): _UA,
    (_AA, Verb.WORSEN): _UA,
    (_HA, Verb.WORSEN): _UA,
    (State.SHELVED, Verb.WORSEN): _UA,
    (_AA, Verb.CLEAR): _AR,
    (_HA, Verb.CLEAR): _HR,
    (_UA, Verb.HANDLE): _HA,
    (_UR, Verb.HANDLE): _HR,
    (_AA, Verb.HANDLE): _HA,
    (_AR, Verb.HANDLE): _HR,
    (_HA, Verb.HANDLE): _HA,
    (_HR, Verb.HANDLE): _HR,
    (_HR, Verb.CLOSE): State.CLOSED,
    (_UA, Verb.SHELVE): State.SHELVED,
    (_AA, Verb.SHELVE): State.SHELVED,
    (_HA, Verb.SHELVE): State.SHELVED,
    (State.SHELVED, Verb.UNSHELVE): None,
}


@dataclass(frozen=True, slots=True)
class Life:
    """The facts of one alarm that decide its state."""

    priority: int
    needs_clearing: bool = False
    is_acknowledged: bool = False
    is_returned: bool = False
    is_cleared: bool = False
    is_handled: bool = False
    is_closed: bool = False
    shelved_until: datetime | None = None
    result: str = ""

    @property
    def is_active(self) -> bool:
        """The condition holds, or waits to be cleared by hand."""
        return not self.is_returned or (self.needs_clearing and not self.is_cleared)

    @property
    def is_shelved(self) -> bool:
        """Shelved; the worker unshelves when the time is over."""
        return self.shelved_until is not None


def state_of(life: Life) -> State:
    """The state these facts make."""
    if life.is_closed:
        return State.CLOSED
    if life.is_shelved:
        return State.SHELVED
    if life.is_handled:
        return _HA if life.is_active else _HR
    if life.is_acknowledged:
        return _AA if life.is_active else _AR
    return _UA if life.is_active else _UR


def verbs_from(state: State) -> tuple[Verb, ...]:
    """What may be done in this state."""
    return tuple(verb for start, verb in TRANSITIONS if start == state)


def diagram() -> str:
    """The table as a Mermaid state diagram, for the docs."""
    lines = ["stateDiagram-v2", f"    [*] --> {_UA}: raise"]
    for (start, verb), end in TRANSITIONS.items():
        lines.append(f"    {start} --> {end or '[H]'}: {verb}")
    lines += [f"    {state}: {state.label}" for state in State]
    return "\n".join([*lines, f"    {State.CLOSED} --> [*]"]) + "\n"
