"""All routes of a node that receives: a frame in, a frame out."""

import logging
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeVar

import orjson

from anhuan.exchange.adapters.contract import SourceTrouble, StoreDown, Tables
from anhuan.exchange.adapters.databases import (
    is_database,
    open_inbox,
    open_tables,
    takes_messages,
)
from anhuan.exchange.adapters.storage.inbox import Inbox, Sign
from anhuan.exchange.core import answers, asking, batches
from anhuan.exchange.core.answers import Ack, Hello, Refusal
from anhuan.exchange.core.definition import Receive
from anhuan.exchange.core.frames import Frame, Kind

log = logging.getLogger("exchange")
Resolve = Callable[[str], str]  # "env:NAME" -> what it stands for
LEISURE_S = 0.2
T = TypeVar("T")
Answer = Ack | Refusal | bytes


class Receiving:
    """Answers frames; may be called by many threads, one at a time for each route."""

    def __init__(
        self, receives: Iterable[Receive], resolve: Resolve, sign: Sign, keep: Path = Path()
    ) -> None:
        """`keep`: a folder for what ends without transactions cannot keep themselves."""
        self.routes: dict[str, Inbox[Any]] = {}
        self._tables: dict[str, Tables] = {}
        self._locks: dict[str, threading.Lock] = {}
        self._receives: dict[str, Receive] = {}
        self._resolve, self._sign, self._keep = resolve, sign, keep
        for receive in receives:
            self.put(receive)

    def put(self, receive: Receive) -> None:
        """Take a route from now on, or take it otherwise than before."""
        if not takes_messages(receive.sink.kind):
            return
        self.remove(receive.route)
        url = self._resolve(receive.sink.url)
        self._locks[receive.route] = threading.Lock()
        if is_database(receive.sink.kind):
            self._tables[receive.route] = open_tables(receive.sink.kind, url)
        self._receives[receive.route] = receive
        self.routes[receive.route] = open_inbox(receive, url, self._sign, self._keep)

    def remove(self, route: str) -> None:
        """Take it no longer; what has come stays."""
        if route in self.routes:
            with self._locks[route]:
                self.routes.pop(route).close()
                if tables := self._tables.pop(route, None):
                    tables.close()
                del self._receives[route]

    def standing(self, route: str) -> dict[str, Any] | None:
        """How a route stands; None while it is busy or its database is away."""
        return self._at_leisure(route, lambda inbox: inbox.standing())

    def letters(self, route: str) -> list[dict[str, Any]] | None:
        """Its dead letters; None while it is busy or its database is away."""
        return self._at_leisure(route, lambda inbox: inbox.held())

    def _at_leisure(self, route: str, do: Callable[[Inbox[Any]], T]) -> T | None:
        if not (lock := self._locks[route]).acquire(timeout=LEISURE_S):
            return None
        try:
            return do(self.routes[route])
        except (StoreDown, KeyError):
            return None
        finally:
            lock.release()

    def answer(self, frame: Frame, allowed: Callable[[str], bool] = lambda route: True) -> Frame:
        """The answer to any frame; never raises for what others send."""
        try:
            said = self._answer(frame, allowed)
        except StoreDown as down:
            said = Refusal(answers.NOT_NOW, f"接收端数据库暂不可用，稍后自动重试：{down}")
        except (ValueError, SourceTrouble) as error:
            said = Refusal(answers.BAD_BATCH, f"无法识别的内容：{error}")
        except Exception:
            log.exception("a frame could not be answered")
            said = Refusal(answers.NOT_NOW, "接收端内部错误，已记入日志，稍后自动重试")
        if isinstance(said, bytes):
            return Frame(Kind.FOUND, said)
        return Frame(Kind.ACK if isinstance(said, Ack) else Kind.REFUSED, said.encode())

    def _answer(self, frame: Frame, allowed: Callable[[str], bool]) -> Ack | Refusal | bytes:
        if frame.kind is Kind.HELLO:
            hello = Hello.decode(frame.payload)
            return self._on(hello.route, allowed, lambda inbox: inbox.greet(hello))
        if frame.kind is Kind.BATCH:
            batch = batches.decode(frame.payload)
            return self._on(batch.head.route, allowed, lambda inbox: inbox.take(batch))
        if frame.kind in (Kind.HASHES, Kind.KEYS):
            question = asking.decode(orjson.loads(frame.payload))
            return self._on(question.route, allowed, lambda _: self._found(question, frame.kind))
        return Refusal(answers.BAD_BATCH, "不是提问")

    def _on(
        self,
        route: str,
        allowed: Callable[[str], bool],
        do: Callable[[Inbox[Any]], Answer],
    ) -> Answer:
        if not allowed(route):
            return Refusal(answers.NOT_ALLOWED, "令牌无权使用该通道，请核对令牌与通道名称")
        if route not in self.routes:
            return Refusal(answers.UNKNOWN_ROUTE, f"接收端没有通道 {route}，请先在接收端定义")
        with self._locks[route]:
            return do(self.routes[route])

    def _found(self, question: asking.Question, kind: Kind) -> bytes:
        if not self._receives[question.route].takes(question.table):
            raise SourceTrouble(f"接收端的定义没有列出表 {question.table}")
        if (tables := self._tables.get(question.route)) is None:
            raise SourceTrouble("该接收端不是数据库，不能比对")
        about = (question.table, question.columns, question.ranges)
        if kind is Kind.HASHES:
            return asking.encode_digests(tables.digests(*about))
        return asking.encode_rows(tables.row_digests(*about))

    def resume_table(self, route: str, table: str) -> int:
        """Apply what a paused table has kept. Raises KeyError for no such route."""
        with self._locks[route]:
            return self.routes[route].resume_table(table)

    def replay(self, number: int, body: bytes | None) -> str:
        """Try a dead letter again; the reason against, or ""."""
        for route, inbox in self.routes.items():
            with self._locks[route]:
                if inbox.has_held(number):
                    return inbox.replay(number, body)
        return "没有此死信"

    def discard(self, route: str, number: int) -> bool:
        """Close a dead letter. Raises KeyError for no such route."""
        with self._locks[route]:
            return self.routes[route].discard(number)

    def close(self) -> None:
        """Hang up everywhere."""
        for inbox in self.routes.values():
            inbox.close()
        for tables in self._tables.values():
            tables.close()
