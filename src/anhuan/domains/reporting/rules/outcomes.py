"""What became of a message: taken, refused row by row, broken over there, or nobody knows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

ACCEPTED = "accepted"
REFUSED = "refused"
BROKEN = "broken"  # the receiver answered that it could not: 5xx
UNSURE = "unsure"  # no answer: it may have arrived


@dataclass(frozen=True, slots=True)
class Outcome:
    """The receiver's word. `rows`: index of a row -> why it alone was refused."""

    kind: str
    text: str = ""
    receipt: str = ""  # what it gave us as a proof
    rows: Mapping[int, str] = field(default_factory=dict)
    missing: Sequence[tuple[int, int]] = ()  # numbers of ours it lacks: restored from a back-up

    @property
    def is_final(self) -> bool:
        """Whether it need not be sent again."""
        return self.kind in (ACCEPTED, REFUSED)
