"""One pipe at work: a thread that collects, one for each route that sends, one that compares."""

import logging
import threading
import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from anhuan.exchange.adapters.contract import LinkDown, LogLost, SourceTrouble, StoreDown
from anhuan.exchange.adapters.databases import is_database
from anhuan.exchange.adapters.files.sender import FileSender
from anhuan.exchange.adapters.secrets import resolve
from anhuan.exchange.adapters.sources import open_source
from anhuan.exchange.adapters.stores import open_outbox
from anhuan.exchange.adapters.transports import open_transport
from anhuan.exchange.core.definition import Pipe, Route
from anhuan.exchange.running.collecting import Collector
from anhuan.exchange.running.comparing import Look
from anhuan.exchange.running.folders import FolderSender
from anhuan.exchange.running.letters import Letters
from anhuan.exchange.running.proofs import Proofs
from anhuan.exchange.running.repairing import repair
from anhuan.exchange.running.sending import RouteSender, Shared, wait
from anhuan.exchange.running.told import Told

log = logging.getLogger("exchange")
LONGEST_PAUSE_S = 30.0


class RunningPipe:
    """Started and stopped as a whole; `pause` keeps collecting and sends nothing."""

    def __init__(self, pipe: Pipe, store: str, keys: Mapping[str, bytes]) -> None:
        self.pipe, self.told = pipe, Told()
        self.senders: dict[str, Shared] = {}
        self._store, self._keys = store, keys
        self._over, self._paused = threading.Event(), threading.Event()
        self._threads: list[threading.Thread] = []
        self.proofs = Proofs(pipe, store, keys, self.told)
        self.letters = Letters(pipe, store, keys, self.told)

    def start(self) -> None:
        """Begin to work."""
        self._over.clear()
        self._run("collect", self._collect)
        for route in self.pipe.routes:
            self._run_lanes(route)
            if not is_database(self.pipe.source.kind):
                continue
            self._run(f"compare {route.to}", partial(self.proofs.run, route, self._over.is_set))

    def _run_lanes(self, route: Route) -> None:
        """A thread for each batch that may be under way at once; files go one after another."""
        shared = self.senders[self.pipe.route_name(route)] = Shared()
        lanes = route.in_flight if self.pipe.source.kind != "folder" else 1
        for number in range(lanes):
            name = f"send {route.to}" + (f" {number + 1}" if number else "")
            self._run(name, partial(self._send, route, name, shared))

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
                    self.told.faults[name] = str(trouble)
                except Exception:
                    log.exception("%s: %s", self.pipe.name, name)
                    self.told.faults[name] = "内部错误，已记入日志，正在重试"
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
        except LogLost as lost:
            self.told.faults["collect"] = str(lost)
            repair(self.pipe, outbox, self._comparers())
            raise StoreDown("已用比对补齐，重新开始跟随日志") from lost
        finally:
            if source is not None:
                source.close()
            outbox.close()

    def _comparers(self) -> list[Callable[[], list[Look]]]:
        return [partial(self.proofs.once, route) for route in self.pipe.routes]

    def _send(self, route: Route, lane: str, shared: Shared) -> None:
        if self.pipe.source.kind == "folder":
            self._send_files(route)
            return
        outbox, name = open_outbox(self._store), self.pipe.route_name(route)
        transport = open_transport(route.transport, self._token(route))
        sender = RouteSender(name, outbox, transport, route.batch, shared)
        self.told.mended(lane)
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
