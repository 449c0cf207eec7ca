"""The same table in a database of each kind, and messages for it."""

import sqlite3
import uuid
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
import psycopg

from anhuan.exchange.adapters.databases import open_inbox, open_tables
from anhuan.exchange.adapters.storage.inbox import Inbox
from anhuan.exchange.core.answers import Ack, BatchHead, Hello, Refusal
from anhuan.exchange.core.batches import Batch
from anhuan.exchange.core.definition import Receive, read
from anhuan.exchange.core.drift import Column, encode, schema_id
from anhuan.exchange.core.envelope import Envelope, Op, key_text, unpack
from anhuan.exchange.core.frames import Frame
from anhuan.exchange.running.receiving import Receiving
from tests.exchange import mariadb

Row = dict[str, str | None]
NAMES = ("id", "title", "amount", "seen", "picture")
TYPES = {
    "postgres": ("int", "text", "numeric(12, 3)", "timestamptz", "bytea"),
    "mariadb": ("int", "text", "decimal(12, 3)", "timestamp(6) null", "longblob"),
    "sqlite": ("integer", "text", "text", "text", "blob"),
}
TYPES |= {"kingbase": TYPES["postgres"], "opengauss": TYPES["postgres"]}  # of the same protocol
TYPES |= {"oceanbase": ("int", "text", "decimal(12, 3)", "timestamp(6) null", "longblob")}
MYSQL = ("mariadb", "oceanbase")
COLUMNS = [Column(name, "text", name == "id") for name in NAMES]
RECEIVE = """
version: 1
receive: hazards@here
sink: {{kind: {kind}, url: "x", tables: [hazard]{more}}}
"""


@dataclass
class Place:
    """A database of one kind, with a table `hazard`."""

    kind: str
    url: str

    def do(self, *queries: str) -> list[tuple[Any, ...]]:
        if self.kind in MYSQL:
            return mariadb.do(self.url, *queries)
        connect: Callable[[str], Any] = (
            sqlite3.connect if self.kind == "sqlite" else psycopg.connect
        )
        with closing(connect(self.url)) as connection, closing(connection.cursor()) as cursor:
            for query in queries:
                cursor.execute(query)
            rows = list(cursor.fetchall()) if cursor.description else []
            connection.commit()
            return rows

    def make(self) -> None:
        types = zip(NAMES, TYPES[self.kind], strict=True)
        columns = ", ".join(f"{name} {kind}" for name, kind in types)
        columns = columns.replace("title text", "title text not null")
        self.do(f"create table hazard ({columns}, primary key (id))")

    def inbox(self, more: str = "") -> Inbox[Any]:
        receive = read(RECEIVE.format(kind=self.kind, more=more))
        assert isinstance(receive, Receive)
        return open_inbox(receive, self.url, lambda text: (text.hex()[:64], "public"), Path())

    def rows(self, table: str = "hazard") -> list[Row]:
        """All of them as texts, in order of the key."""
        with closing(open_tables(self.kind, self.url)) as tables:
            found = tables.describe(table)
            keys = [(str(row[0]),) for row in self.do(f"select id from {table} order by id")]
            rows = list(tables.rows(table, keys))
            return sorted(rows, key=lambda row: tuple(str(row[name]) for name in found.key))


def row(number: int, title: str | None = "x", **more: str | None) -> Row:
    return {"id": str(number), "title": title, "amount": None, "seen": None, "picture": None,
            **more}  # fmt: skip


def message(seq: int, op: Op, body: Row | list[Column] | None = None) -> Envelope:
    """One message of the table, as it comes off the wire."""
    data, key = b"", ""
    if isinstance(body, list):
        data = encode(body)
    elif body is not None:
        shown = {"id": body["id"]} if op is Op.DELETE else body
        data, key = orjson.dumps(shown), key_text([body["id"]])
    schema = schema_id("hazard", body if isinstance(body, list) else COLUMNS)
    made = Envelope(f"m{seq}", seq, op, "hazard", schema, key, data)
    return unpack(made.pack())


class Sending:
    """A sender of the route, as an inbox sees it."""

    def __init__(self, inbox: Inbox[Any], name: str = "one") -> None:
        self._inbox = inbox
        self.ack = inbox.greet(Hello("hazards@here", name, 0, 0))

    def send(self, *messages: Envelope) -> Ack:
        said = self.say(*messages)
        assert isinstance(said, Ack), said
        return said

    def say(self, *messages: Envelope) -> Ack | Refusal:
        head = BatchHead("hazards@here", self.ack.epoch)
        return self._inbox.take(Batch(head, list(messages)))


class Near:
    """A link that is none: straight into the receiver."""

    def __init__(self, receiving: Receiving) -> None:
        self._receiving = receiving

    def ask(self, frame: Frame) -> Frame:
        return self._receiving.answer(frame)

    def close(self) -> None:
        """Nothing to hang up."""


def sqlite_file(folder: Path) -> str:
    """A new, empty one."""
    path = folder / f"{uuid.uuid4().hex}.sqlite"
    sqlite3.connect(path).close()
    return str(path)
