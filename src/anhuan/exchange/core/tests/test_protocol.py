"""Sender and receiver over a link that loses, doubles, reorders and damages, and with kills.

The promise: whatever happened, at the end every number was applied once, in order.
"""

from dataclasses import dataclass, field

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from anhuan.exchange.core import answers
from anhuan.exchange.core.answers import Ack, BatchHead, Hello, Refusal
from anhuan.exchange.core.envelope import Envelope, Op
from anhuan.exchange.core.receiver import Seat, judged, seated, sort
from anhuan.exchange.core.sender import Sender, State
from anhuan.exchange.core.window import Span, Window, without

BATCH = 3


def message(seq: int) -> Envelope:
    return Envelope("", seq, Op.INSERT, "t", "", "k", str(seq).encode())


@dataclass
class Far:
    """A receiver with its disk: what was committed survives a kill."""

    seat: Seat = field(default_factory=Seat)
    waiting: dict[int, Envelope] = field(default_factory=dict)
    applied: list[int] = field(default_factory=list)

    def greet(self, hello: Hello) -> Ack:
        self.seat = seated(self.seat, hello)
        return self.ack()

    def ack(self) -> Ack:
        window = self.seat.window
        return Ack(self.seat.epoch, window.contiguous, window.missing(), [], window.highest)

    def take(self, head: BatchHead, messages: list[Envelope]) -> Ack | Refusal:
        if refusal := judged(self.seat, head):
            return refusal
        found = sort(self.seat.window, messages)
        self.waiting |= {one.seq: one for one in found.waiting}
        whole = self.seat.window.contiguous
        ripe = [self.waiting.pop(seq) for seq in sorted(self.waiting) if seq <= whole]
        self.applied += sorted(one.seq for one in [*found.now, *ripe])
        return self.ack()


class Exchange(RuleBasedStateMachine):
    """A link that does everything but invent messages."""

    def __init__(self) -> None:
        super().__init__()
        self.far, self.near = Far(), Sender()
        self.last = self.acked_on_disk = self.epoch_on_disk = self.lives = 0
        self.under_way: list[tuple[BatchHead, list[int]]] = []

    @rule(count=st.integers(1, 6))
    def written(self, count: int) -> None:
        self.last += count

    @rule(large=st.integers(0, 3))
    def sends(self, large: int = 0) -> None:
        """`large`: so many of a span are too many for a frame."""
        if self.near.state is State.GREETING:
            hello = Hello("r", f"life {self.lives}", self.epoch_on_disk, self.last)
            ack = self.far.greet(hello)
            self.near.greeted(ack, self.last, 1)
            self.epoch_on_disk = ack.epoch
        elif span := self.near.next_span(self.last, BATCH):
            assert without([span], self.near.flying) == [span], "what flies is not sent again"
            self.near.sent(span)
            span = self.near.shortened(span, max(span[0], span[1] - large))
            head = BatchHead("r", self.near.epoch)
            self.under_way.append((head, list(range(span[0], span[1] + 1))))

    @rule(data=st.data(), answered=st.booleans(), stays=st.booleans())
    def arrives(self, data: st.DataObject, answered: bool, stays: bool) -> None:
        """Any batch under way, perhaps not for the last time, perhaps with holes."""
        if not self.under_way:
            return
        which = data.draw(st.integers(0, len(self.under_way) - 1))
        head, seqs = self.under_way[which] if stays else self.under_way.pop(which)
        kept = data.draw(st.lists(st.sampled_from(seqs), unique=True))
        answer = self.far.take(head, [message(seq) for seq in kept])
        if answered:
            self.heard(answer, (seqs[0], seqs[-1]))

    def heard(self, answer: Ack | Refusal, span: Span) -> None:
        if isinstance(answer, Refusal):
            assert answer.code == answers.STALE_EPOCH or self.near.state is State.GREETING
            return  # words to an earlier life
        self.near.acknowledged(answer, span)
        self.acked_on_disk = max(self.acked_on_disk, self.near.acked)

    @rule()
    def times_out(self) -> None:
        self.near.lost()

    @rule()
    def sender_is_killed(self) -> None:
        self.near, self.lives = Sender(), self.lives + 1

    @rule()
    def link_forgets(self) -> None:
        self.under_way.clear()

    @invariant()
    def everything_once_in_order(self) -> None:
        assert self.far.applied == list(range(1, len(self.far.applied) + 1))
        assert self.near.acked <= self.far.seat.window.contiguous

    def teardown(self) -> None:
        """When the link is good again, everything arrives."""
        self.under_way.clear()
        self.near.lost()
        for _ in range(2 * self.last + 5):
            self.sends()
            while self.under_way:
                head, seqs = self.under_way.pop()
                said = self.far.take(head, [message(seq) for seq in seqs])
                self.heard(said, (seqs[0], seqs[-1]))
        assert self.far.applied == list(range(1, self.last + 1))


