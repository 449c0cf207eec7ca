"""All terminals together: who is connected, what is stored, what is written down."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.errors import Error as NatsError

from anhuan.domains.vehicles import actions
from anhuan.domains.vehicles.actions.knocks import Stranger
from anhuan.engine.adapters.database import Thread, Unreachable
from anhuan.engine.adapters.jt808.connection import Connection, Goodbye
from anhuan.engine.adapters.jt808.dialogue import Dialogue
from anhuan.engine.adapters.jt808.registry import Enrolled, Registry, read_terminals
from anhuan.engine.adapters.jt808.reporting import Told
from anhuan.engine.adapters.records import write_refusals
from anhuan.engine.adapters.refusals import Refusals
from anhuan.engine.core.jt808.downlink import text
from anhuan.kernel import clock

log = logging.getLogger("jt808")
CONNECTIONS_MAX, PER_ADDRESS_MAX = 1_000, 200
STORED_WITHIN_S = 5.0
KNOCKS_WAITING_MAX = 1_000
SOURCE = "anhuan.v1.jt808."


@dataclass(slots=True)
class Server:
    """The house every dialogue lives in."""

    registry: Registry
    bus: Client
    database: Thread
    refusals: Refusals = field(default_factory=Refusals)
    knocks: Counter[Stranger] = field(default_factory=Counter)
    heard: dict[UUID, datetime] = field(default_factory=dict)
    connections: dict[Connection, None] = field(default_factory=dict)  # oldest first
    addresses: Counter[str] = field(default_factory=Counter)
    stored: int = 0
    troubles: dict[str, str] = field(default_factory=dict)

    async def welcome(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, from its beginning to its end."""
        address = str((writer.get_extra_info("peername") or ("?",))[0])
        connection = Connection(reader, writer, Dialogue(self, address))
        if self._is_full(address):
            self.refuse("", "too_many", address)
            connection.close()
            return
        self.connections[connection] = None
        self.addresses[address] += 1
        try:
            await connection.run()
        except Goodbye as end:
            if end.reason:
                self.refuse(connection.dialogue.phone, end.reason, address)
        except Exception:
            log.exception("a connection from %s broke off", address)  # a fault of ours
            self.refuse(connection.dialogue.phone, "bad_shape", address)
        finally:
            self._forget(connection, address)

    def _is_full(self, address: str) -> bool:
        full = len(self.connections) >= CONNECTIONS_MAX
        return full or self.addresses[address] >= PER_ADDRESS_MAX

    def _forget(self, connection: Connection, address: str) -> None:
        connection.close()
        self.connections.pop(connection, None)
        self.addresses[address] -= 1
        if not self.addresses[address]:
            del self.addresses[address]

    def connection_of(self, terminal: Enrolled) -> Connection | None:
        """Where a terminal is signed in; the newest, for an older one may be dead already."""
        signed_in = (c for c in self.connections if c.dialogue.terminal is not None)
        return next((c for c in reversed(list(signed_in)) if c.dialogue.phone == terminal.phone),
                    None)  # fmt: skip

    def enrolled(self, phone: str) -> Enrolled | None:
        """See `House`."""
        return self.registry.by_phone.get(phone)

    async def store(self, told: list[Told]) -> bool:
        """See `House`: acknowledged by JetStream, or not stored."""
        stream = self.bus.jetstream()
        try:
            for one in told:
                await stream.publish(
                    one.subject, one.payload, timeout=STORED_WITHIN_S,
                    headers={"Nats-Msg-Id": one.key},
                )  # fmt: skip
        except (NatsError, TimeoutError, OSError) as error:
            self.troubles["nats"] = str(error) or type(error).__name__
            return False
        self.troubles.pop("nats", None)
        self.stored += len(told)
        return True

    async def sign_up(self, terminal: Enrolled, stated: dict[str, str], is_2019: bool) -> str:
        """See `House`."""
        code = await self._write(actions.sign_up_terminal, terminal.id, stated, is_2019=is_2019)
        await self.reload()  # it may sign in with the next message
        return code or ""

    async def log_out(self, terminal: Enrolled) -> None:
        """See `House`."""
        await self._write(actions.log_out_terminal, terminal.id)
        await self.reload()

    async def confirm(self, terminal: Enrolled) -> None:
        """See `House`; when it cannot be written, the next sign-in asks again."""
        try:
            await self._write(actions.confirm_parameters, terminal.id)
        except OSError:
            return
        await self.reload()

    async def _write(self, function: Any, *args: Any, **kwargs: Any) -> Any:
        try:
            return await self.database.run(function, *args, **kwargs)
        except Unreachable as error:
            self.troubles["database"] = str(error).strip().splitlines()[0][:200]
            raise OSError("the database does not answer") from error

    def knock(self, stranger: Stranger) -> None:
        """See `House`."""
        if len(self.knocks) < KNOCKS_WAITING_MAX:
            self.knocks[stranger] += 1

    def refuse(self, phone: str, reason: str, detail: str = "", payload: bytes = b"") -> None:
        """See `House`."""
        source = SOURCE + (phone or "-")
        self.refusals.note(clock.now_ms(), source, reason, detail, payload)

    async def reload(self) -> None:
        """Read the enrolled terminals; connections of those gone are closed."""
        try:
            found = await self.database.run(read_terminals, self.registry.company)
        except Unreachable as error:
            self.troubles["database"] = str(error).strip().splitlines()[0][:200]
            return
        self.troubles.pop("database", None)
        self.registry.know(found)
        for connection in list(self.connections):
            terminal = connection.dialogue.terminal
            if terminal is not None and terminal.phone not in self.registry.by_phone:
                connection.close()

    async def tell_driver(self, message: Msg) -> None:
        """Words for a tag (`anhuan.v1.down.{tag}`): shown and spoken in the cab."""
        terminal = self.registry.by_tag.get(message.subject.rsplit(".", 1)[-1])
        if terminal is None:
            return
        connection = self.connection_of(terminal)
        words = _words_of(message.data)
        if connection is None or not words:
            return
        try:
            await connection.send([text(words, is_2019=connection.dialogue.is_2019)])
        except Goodbye:
            connection.close()

    async def write_down(self) -> None:
        """Counts, samples, knocks and signs of life into the database; kept when it is away."""
        for one in self.connections:
            if one.dialogue.terminal is not None:
                self.heard.setdefault(one.dialogue.terminal.id, clock.now())
        counts, samples = self.refusals.take()
        knocks, self.knocks = self.knocks, Counter()
        heard, self.heard = self.heard, {}
        try:
            await self.database.run(self._write_down, counts, samples, knocks, heard)
        except Unreachable:
            self.refusals.give_back(counts, samples)
            self.knocks.update(knocks)

    def _write_down(self, counts: Any, samples: Any, knocks: Any, heard: Any) -> None:
        if counts or samples:
            write_refusals(counts, samples)
        for stranger, times in knocks.items():
            actions.note_knock(self.registry.company, stranger, times)
        if heard:
            actions.note_heard(heard)


def _words_of(data: bytes) -> str:
    try:
        said = orjson.loads(data)
    except orjson.JSONDecodeError:
        return ""
    words = said.get("text") if isinstance(said, dict) else None
    return words if isinstance(words, str) else ""
