"""What a receiver decides about a hello and a batch, before anything is written."""

from dataclasses import dataclass, field

from anhuan.exchange.core import answers
from anhuan.exchange.core.answers import BatchHead, Hello, Refusal
from anhuan.exchange.core.envelope import Envelope
from anhuan.exchange.core.window import Window


@dataclass(slots=True)
class Seat:
    """A route as the receiver keeps it."""

    epoch: int = 0
    sender: str = ""
    window: Window = field(default_factory=Window)


@dataclass(frozen=True, slots=True)
class Sorted:
    """A batch's messages: to be applied now, in order; to wait behind a gap; arrived before."""

    now: list[Envelope]
    waiting: list[Envelope]
    doubled: int


def seated(seat: Seat, hello: Hello) -> Seat:
    """The seat after a hello: a new epoch, above all that either side has seen.

    The same sender asking twice (its answer was lost) gets the same epoch again.
    """
    if seat.sender == hello.sender and seat.epoch >= hello.epoch:
        return seat
    return Seat(max(seat.epoch, hello.epoch) + 1, hello.sender, seat.window)


def judged(seat: Seat, head: BatchHead) -> Refusal | None:
    """Why a batch is not taken, or None."""
    if head.epoch < seat.epoch:
        return Refusal(answers.STALE_EPOCH, "该通道已由另一发送端接管，请停用其中一个")
    if head.epoch > seat.epoch:
        return Refusal(answers.UNKNOWN_EPOCH, "接收端未见过该纪元，请重新握手")
    return None


def sort(window: Window, messages: list[Envelope]) -> Sorted:
    """Note arrivals in the window; order by number. What waits must be stored by the caller."""
    before = window.contiguous
    ordered = sorted(messages, key=lambda message: message.seq)
    if _is_run(ordered) and window.take_run(ordered[0].seq, ordered[-1].seq):
        return Sorted(ordered, [], 0)
    fresh = [message for message in ordered if window.take(message.seq)]
    now = [message for message in fresh if message.seq <= window.contiguous]
    waiting = [message for message in fresh if message.seq > window.contiguous]
    assert before <= window.contiguous
    return Sorted(now, waiting, len(messages) - len(fresh))


def _is_run(ordered: list[Envelope]) -> bool:
    return bool(ordered) and all(
        message.seq == ordered[0].seq + k for k, message in enumerate(ordered)
    )


def runs(messages: list[Envelope]) -> list[list[Envelope]]:
    """Messages in order, cut where a number is missing."""
    out: list[list[Envelope]] = []
    for message in messages:
        if out and message.seq == out[-1][-1].seq + 1:
            out[-1].append(message)
        else:
            out.append([message])
    return out
