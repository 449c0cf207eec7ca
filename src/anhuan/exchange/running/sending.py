"""From the outbox to the other side: greet, send, listen, send again what is missing."""

import logging
import time
import uuid
from collections.abc import Callable

from anhuan.exchange.adapters.contract import LinkDown, Outbox, StoreDown, Transport
from anhuan.exchange.core import answers, batches
from anhuan.exchange.core.answers import Ack, BatchHead, Hello, Refusal
from anhuan.exchange.core.envelope import digest_of
from anhuan.exchange.core.frames import Frame, Kind
from anhuan.exchange.core.sender import Sender, State
from anhuan.exchange.core.window import Span
from anhuan.kernel import sm2

log = logging.getLogger("exchange")
LONGEST_PAUSE_S = 30.0
LOOK_EVERY_S = 0.05


class RouteSender:
    """One route's way to the other side."""

    def __init__(self, route: str, outbox: Outbox, transport: Transport, batch: int) -> None:
        self.route, self._batch = route, batch
        self._outbox, self._transport = outbox, transport
        self._me = str(uuid.uuid4())
        self.sender = Sender()
        self.sent = self.resent = self.failures = 0
        self.fault = ""
        self.last = 0  # the highest number given away, when last asked

    def run(
        self, is_over: Callable[[], bool], pause: Callable[[float], object],
        is_paused: Callable[[], bool] = lambda: False,
    ) -> None:  # fmt: skip
        """Until it is over. Troubles of link and store are waited out; a refusal stops us."""
        while not is_over():
            try:
                if is_paused() or not self.step():
                    pause(LOOK_EVERY_S)
                self.failures, self.fault = 0, self.sender.why
            except (LinkDown, StoreDown) as down:
                self.failures, self.fault = self.failures + 1, str(down)
                self.sender.lost()
                pause(min(LONGEST_PAUSE_S, 0.1 * 2 ** min(self.failures, 9)))

    def step(self) -> bool:
        """One exchange with the other side; False when there is nothing to do."""
        if self.sender.state is State.GREETING:
            return self._greet()
        self.last = self._outbox.last(self.route)
        span = self.sender.next_span(self.last, self._batch)
        if span is None:
            return False
        self._send(span)
        return True

    def _greet(self) -> bool:
        state = self._outbox.state(self.route)
        hello = Hello(self.route, self._me, max(state.epoch, self.sender.epoch), state.last)
        said = self._ask(Kind.HELLO, hello.encode())
        if isinstance(said, Refusal):
            self.sender.refused(said)
            return said.code != answers.NOT_NOW
        following = self.sender.greeted(said, state.last, state.oldest)
        self._outbox.take_seat(self.route, said.epoch, following)
        self._outbox.acknowledge(self.route, said.contiguous, None)
        return True

    def _send(self, span: Span) -> None:
        packed = self._outbox.read(self.route, span)
        head = BatchHead(self.route, self.sender.epoch)
        is_again = span[0] <= self.sender.cursor
        self.sender.sent(span)
        said = self._ask(Kind.BATCH, batches.encode(head, packed))
        if isinstance(said, Refusal):
            self.sender.refused(said)
            if said.code == answers.NOT_NOW:
                raise LinkDown(said.text)
            return
        self.sent += len(packed)
        self.resent += len(packed) if is_again else 0
        self._acknowledged(said, span[0], packed)

    def _acknowledged(self, ack: Ack, begin: int, packed: list[bytes]) -> None:
        self.sender.acknowledged(ack)
        receipt = ack.receipt
        if receipt and not self._is_good(receipt, begin, packed):
            log.error("%s: a receipt's signature is not good", self.route)
            receipt = None
        self._outbox.acknowledge(self.route, self.sender.acked, receipt)

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
            if answer.kind is Kind.ACK:
                return Ack.decode(answer.payload)
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
