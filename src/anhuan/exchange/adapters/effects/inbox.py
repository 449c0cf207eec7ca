"""The inbox of a route that ends outside: numbers and dead letters in a file of the node."""

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from anhuan.exchange.adapters.contract import Unapplied
from anhuan.exchange.adapters.effects.journal import Journal
from anhuan.exchange.adapters.effects.targets import TARGETS, Target
from anhuan.exchange.adapters.secrets import resolve
from anhuan.exchange.adapters.sql import ours
from anhuan.exchange.adapters.sql.session import SqlLink, SqlSession
from anhuan.exchange.adapters.storage.inbox import Inbox, Sign
from anhuan.exchange.core.definition import Receive
from anhuan.exchange.core.envelope import Envelope, Op
from anhuan.kernel.digest import sm3_hex


class EffectSink:
    """Lets each message happen outside, one after another, each once."""

    def __init__(self, receive: Receive, target: Target, journal: Journal) -> None:
        self._receive, self._target, self._journal = receive, target, journal

    def forget(self) -> None:
        """Nothing is remembered of what is outside."""

    def apply(self, session: SqlSession, messages: Iterable[Envelope]) -> list[Unapplied]:
        """In order; the ones that are refused, with code and reason.

        The inbox's transaction may still fail: then the same come again, and the journal knows.
        """
        some = [one for one in messages if one.op is not Op.SCHEMA]
        strange = [one for one in some if not self._receive.takes(one.table)]
        refused: list[Unapplied] = [
            (one, "table_not_taken", f"接收端的定义没有列出表 {one.table}，不予写入")
            for one in strange
        ]
        for message in self._journal.intend(one for one in some if one not in strange):
            if reason := self._target.do(self._key(message), message):
                refused.append((message, *reason))  # nothing has happened: may be asked again
            else:
                self._journal.finish(message)
        return refused

    def _key(self, message: Envelope) -> str:
        """The same for the same message; a dead letter that was edited is another one."""
        edited = "" if message.digest else f"/{sm3_hex(message.body)[:8]}"
        return f"{self._receive.route}/{message.seq}/{message.id}{edited}"


class EffectInbox(Inbox[SqlSession]):
    """Lets go of what is outside, too."""

    def __init__(self, receive: Receive, url: str, sign: Sign, keep: Path) -> None:
        keep.mkdir(parents=True, exist_ok=True)
        name = receive.route.replace("/", "_")
        store = keep / f"{name}.sqlite"
        with closing(sqlite3.connect(store)):
            pass  # it must be there to be connected to
        self._journal = Journal(keep / f"{name}.effects.sqlite")
        options = receive.sink.options
        make = TARGETS[receive.sink.kind]
        self._target = make(url, resolve(options.get("token", "")), options.get("ca", ""))
        sink = EffectSink(receive, self._target, self._journal)
        super().__init__(receive.route, SqlLink("sqlite", str(store), ours.prepare), sink, sign)

    def close(self) -> None:
        """Hang up."""
        super().close()
        self._target.close()
        self._journal.close()
