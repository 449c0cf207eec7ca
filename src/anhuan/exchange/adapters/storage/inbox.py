"""The inbox: data, window and held messages of a route change in one transaction, or not at all."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any, Generic, TypeVar

import orjson

from anhuan.exchange.adapters.contract import Link, Session, Sink, StoreDown
from anhuan.exchange.adapters.storage import held, receipts, schemas
from anhuan.exchange.core import answers, batches
from anhuan.exchange.core.answers import Ack, Hello, Receipt, Refusal
from anhuan.exchange.core.batches import Batch
from anhuan.exchange.core.envelope import Envelope
from anhuan.exchange.core.receiver import Seat, judged, runs, seated, sort
from anhuan.exchange.core.window import Window

Sign = Callable[[bytes], tuple[str, str]]  # signature and public key
C = TypeVar("C", bound=Session)


class Inbox(Generic[C]):
    """One route's end. One connection; belongs to one thread at a time."""

    def __init__(self, route: str, link: Link[C], sink: Sink[C], sign: Sign) -> None:
        self.route = route
        self._link, self._sink, self._sign = link, sink, sign

    def greet(self, hello: Hello) -> Ack:
        """Seat a sender: everybody before it is fenced off from now on."""
        with self._link.transaction() as connection:
            seat = seated(_seat(connection, self.route), hello)
            _save(connection, self.route, seat)
            dead = held.count(connection, self.route)
        return _ack(seat, [], dead)

    def take(self, batch: Batch) -> Ack | Refusal:
        """Take a batch; what the acknowledgement says is on disk."""
        try:
            with self._link.transaction() as connection:
                seat = _seat(connection, self.route)
                if refusal := judged(seat, batch.head):
                    return refusal
                taken = self._take(connection, seat, batch.messages)
                receipts = self._receipts(connection, taken, batch.messages)
                dead = held.count(connection, self.route)
        except StoreDown as down:
            return Refusal(answers.NOT_NOW, f"接收端数据库暂不可用，稍后自动重试：{down}")
        return _ack(seat, receipts, dead)

    def _take(self, connection: C, seat: Seat, messages: list[Envelope]) -> list[Envelope]:
        sorted_out = sort(seat.window, messages)
        held.hold(connection, self.route, sorted_out.waiting, held.GAP)
        ripe = held.ripe(connection, self.route, seat.window.contiguous)
        now = sorted(sorted_out.now + ripe, key=lambda message: message.seq)
        self._apply(connection, now)
        _save(connection, self.route, seat)
        return sorted(sorted_out.now + sorted_out.waiting, key=lambda message: message.seq)

    def _apply(self, connection: C, messages: list[Envelope]) -> None:
        """Apply what may be; keep what belongs to a paused table, bury what cannot be."""
        flowing = schemas.admitted(connection, self.route, messages)
        buried = self._sink.apply(connection, flowing)
        for message, code, reason in buried:
            held.hold(connection, self.route, [message], held.DEAD, code, reason)
        dead = {id(message) for message, *_ in buried}
        held.supersede(connection, self.route, [m for m in flowing if id(m) not in dead])

    def _receipts(
        self, connection: C, taken: list[Envelope], sent: list[Envelope]
    ) -> list[dict[str, Any]]:
        """One signed for each run without holes, and kept: who asks again gets the same again."""
        if not taken:
            return receipts.find(connection, self.route, sent)
        return [self._receipt(connection, run) for run in runs(taken)]

    def _receipt(self, connection: C, run: list[Envelope]) -> dict[str, Any]:
        first, last = run[0].seq, run[-1].seq
        found = batches.manifest(self.route, [message.digest for message in run])
        signature, public = self._sign(batches.signed_text(self.route, first, last, found))
        receipt = asdict(Receipt(first, last, found, signature, public))
        receipts.keep(connection, self.route, receipt)
        return receipt

    def resume_table(self, table: str) -> int:
        """People have accepted a table's new columns: apply what was kept. Answers how many."""
        with self._link.transaction() as connection:
            self._sink.forget()
            schemas.accept(connection, self.route, table)
            kept = held.take_out(connection, self.route, held.PAUSED, table)
            self._apply(connection, kept)
        return len(kept)

    def replay(self, number: int, body: bytes | None = None) -> str:
        """Try a dead letter again, edited if `body` is given. Answers the reason against, or ""."""
        with self._link.transaction() as connection:
            message = held.one(connection, number, body)
            if message is None:
                return "该死信已处理、已被更新的数据取代或不存在"
            buried = self._sink.apply(connection, [message])
            if buried:
                return buried[0][2]
            held.end(connection, number, "done")
        return ""

    def held(self) -> list[dict[str, Any]]:
        """What is kept and not applied, newest first."""
        with self._link.transaction() as connection:
            return held.listed(connection, self.route)

    def standing(self) -> dict[str, Any]:
        """How it stands: epoch, numbers, gaps, dead letters, tables that wait for people."""
        with self._link.transaction() as connection:
            seat = _seat(connection, self.route)
            return {
                "route": self.route, "epoch": seat.epoch, "sender": seat.sender,
                "contiguous": seat.window.contiguous, "missing": seat.window.missing()[:20],
                "dead": held.count(connection, self.route),
                "paused": schemas.paused(connection, self.route),
            }  # fmt: skip

    def discard(self, number: int) -> bool:
        """Close a dead letter nobody wants any more; False when it waits no longer."""
        with self._link.transaction() as connection:
            return held.discard(connection, self.route, number)

    def has_held(self, number: int) -> bool:
        """Is this one of ours?"""
        return any(row["id"] == number for row in self.held())

    def close(self) -> None:
        """Hang up."""
        self._link.close()


def _ack(seat: Seat, signed: list[dict[str, Any]], dead: int) -> Ack:
    window = seat.window
    return Ack(seat.epoch, window.contiguous, window.missing(), signed, window.highest, dead)


def _seat(connection: Session, route: str) -> Seat:
    query = (
        "select epoch, sender, contiguous, islands from exchange.seat where route = %s for update"
    )
    row = connection.execute(query, (route,)).fetchone()
    if row is None:
        connection.execute(
            "insert into exchange.seat (route, epoch, sender, islands) values (%s, 0, '', '[]')",
            (route,),
        )
        row = (0, "", 0, [])
    islands = orjson.loads(row[3]) if isinstance(row[3], str) else row[3]
    return Seat(int(row[0]), row[1] or "", Window(int(row[2]), [(a, b) for a, b in islands]))


def _save(connection: Session, route: str, seat: Seat) -> None:
    connection.execute(
        "update exchange.seat set epoch = %s, sender = %s, contiguous = %s, islands = %s, "
        '"at" = current_timestamp where route = %s',
        (seat.epoch, seat.sender, seat.window.contiguous,
         orjson.dumps(seat.window.islands).decode(), route),
    )  # fmt: skip
