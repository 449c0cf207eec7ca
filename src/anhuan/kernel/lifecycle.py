"""A life cycle as one table: a deed in a state, who does it, what is asked, where it leads."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar


class Word(Protocol):
    """A state, a deed or a part: a string enum with the word people read."""

    @property
    def label(self) -> str:
        """In Chinese."""


S = TypeVar("S", bound=Word)
D = TypeVar("D", bound=Word)
W = TypeVar("W", bound=Word)


@dataclass(frozen=True)  # with slots a generic one cannot be made (Python 3.11)
class Step(Generic[S, D, W]):
    """One row of the table. `when`: the evidence that moves on; empty = at once."""

    state: S
    deed: D
    next: S
    who: tuple[W, ...]
    guards: tuple[str, ...] = ()
    when: str = ""


class LifeCycle(Generic[S, D, W]):
    """All rows. `states`: every one, the first it begins in by the deed `birth`; `ends`: where it
    is over. The diagram and the words in the docs are drawn from it and cannot say something else.
    """

    def __init__(
        self, rows: Iterable[Step[S, D, W]], *, states: Iterable[S], birth: D, ends: Iterable[S]
    ) -> None:
        self.table = {(row.state, row.deed): row for row in rows}
        self.states, self.birth, self.ends = tuple(states), birth, tuple(ends)

    def step_for(self, state: S, deed: D) -> Step[S, D, W] | None:
        """The row for a deed in a state; None when the deed has no place there."""
        return self.table.get((state, deed))

    def deeds_from(self, state: S) -> tuple[D, ...]:
        """What has a place in this state, in the order of the table."""
        return tuple(deed for start, deed in self.table if start == state)

    def states_of(self, deed: D) -> tuple[S, ...]:
        """Where a deed has a place."""
        return tuple(start for start, one in self.table if one == deed)

    def diagram(self) -> str:
        """As a Mermaid state diagram; what leaves the state as it is is not drawn."""
        lines = ["stateDiagram-v2", f"    [*] --> {self.states[0]}: {self.birth.label}"]
        for row in self.table.values():
            if row.next != row.state:
                lines.append(f"    {row.state} --> {row.next}: {row.deed.label}")
        lines += [f"    {state}: {state.label}" for state in self.states]
        return "\n".join([*lines, *(f"    {state} --> [*]" for state in self.ends)]) + "\n"

    def in_words(self) -> Iterator[tuple[str, str, str, str]]:
        """State, deed, next state, who: a line of the docs for each row."""
        for row in self.table.values():
            who = "、".join(one.label for one in row.who)
            yield row.state.label, row.deed.label, row.next.label, who
