"""The life of an evacuation as one table."""

from enum import StrEnum


class State(StrEnum):
    """Where an evacuation stands."""

    ORDERED = "ordered"  # told to leave, nobody has moved out yet
    CLEARING = "clearing"
    CLEARED = "cleared"  # everybody is accounted for
    STOOD_DOWN = "stood_down"

    @property
    def label(self) -> str:
        """The state in Chinese."""
        return STATE_LABELS[self]


STATE_LABELS = {
    State.ORDERED: "已下令",
    State.CLEARING: "疏散中",
    State.CLEARED: "全部到位",
    State.STOOD_DOWN: "已解除",
}
OPEN = (State.ORDERED, State.CLEARING, State.CLEARED)


class Verb(StrEnum):
    """What moves it on."""

    MOVE = "move"  # somebody has left the danger area, or is accounted for
    CLEAR = "clear"  # the last one is accounted for
    REOPEN = "reopen"  # somebody entered after everybody was accounted for
    STAND_DOWN = "stand_down"


TRANSITIONS: dict[tuple[State, Verb], State] = {
    (State.ORDERED, Verb.MOVE): State.CLEARING,
    (State.ORDERED, Verb.CLEAR): State.CLEARED,
    (State.CLEARING, Verb.CLEAR): State.CLEARED,
    (State.CLEARED, Verb.REOPEN): State.CLEARING,
    (State.ORDERED, Verb.STAND_DOWN): State.STOOD_DOWN,
    (State.CLEARING, Verb.STAND_DOWN): State.STOOD_DOWN,
    (State.CLEARED, Verb.STAND_DOWN): State.STOOD_DOWN,
}


def verb_of(state: State, affected: int, inside: int, left: int) -> Verb | None:
    """What the roll-call says: `inside` the danger area, `left` to be accounted for."""
    if state not in OPEN:
        return None
    if left == 0:
        return None if state is State.CLEARED else Verb.CLEAR
    if state is State.CLEARED:
        return Verb.REOPEN
    return Verb.MOVE if state is State.ORDERED and inside < affected else None


def next_state(state: State, affected: int, inside: int, left: int) -> State:
    """The state after this roll-call; standing down is a person's deed, never a count's."""
    verb = verb_of(state, affected, inside, left)
    return TRANSITIONS[state, verb] if verb else state
