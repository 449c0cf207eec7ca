"""Changes from the binary log of MySQL and MariaDB: insert, update, delete, nothing added anywhere.

Positions: "copy:NUMBER:KEY@FILE:PLACE" while the first copy runs (from where the log is to be
followed afterwards), then "FILE:PLACE" behind the last transaction that is in the outbox.
"""

import time
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from anhuan.exchange.adapters.contract import Portion
from anhuan.exchange.adapters.copying import PREFIX
from anhuan.exchange.adapters.mysql.log_reader import LogReader
from anhuan.exchange.adapters.mysql.stream import BinlogStream, Place, end_of_log
from anhuan.exchange.adapters.sql.first_copy import first_copy, tables_of
from anhuan.exchange.core.binlog.events import Commit, Query, Rows, TableMap
from anhuan.exchange.core.definition import Pipe
from anhuan.exchange.core.portions import is_ready

SEEN_AFTER_S = 1.0
LONGEST_S = 0.2  # how long changes are collected before they are handed on


class BinlogSource:
    """The source `mysql` or `mariadb` with `capture: log`."""

    def __init__(self, pipe: Pipe, url: str) -> None:
        self._pipe, self._url = pipe, url
        self._tables = tables_of(pipe, url, waits=True)
        self._stream: BinlogStream | None = None

    def follow(self, position: str | None) -> Iterator[Portion]:
        """First the rows that are there, then every change."""
        if position is None or position.startswith(PREFIX):
            copied, _, place = (position or "").rpartition("@")
            start = Place.read(place) if place else end_of_log(self._url)
            for portion in first_copy(self._pipe, self._tables, copied or None):
                yield Portion(portion.changes, f"{portion.position}@{start}")
        else:
            start = Place.read(position)
        yield from self._changes(start)

    def _changes(self, start: Place) -> Iterator[Portion]:
        stream = self._stream = BinlogStream(self._url, start, f"anhuan {self._pipe.name}")
        schema = unquote(urlsplit(self._url).path[1:])
        reader = LogReader(schema, self._pipe.tables, self._tables)
        safe = told = start
        is_inside, due = False, time.monotonic() + LONGEST_S
        while True:
            event = stream.read()
            if event is not None:
                reader.take(event)
            is_inside = isinstance(event, TableMap | Rows) or (is_inside and not _ends(event))
            if not is_inside:
                safe = stream.place
            late = event is None or time.monotonic() > due
            if is_ready(reader.count, reader.size, is_inside=is_inside, is_late=late):
                changes = reader.changes()
                is_news = not is_inside and (bool(changes) or safe != told)
                yield Portion(changes, str(safe) if is_news else None)
                told = safe if is_news else told
                due = time.monotonic() + LONGEST_S

    def confirm(self, position: str) -> None:
        """The server keeps its log as long as its keeper says, not for us."""

    def close(self) -> None:
        """Hang up."""
        if self._stream:
            self._stream.close()
        self._tables.close()


def _ends(event: object) -> bool:
    """Is a transaction over? Tables without transactions say COMMIT as a statement."""
    is_statement = isinstance(event, Query) and event.text.strip().upper() in ("COMMIT", "ROLLBACK")
    return isinstance(event, Commit) or is_statement


def renew(pipe: Pipe, url: str) -> str:
    """Where the log is followed from after it was lost: its end, before tables are compared.

    What the log has told up to there can be seen a moment later.
    """
    place = end_of_log(url)
    time.sleep(SEEN_AFTER_S)
    return str(place)
