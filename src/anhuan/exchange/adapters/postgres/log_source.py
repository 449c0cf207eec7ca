"""Changes by logical decoding: insert, update and delete, from the log, nothing added to tables.

Positions: "copy:NUMBER:KEY" while the first copy runs (table, last key of it), then the LSN up to
which all is in the outbox. The slot is made before the copy, so what changes meanwhile comes after
it again; whole rows applied in order end the same.
"""

import time
from collections.abc import Iterator

from anhuan.exchange.adapters.contract import LogLost, Portion
from anhuan.exchange.adapters.copying import PREFIX
from anhuan.exchange.adapters.postgres import catalog, slot
from anhuan.exchange.adapters.postgres.first_copy import FirstCopy
from anhuan.exchange.adapters.postgres.log_reader import LogReader
from anhuan.exchange.adapters.postgres.replication import Keepalive, ReplicationStream
from anhuan.exchange.adapters.postgres.session import connect
from anhuan.exchange.core.definition import Pipe
from anhuan.exchange.core.portions import is_ready

LINGER_S = 0.05  # how long to wait for more before what is there is handed on
LONGEST_S = 0.2  # and under steady load
HEARTBEAT_S = 10.0
REASSURE_S = 5.0


class LogSource:
    """The source `postgres` with `capture: log`."""

    def __init__(self, pipe: Pipe, url: str) -> None:
        self._pipe, self._url = pipe, url
        self._connection = connect(url)
        self._stream: ReplicationStream | None = None
        self._beaten = time.monotonic()
        self._said = self._beaten
        self._stored = 0  # the place in the log up to which all is in the outbox
        self.retained = 0  # bytes of log the server keeps for us

    def follow(self, position: str | None) -> Iterator[Portion]:
        """First the rows that are there, then every change."""
        names = [table.name for table in self._pipe.tables]
        is_new = slot.ensure(self._connection, self._pipe.name, names)
        if is_new and position is not None and not position.startswith(PREFIX):
            raise LogLost("复制槽被删除后重建，其间的变化要靠比对补齐")
        if position is None or position.startswith(PREFIX):
            yield from FirstCopy(self._pipe, self._connection).follow(position)
            position = None
        yield from self._changes(int(position or self._confirmed()))

    def _confirmed(self) -> int:
        state = slot.state(self._connection, self._pipe.name)
        return state.confirmed if state else 0

    def _changes(self, start: int) -> Iterator[Portion]:
        name = slot.name_of(self._pipe.name)
        self._stream = ReplicationStream(self._url, name, name, start)
        described = {
            table.name: catalog.describe(self._connection, table.name, table.key)
            for table in self._pipe.tables
        }
        reader = LogReader(start, described, self._connection)
        due, held = time.monotonic() + LONGEST_S, 0
        while True:
            said, now = self._stream.read(LINGER_S), time.monotonic()
            self._reassure(now)
            if isinstance(said, bytes):
                reader.take(said)
                held += len(said)
                count, inside = len(reader.changes), reader.is_inside
                if not is_ready(count, held, is_inside=inside, is_late=now > due):
                    continue
            elif isinstance(said, Keepalive):
                self._idle(reader, said)
            yield reader.portion()
            due, held = time.monotonic() + LONGEST_S, 0
            self._watch()

    def _idle(self, reader: LogReader, said: Keepalive) -> None:
        """With nothing of ours under way, a quiet table must not hold the server's log.

        An answer to every keepalive would be answered by one: then nobody is ever idle.
        """
        assert self._stream
        before = self._stored
        if reader.is_idle:  # all that came before has been stored: we were not asked for more else
            reader.safe = max(reader.safe, said.wal_end)
            self._stored = max(self._stored, reader.safe)
        if said.asks or self._stored > before:
            self._stream.feedback(self._stored)

    def _reassure(self, now: float) -> None:
        """In the middle of a large transaction too: a server that hears nothing hangs up."""
        if self._stream and now - self._said > REASSURE_S:
            self._said = now
            self._stream.feedback(self._stored)

    def _watch(self) -> None:
        """Every ten seconds: a heartbeat into the log, and a look at what is kept for us."""
        if time.monotonic() - self._beaten < HEARTBEAT_S:
            return
        self._beaten = time.monotonic()
        self._connection.execute(slot.HEARTBEAT)
        state = slot.state(self._connection, self._pipe.name)
        if state is None or state.is_lost:
            raise LogLost("复制槽已失效，正改为比对补齐")
        self.retained = state.retained

    def confirm(self, position: str) -> None:
        """Up to there all is in the outbox."""
        if self._stream and not position.startswith(PREFIX):
            self._stored = max(self._stored, int(position))
            self._stream.feedback(self._stored)

    def close(self) -> None:
        """Hang up; the slot stays and remembers."""
        if self._stream:
            self._stream.close()
        self._connection.close()
