"""Intents and results, in a file of the node."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from anhuan.exchange.adapters.contract import StoreDown
from anhuan.exchange.core.envelope import Envelope

TABLE = """
    create table if not exists effect (
        seq integer primary key, id text not null, state text not null,
        at text not null default current_timestamp
    )
"""
KEPT = 1_000_000  # results; a receiver's window never asks for what lies so far back


class Journal:
    """Of one route. One connection, made when first used; belongs to one thread at a time."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._connection: sqlite3.Connection | None = None

    def intend(self, messages: Iterable[Envelope]) -> list[Envelope]:
        """Note what is about to happen; answers what has not happened yet. Raises `StoreDown`."""
        some = list(messages)
        done = self._done(some)
        left = [one for one in some if (one.seq, one.id) not in done]
        self._write(
            "insert or replace into effect (seq, id, state) values (?, ?, 'intended')",
            [(one.seq, one.id) for one in left],
        )
        return left

    def _done(self, messages: list[Envelope]) -> set[tuple[int, str]]:
        if not messages:
            return set()
        seqs = [one.seq for one in messages]
        with _telling_down():
            rows = self._open().execute(
                "select seq, id from effect where state = 'done' and seq between ? and ?",
                (min(seqs), max(seqs)),
            )
            return {(int(seq), str(name)) for seq, name in rows}

    def finish(self, message: Envelope) -> None:
        """It has happened."""
        self._write("update effect set state = 'done' where seq = ?", [(message.seq,)])
        if message.seq % 10_000 == 0:
            self._write("delete from effect where seq < ?", [(message.seq - KEPT,)])

    def _write(self, query: str, rows: list[tuple[object, ...]]) -> None:
        with _telling_down(), self._open() as connection:
            connection.executemany(query, rows)

    def _open(self) -> sqlite3.Connection:
        if self._connection is None:
            connection = sqlite3.connect(self._path, check_same_thread=False)
            try:
                connection.execute("pragma journal_mode = wal")
                connection.execute("pragma synchronous = full")
                connection.execute(TABLE)
            except sqlite3.Error:
                connection.close()  # half prepared it would be of no use later either
                raise
            self._connection = connection
        return self._connection

    def close(self) -> None:
        """Let go."""
        if self._connection is not None:
            self._connection.close()
        self._connection = None


@contextmanager
def _telling_down() -> Iterator[None]:
    """A full or missing disk as `StoreDown`: it is tried again."""
    try:
        yield
    except sqlite3.OperationalError as error:
        raise StoreDown(str(error)) from error
