"""One pipe at work: a thread that collects, one for each route that sends, one that compares."""

import logging
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from anhuan.exchange.adapters.contract import Buried, LinkDown, Outbox, SourceTrouble, StoreDown
from anhuan.exchange.adapters.files.sender import FileSender
from anhuan.exchange.adapters.postgres.digests import PostgresTables
from anhuan.exchange.adapters.secrets import resolve
from anhuan.exchange.adapters.sources import open_source
from anhuan.exchange.adapters.stores import open_outbox
from anhuan.exchange.adapters.transports import open_transport
from anhuan.exchange.core.definition import Pipe, Route
from anhuan.exchange.core.envelope import unpack
from anhuan.exchange.running.collecting import Collector
from anhuan.exchange.running.comparing import Comparer, Look
from anhuan.exchange.running.folders import FolderSender
from anhuan.exchange.running.repairing import SlotLost, repair
from anhuan.exchange.running.sending import RouteSender, wait

log = logging.getLogger("exchange")
LONGEST_PAUSE_S = 30.0
COMPARE_EVERY_S = 60  # where comparing is the only way to see changes


@dataclass(slots=True)
class Told:
    """How a pipe stands, for the page and the metrics."""

    state: str = "running"
    fault: str = ""
    collected: int = 0
    buried: int = 0
    looks: dict[str, list[Look]] = field(default_factory=dict)  # by route


class RunningPipe:
    """Started and stopped as a whole; `pause` keeps collecting and sends nothing."""

    def __init__(self, pipe: Pipe, store: str, keys: Mapping[str, bytes]) -> None:
        self.pipe, self.told = pipe, Told()
        self.senders: dict[str, RouteSender] = {}
        self._store, self._keys = store, keys
        self._over, self._paused = threading.Event(), threading.Event()
        self._threads: list[threading.Thread] = []
        self._compare_now = threading.Event()

    def start(self) -> None:
        """Begin to work."""
        self._over.clear()
        self._run("collect", self._collect)
        for route in self.pipe.routes:
            self._run(f"send {route.to}", partial(self._send, route))
            if self.pipe.source.kind != "postgres":
                continue
            self._run(f"compare {route.to}", partial(self._compare, route))

    def _run(self, name: str, work: Callable[[], None]) -> None:
        """A loop that outlives every trouble, and tells it."""

        def loop() -> None:
            failures = 0
            while not self._over.is_set():
                began = time.monotonic()
                try:
                    work()
                    return
                except (SourceTrouble, StoreDown, LinkDown) as trouble:
                    log.warning("%s: %s: %s", self.pipe.name, name, trouble)
                    self.told.fault = str(trouble)
                except Exception:
                    log.exception("%s: %s", self.pipe.name, name)
                    self.told.fault = "内部错误，已记入日志，正在重试"
                failures = 0 if time.monotonic() - began > LONGEST_PAUSE_S else failures + 1
                wait(self._over.is_set)(min(LONGEST_PAUSE_S, 0.1 * 2 ** min(failures, 9)))

        thread = threading.Thread(target=loop, name=f"{self.pipe.name} {name}", daemon=True)
        self._threads.append(thread)
        thread.start()

    def _collect(self) -> None:
        outbox = open_outbox(self._store)
        source = open_source(self.pipe, resolve(self.pipe.source.url))
        try:
            if source is not None:
                collector = Collector(self.pipe, self._keys, outbox, self.told)
                collector.run(source, self._over.is_set)
        except SlotLost as lost:
            self.told.fault = str(lost)
            repair(self.pipe, outbox, self._comparers(outbox))
            raise StoreDown("已用比对补齐，重新开始跟随日志") from lost
        finally:
            if source is not None:
                source.close()
            outbox.close()

    def _comparers(self, outbox: Outbox) -> list[Callable[[], list[Look]]]:
        return [partial(self._compare_once, route, outbox) for route in self.pipe.routes]

    def _send(self, route: Route) -> None:
        if self.pipe.source.kind == "folder":
            self._send_files(route)
            return
        outbox, name = open_outbox(self._store), self.pipe.route_name(route)
        transport = open_transport(route.transport, self._token(route))
        sender = self.senders[name] = RouteSender(name, outbox, transport, route.batch)
        try:
            sender.run(self._over.is_set, wait(self._over.is_set), self._paused.is_set)
        finally:
            transport.close()
            outbox.close()

    def _send_files(self, route: Route) -> None:
        name = self.pipe.route_name(route)
        sender = FileSender(route.transport, self._token(route), name)
        patterns = [table.name for table in self.pipe.tables]
        folder = FolderSender(Path(resolve(self.pipe.source.url)), patterns, sender)
        try:
            folder.run(self._over.is_set, wait(self._over.is_set))
        finally:
            sender.close()

    def _token(self, route: Route) -> str:
        return resolve(route.transport.options.get("token", ""))

    def _compare(self, route: Route) -> None:
        every = route.compare_every_s
        if self.pipe.capture == "compare":
            every = every or COMPARE_EVERY_S
            self._compare_now.set()
        outbox = open_outbox(self._store)
        due = time.monotonic() + every
        try:
            while not self._over.is_set():
                if self._compare_now.wait(0.2) or (every and time.monotonic() > due):
                    self._compare_now.clear()
                    self._compare_once(route, outbox)
                    due = time.monotonic() + every
        finally:
            outbox.close()

    def _compare_once(self, route: Route, outbox: Outbox) -> list[Look]:
        name = self.pipe.route_name(route)
        keys = {table.name: table.key for table in self.pipe.tables if table.key}
        tables = PostgresTables(resolve(self.pipe.source.url), keys)
        transport = open_transport(route.transport, self._token(route))

        def is_drained() -> bool:
            state = outbox.state(name)
            return state.acked >= state.last

        try:
            comparer = Comparer(self.pipe, route, tables, transport, outbox, self._keys)
            self.told.looks[name] = comparer.run(is_drained)
        finally:
            transport.close()
            tables.close()
        return self.told.looks[name]

    def held(self) -> list[dict[str, object]]:
        """Dead letters of this pipe, for people."""
        outbox = open_outbox(self._store)
        try:
            return [self._told_of(one) for one in outbox.buried(self.pipe.name)]
        finally:
            outbox.close()

    def _told_of(self, one: Buried) -> dict[str, object]:
        draft = unpack(one.packed)
        return {
            "id": one.id,
            "pipe": self.pipe.name,
            "why": "dead",
            "code": one.code,
            "reason": one.reason,
            "table": draft.table,
            "key": draft.key,
            "body": draft.body.decode(),
        }

    def replay(self, number: int, body: bytes | None) -> str:
        """Try a dead letter again; the reason against, or ""."""
        outbox = open_outbox(self._store)
        try:
            return Collector(self.pipe, self._keys, outbox, self.told).replay(number, body)
        finally:
            outbox.close()

    def compare(self) -> None:
        """Look now."""
        self._compare_now.set()

    def pause(self) -> None:
        """Send nothing; changes are still collected."""
        self.told.state = "paused"
        self._paused.set()

    def resume(self) -> None:
        """Send again."""
        self.told.state = "running"
        self._paused.clear()

    def stop(self) -> None:
        """End all threads; nothing is lost, the next start goes on."""
        self.told.state = "stopped"
        self._over.set()
        for thread in self._threads:
            thread.join(10)
        self._threads.clear()
