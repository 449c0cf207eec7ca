"""The inbox: data, window and held messages of a route change in one transaction, or not at all."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from psycopg.types.json import Jsonb

from anhuan.exchange.adapters.contract import StoreDown
from anhuan.exchange.adapters.postgres.session import settle
from anhuan.exchange.adapters.postgres.sink import PostgresSink
from anhuan.exchange.adapters.storage import held, origins, receipts, schemas, tables
from anhuan.exchange.adapters.storage.link import Connection, Link
from anhuan.exchange.core import answers, batches
from anhuan.exchange.core.answers import Ack, Hello, Receipt, Refusal
from anhuan.exchange.core.batches import Batch
from anhuan.exchange.core.definition import Receive
from anhuan.exchange.core.envelope import Envelope
from anhuan.exchange.core.receiver import Seat, judged, seated, sort
from anhuan.exchange.core.window import Window

Sign = Callable[[bytes], tuple[str, str]]  # signature and public key


class PostgresInbox:
    """One route's end. One connection; belongs to one thread at a time."""

    def __init__(self, receive: Receive, url: str, sign: Sign) -> None:
        self.route = receive.route
        self._link = Link(url, self._prepare)
        self._sink, self._sign = PostgresSink(receive), sign
        self._is_two_way = receive.conflict is not None

    def _prepare(self, connection: Connection) -> None:
        tables.prepare(connection)
        settle(connection)
        self._sink.forget()
        if self._is_two_way:
            origins.mark_session(connection, self.route)

    def greet(self, hello: Hello) -> Ack:
        """Seat a sender: everybody before it is fenced off from now on."""
        with self._link.transaction() as connection:
            seat = seated(_seat(connection, self.route), hello)
            _save(connection, self.route, seat)
        return Ack(seat.epoch, seat.window.contiguous, seat.window.missing())

    def take(self, batch: Batch) -> Ack | Refusal:
        """Take a batch; what the acknowledgement says is on disk."""
        try:
            with self._link.transaction() as connection:
                seat = _seat(connection, self.route)
                if refusal := judged(seat, batch.head):
                    return refusal
                taken = self._take(connection, seat, batch.messages)
                receipt = self._receipt(connection, taken, batch.messages)
        except StoreDown as down:
            return Refusal(answers.NOT_NOW, f"接收端数据库暂不可用，稍后自动重试：{down}")
        window = seat.window
        return Ack(seat.epoch, window.contiguous, window.missing(), receipt)

    def _take(self, connection: Connection, seat: Seat, messages: list[Envelope]) -> list[Envelope]:
        sorted_out = sort(seat.window, messages)
        held.hold(connection, self.route, sorted_out.waiting, held.GAP)
        ripe = held.ripe(connection, self.route, seat.window.contiguous)
        now = sorted(sorted_out.now + ripe, key=lambda message: message.seq)
        self._apply(connection, now)
        _save(connection, self.route, seat)
        return sorted(sorted_out.now + sorted_out.waiting, key=lambda message: message.seq)

    def _apply(self, connection: Connection, messages: list[Envelope]) -> None:
        """Apply what may be; keep what belongs to a paused table, bury what cannot be."""
        flowing = schemas.admitted(connection, self.route, messages)
        buried = self._sink.apply(connection, flowing)
        for message, code, reason in buried:
            held.hold(connection, self.route, [message], held.DEAD, code, reason)
        dead = {id(message) for message, *_ in buried}
        held.supersede(connection, self.route, [m for m in flowing if id(m) not in dead])

    def _receipt(
        self, connection: Connection, taken: list[Envelope], sent: list[Envelope]
    ) -> dict[str, Any] | None:
        """Signed for a run without holes, and kept: who asks again gets the same again."""
        if not taken:
            return receipts.find(connection, self.route, sent)
        first, last = taken[0].seq, taken[-1].seq
        if last - first + 1 != len(taken):
            return None  # the gaps come again, and with them a receipt each
        found = batches.manifest(self.route, [message.digest for message in taken])
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


def _seat(connection: Connection, route: str) -> Seat:
    connection.execute(
        "insert into exchange.seat (route, epoch, sender) values (%s, 0, '') "
        "on conflict do nothing",
        (route,),
    )
    row = connection.execute(
        "select epoch, sender, contiguous, islands from exchange.seat where route = %s for update",
        (route,),
    ).fetchone()
    assert row
    return Seat(row[0], row[1], Window(row[2], [(a, b) for a, b in row[3]]))


def _save(connection: Connection, route: str, seat: Seat) -> None:
    connection.execute(
        "update exchange.seat set epoch = %s, sender = %s, contiguous = %s, islands = %s, "
        "at = now() where route = %s",
        (seat.epoch, seat.sender, seat.window.contiguous, Jsonb(seat.window.islands), route),
    )
