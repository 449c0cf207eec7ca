"""From the outbox to the other side: greet, send, listen, send again what is missing."""

import logging
import threading
import time
import uuid
from collections.abc import Callable

from anhuan.exchange.adapters.contract import LinkDown, Outbox, StoreDown, Transport
from anhuan.exchange.core import answers, batches
from anhuan.exchange.core.answers import Ack, BatchHead, Hello, Refusal
from anhuan.exchange.core.envelope import digest_of, unpack
from anhuan.exchange.core.frames import Frame, Kind
from anhuan.exchange.core.sender import Sender, State
from anhuan.exchange.core.window import Span
from anhuan.kernel import sm2

log = logging.getLogger("exchange")
LONGEST_PAUSE_S = 30.0
LOOK_EVERY_S = 0.05
REASSURE_S = 60.0  # of silence; a receiver restored from a back-up is noticed then


class Shared:
    """What the lanes of a route have in common, and what is told of it."""

    def __init__(self) -> None:
        self.me = str(uuid.uuid4())
        self.sender, self.lock = Sender(), threading.Lock()
        self.sent = self.resent = self.failures = 0
        self.dead = 0  # over there, as the last answer said
        self.fault = ""
        self.heard = time.monotonic()
        self.last = 0  # the highest number given away, when last asked


class RouteSender:
    """One lane of a route's way to the other side; each has one batch under way at a time."""

    def __init__(
        self, route: str, outbox: Outbox, transport: Transport, batch: int,
        shared: Shared | None = None,
    ) -> None:  # fmt: skip
        self.route, self._batch = route, batch
        self._outbox, self._transport = outbox, transport
        self.shared = shared or Shared()

    @property
    def sender(self) -> Sender:
        """The state of the route, all lanes'."""
        return self.shared.sender

    def run(
        self, is_over: Callable[[], bool], pause: Callable[[float], object],
        is_paused: Callable[[], bool] = lambda: False,
    ) -> None:  # fmt: skip
        """Until it is over. Troubles of link and store are waited out; a refusal stops us."""
        shared, failures = self.shared, 0
        while not is_over():
            try:
                if is_paused() or not self.step():
                    pause(LOOK_EVERY_S)
                failures = shared.failures = 0
                shared.fault = self.sender.why
            except (LinkDown, StoreDown) as down:
                failures += 1
                shared.failures, shared.fault = failures, str(down)
                pause(min(LONGEST_PAUSE_S, 0.1 * 2 ** min(failures, 9)))

    def step(self) -> bool:
        """One exchange with the other side; False when there is nothing to do."""
        shared = self.shared
        with shared.lock:
            if self.sender.state is State.GREETING:
                return self._greet()
            shared.last = self._outbox.last(self.route)
            span = self.sender.next_span(shared.last, self._batch)
            if span is None:
                return self._reassured()
            is_again, epoch = span[0] <= self.sender.cursor, self.sender.epoch
            self.sender.sent(span)
        self._go(span, epoch, is_again)
        return True

    def _go(self, span: Span, epoch: int, is_again: bool) -> None:
        shared = self.shared
        try:
            packed = self._outbox.read(self.route, span)
            if packed:
                with shared.lock:
                    span = self.sender.shortened(span, unpack(packed[-1]).seq)
            count = self._send(span, epoch, packed)
        except BaseException:
            with shared.lock:
                self.sender.lost(span)
            raise
        shared.sent += count
        shared.resent += count if is_again else 0

    def _reassured(self) -> bool:
        """After a silence: does the other side still have what it said it has?"""
        is_due = time.monotonic() - self.shared.heard > REASSURE_S and not self.sender.flying
        return is_due and self.sender.state is State.SENDING and self._greet()

    def _greet(self) -> bool:
        state = self._outbox.state(self.route)
        hello = Hello(self.route, self.shared.me, max(state.epoch, self.sender.epoch), state.last)
        said = self._ask(Kind.HELLO, hello.encode())
        if isinstance(said, Refusal):
            self.sender.refused(said)
            return said.code != answers.NOT_NOW
        following = self.sender.greeted(said, state.last, state.oldest)
        self._outbox.take_seat(self.route, said.epoch, following)
        self._outbox.acknowledge(self.route, said.contiguous, None)
        return True

    def _send(self, span: Span, epoch: int, packed: list[bytes]) -> int:
        """Answers how many went. A refusal changes the route's state."""
        said = self._ask(Kind.BATCH, batches.encode(BatchHead(self.route, epoch), packed))
        if isinstance(said, Refusal):
            with self.shared.lock:
                self.sender.refused(said)
            if said.code == answers.NOT_NOW:
                raise LinkDown(said.text)
            return 0
        good: list[dict[str, object] | None] = [
            one for one in said.receipts if self._is_good(one, span[0], packed)
        ]
        if len(good) < len(said.receipts):
            log.error("%s: a receipt's signature is not good", self.route)
        with self.shared.lock:  # or a slower lane would take back what is safe
            self.sender.acknowledged(said, span)
            for receipt in good or [None]:
                self._outbox.acknowledge(self.route, self.sender.acked, receipt)
        return len(packed)

    def _is_good(self, receipt: dict[str, object], begin: int, packed: list[bytes]) -> bool:
        """Is it signed, and over what we sent? Numbers are dense: a message's place tells its."""
        first, last = int(str(receipt["first"])), int(str(receipt["last"]))
        sent = packed[max(0, first - begin) : max(0, last - begin + 1)]
        manifest = batches.manifest(self.route, map(digest_of, sent))
        text = batches.signed_text(self.route, first, last, manifest)
        return manifest == receipt["manifest"] and sm2.verify(
            text, str(receipt["signature"]), str(receipt["public"])
        )

    def _ask(self, kind: Kind, payload: bytes) -> Ack | Refusal:
        answer = self._transport.ask(Frame(kind, payload))
        try:
            self.shared.heard = time.monotonic()
            if answer.kind is Kind.ACK:
                ack = Ack.decode(answer.payload)
                self.shared.dead = ack.dead
                return ack
            if answer.kind is Kind.REFUSED:
                return Refusal.decode(answer.payload)
        except ValueError as error:
            raise LinkDown(str(error)) from error
        raise LinkDown(f"unexpected answer {answer.kind.name}")


def wait(is_over: Callable[[], bool]) -> Callable[[float], None]:
    """A pause that ends when it is over."""

    def pause(seconds: float) -> None:
        until = time.monotonic() + seconds
        while not is_over() and (left := until - time.monotonic()) > 0:
            time.sleep(min(left, 0.1))

    return pause