TestExchange = pytest.mark.clause("EXC-062")(Exchange.TestCase)
TestExchange.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)


@pytest.mark.clause("EXC-062")
def test_only_what_is_missing_is_sent_again() -> None:
    near, far = Sender(), Far()
    near.greeted(far.greet(Hello("r", "me", 0, 10)), 10, 1)
    near.sent((1, 10))
    answer = far.take(BatchHead("r", near.epoch), [message(n) for n in (1, 2, 3, 5, 6, 8, 9, 10)])
    assert isinstance(answer, Ack)
    near.acknowledged(answer, (1, 10))
    assert near.next_span(10, 100) == (4, 4)
    near.sent((4, 4))
    assert near.next_span(10, 100) == (7, 7)


def test_what_is_too_large_to_go_together_goes_one_after_the_other() -> None:
    near = Sender()
    near.greeted(Far().greet(Hello("r", "me", 0, 10)), 10, 1)
    near.sent((1, 10))
    assert near.shortened((1, 10), 4) == (1, 4)
    assert near.next_span(10, 100) == (5, 10)
    near.sent((5, 10))
    near.lost((1, 4))
    near.sent((1, 4))
    assert near.shortened((1, 4), 1) == (1, 1)
    assert near.again == [(2, 4)]
    assert near.shortened((1, 1), 1) == (1, 1)


@pytest.mark.clause("EXC-062")
def test_several_under_way_and_one_is_lost() -> None:
    near, far = Sender(), Far()
    near.greeted(far.greet(Hello("r", "me", 0, 9)), 9, 1)
    spans = []
    while span := near.next_span(9, 3):
        near.sent(span)
        spans.append(span)
    assert spans == [(1, 3), (4, 6), (7, 9)]
    last = far.take(BatchHead("r", near.epoch), [message(n) for n in (7, 8)])
    assert isinstance(last, Ack)
    near.acknowledged(last, (7, 9))
    assert near.again == [(9, 9)], "its torn end; what else is missing is still under way"
    first = far.take(BatchHead("r", near.epoch), [message(n) for n in (1, 2, 3)])
    assert isinstance(first, Ack)
    near.lost((4, 6))
    near.acknowledged(first, (1, 3))
    assert near.again == [(4, 6), (9, 9)]
    near.acknowledged(last, (7, 9))
    assert near.acked == 3, "a word that comes late takes nothing back"


def test_two_senders_one_route() -> None:
    far, one, two = Far(), Sender(), Sender()
    one.greeted(far.greet(Hello("r", "one", 0, 5)), 5, 1)
    two.greeted(far.greet(Hello("r", "two", 0, 5)), 5, 1)
    answer = far.take(BatchHead("r", one.epoch), [message(1)])
    assert isinstance(answer, Refusal)
    one.refused(answer)
    assert one.state is State.FENCED
    assert isinstance(far.take(BatchHead("r", two.epoch), [message(1)]), Ack)


def test_a_lost_greeting_is_said_again_without_fencing_oneself() -> None:
    far = Far()
    first = far.greet(Hello("r", "me", 0, 0))
    assert far.greet(Hello("r", "me", 0, 0)).epoch == first.epoch


@pytest.mark.clause("EXC-069")
def test_receiver_from_yesterdays_backup_gets_today_again() -> None:
    far, near = Far(Seat(3, "me", Window(40))), Sender(epoch=7, acked=90, cursor=90)
    near.state = State.SENDING
    refusal = far.take(BatchHead("r", 7), [message(91)])
    assert isinstance(refusal, Refusal)
    assert refusal.code == answers.UNKNOWN_EPOCH
    near.refused(refusal)
    assert near.greeted(far.greet(Hello("r", "me", 7, 90)), 90, 1) == 91
    assert near.epoch == 8
    assert near.next_span(90, 100) == (41, 90)


@pytest.mark.clause("EXC-069")
def test_a_backup_of_the_same_epoch_is_noticed_by_what_it_lacks() -> None:
    far = Far(Seat(3, "me", Window(90)))
    near = Sender(epoch=3, acked=90, cursor=90, state=State.SENDING)
    far.seat.window = Window(40)
    near.sent((91, 92))
    answer = far.take(BatchHead("r", 3), [message(91), message(92)])
    assert isinstance(answer, Ack)
    near.acknowledged(answer, (91, 92))
    near.greeted(far.greet(Hello("r", "me", 3, 92)), 92, 1)
    assert near.next_span(92, 100) == (41, 90), "just what it has lost"


def test_what_the_outbox_holds_no_more_is_a_matter_for_comparing() -> None:
    near = Sender()
    near.greeted(Ack(1, 40), last=90, oldest=60)
    assert near.state is State.BEHIND
    assert near.next_span(90, 10) is None


def test_sender_from_a_backup_goes_on_above_what_the_receiver_has() -> None:
    near = Sender()
    assert near.greeted(Ack(9, 500, [(501, 509)]), last=300, oldest=1) == 511
