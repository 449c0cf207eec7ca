"""The sender's state machine for one route: what to send next, and what an answer means.

Time, the link and the outbox are outside. The numbers below `acked` are safe on the other side;
`cursor` is the last one sent in this epoch; `again` are gaps the receiver named.
"""

from dataclasses import dataclass, field
from enum import Enum

from anhuan.exchange.core import answers
from anhuan.exchange.core.answers import Ack, Refusal
from anhuan.exchange.core.window import Span, joined


class State(Enum):
    """What the sender does now."""

    GREETING = "greeting"  # must say hello before anything else
    SENDING = "sending"
    FENCED = "fenced"  # another sender holds the route: people decide
    STOPPED = "stopped"  # refused for a reason people must look at
    BEHIND = "behind"  # the receiver asks for what the outbox holds no more: compare and resend


@dataclass(slots=True)
class Sender:
    """One route as the sender sees it."""

    epoch: int = 0
    acked: int = 0
    cursor: int = 0
    again: list[Span] = field(default_factory=list)
    state: State = State.GREETING
    why: str = ""

    def greeted(self, ack: Ack, last: int, oldest: int) -> int:
        """The answer to a hello. `last`: highest number given away; `oldest`: kept in the outbox.

        Answers the next number to give: where this side was restored from a back-up, the receiver
        knows higher numbers than we do, and ours must go on from there.
        """
        self.epoch, self.acked, self.cursor = ack.epoch, ack.contiguous, ack.contiguous
        self.again = joined(ack.missing)
        highest = max([ack.contiguous, *(b + 1 for _, b in ack.missing)])
        self.state = State.SENDING
        if ack.contiguous + 1 < oldest and ack.contiguous < last:
            self.state, self.why = State.BEHIND, "接收端缺少的消息已不在发件箱中，请比对后补发"
        return max(last, highest) + 1

    def next_span(self, last: int, at_most: int) -> Span | None:
        """The numbers to send now: gaps first, then what is new; None when there is nothing."""
        if self.state is not State.SENDING:
            return None
        if self.again:
            first, end = self.again[0]
            return first, min(end, first + at_most - 1)
        if self.cursor < last:
            return self.cursor + 1, min(last, self.cursor + at_most)
        return None

    def sent(self, span: Span) -> None:
        """These numbers are under way."""
        first, end = span
        if self.again and self.again[0][0] == first:
            rest = (end + 1, self.again[0][1])
            self.again = ([rest] if rest[0] <= rest[1] else []) + self.again[1:]
        self.cursor = max(self.cursor, end)

    def acknowledged(self, ack: Ack) -> None:
        """The receiver's word. Old words that come late take nothing back."""
        if ack.epoch != self.epoch or ack.contiguous < self.acked:
            return
        self.acked = ack.contiguous
        self.again = joined((a, b) for a, b in ack.missing if a <= self.cursor)

    def lost(self) -> None:
        """No answer came: whatever is not acknowledged is sent again."""
        self.cursor, self.again = self.acked, []

    def refused(self, refusal: Refusal) -> None:
        """The receiver said no."""
        self.why = refusal.text
        if refusal.code == answers.STALE_EPOCH:
            self.state = State.FENCED
        elif refusal.code == answers.UNKNOWN_EPOCH:
            self.state = State.GREETING
        elif refusal.code in (answers.NOT_NOW, answers.BAD_BATCH):
            self.lost()
        else:
            self.state = State.STOPPED
