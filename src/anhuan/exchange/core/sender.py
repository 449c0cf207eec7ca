"""The sender's state machine for one route: what to send next, and what an answer means.

Time, the link and the outbox are outside. The numbers up to `acked` are safe on the other side;
`cursor` is the last one sent in this epoch; `flying` are spans whose answers have not come yet, of
several batches at once; `again` is what the receiver lacks and is not flying: that, and only that,
goes again.
"""

from dataclasses import dataclass, field
from enum import Enum

from anhuan.exchange.core import answers
from anhuan.exchange.core.answers import Ack, Refusal
from anhuan.exchange.core.window import Span, joined, without


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
    flying: dict[Span, int] = field(default_factory=dict)  # and what was acknowledged then
    arrived: int = 0  # over there, as far as we have heard
    state: State = State.GREETING
    why: str = ""

    def greeted(self, ack: Ack, last: int, oldest: int) -> int:
        """The answer to a hello. `last`: highest number given away; `oldest`: kept in the outbox.

        Answers the next number to give: where this side was restored from a back-up, the receiver
        knows higher numbers than we do, and ours must go on from there.
        """
        self.epoch, self.acked, self.cursor = ack.epoch, ack.contiguous, ack.contiguous
        self.again, self.flying, self.arrived = joined(ack.missing), {}, ack.arrived
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
        self.flying[span] = self.acked
        self.again = without(self.again, [span])
        self.cursor = max(self.cursor, span[1])

    def shortened(self, span: Span, last: int) -> Span:
        """They were too large to go together: those up to `last` go now, the others after them."""
        if not span[0] <= last < span[1]:
            return span
        self.flying[span[0], last] = self.flying.pop(span, self.acked)
        if self.cursor == span[1]:
            self.cursor = last
        else:
            self.again = joined([*self.again, (last + 1, span[1])])
        return span[0], last

    def acknowledged(self, ack: Ack, span: Span | None = None) -> None:
        """The receiver's word on a span. Old words that come late take nothing back; a new one that
        knows less than was said before it was asked is from a receiver restored from a back-up."""
        floor = self.flying.pop(span, 0) if span else 0
        if ack.epoch == self.epoch and ack.contiguous < floor:
            self.state = State.GREETING
            return
        if ack.epoch != self.epoch or ack.contiguous < self.acked or ack.arrived < self.arrived:
            return
        self.acked, self.arrived = ack.contiguous, ack.arrived
        behind = [(ack.highest + 1, self.cursor)] if ack.highest else []
        lacking = [(a, min(b, self.cursor)) for a, b in [*ack.missing, *behind] if a <= self.cursor]
        self.again = without(lacking, self.flying)

    def lost(self, span: Span | None = None) -> None:
        """No answer came on a span, or on anything: what is not acknowledged of it goes again."""
        if span is None:
            self.cursor, self.again, self.flying = self.acked, [], {}
        elif span in self.flying:
            del self.flying[span]
            rest = [(max(span[0], self.acked + 1), span[1])] if span[1] > self.acked else []
            self.again = joined([*self.again, *rest])

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
