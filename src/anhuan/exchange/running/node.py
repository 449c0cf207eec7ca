"""A node: the definitions of its folder, its pipes, and what it receives."""

import json
import logging
import os
from dataclasses import dataclass
from pathlib import Path

from anhuan.exchange.adapters.doors.guard import Guard, Pass
from anhuan.exchange.adapters.files.storing import Uploads
from anhuan.exchange.adapters.secrets import cipher_keys, resolve
from anhuan.exchange.core.definition import Pipe, Receive, read_all
from anhuan.exchange.running.keeping import Keeping
from anhuan.exchange.running.pipe import RunningPipe
from anhuan.exchange.running.receiving import Receiving
from anhuan.kernel.sm2 import load_or_make
from anhuan.node.data_folder import DataFolder

log = logging.getLogger("exchange")


@dataclass(frozen=True, slots=True)
class NodeFolder:
    """Where a node finds what it needs, inside the data folder."""

    data: DataFolder

    @property
    def definitions(self) -> Path:
        """YAML files, one or more documents each."""
        return self.data.root / "exchange"

    @property
    def passes(self) -> Path:
        """Who may send here: names, SM3 of tokens, routes."""
        return self.data.secrets / "exchange-passes.json"

    @property
    def wishes(self) -> Path:
        """Which pipes people have stopped or paused; it outlives a restart."""
        return self.definitions / "wishes.json"

    @property
    def store(self) -> str:
        """The outbox: `ANHUAN_EXCHANGE_STORE`, else the plant's database, else a file."""
        found = os.environ.get("ANHUAN_EXCHANGE_STORE") or os.environ.get("DATABASE_URL")
        return found or f"sqlite:{self.definitions / 'outbox.sqlite'}"

    def read(self) -> list[Pipe | Receive]:
        """All definitions. Raises `Faulty`."""
        files = sorted(self.definitions.glob("*.yaml"))
        return [one for file in files for one in read_all(file.read_text(encoding="utf-8"))]

    def read_passes(self) -> list[Pass]:
        """Who may come in."""
        if not self.passes.exists():
            return []
        said = json.loads(self.passes.read_text(encoding="utf-8"))
        return [Pass(one["name"], one["token_sm3"], tuple(one["routes"])) for one in said]


class Node:
    """All of it, running."""

    def __init__(self, folder: NodeFolder) -> None:
        self._folder = folder
        found = folder.read()
        keys = cipher_keys(folder.data.secrets / "exchange")
        self.pipes = {
            one.name: RunningPipe(one, folder.store, keys) for one in found if isinstance(one, Pipe)
        }
        self._keeping = Keeping(folder.store)
        receives = [one for one in found if isinstance(one, Receive)]
        key = load_or_make(folder.data.secrets / "plant-sm2")
        self.sign = lambda text: (key.sign(text), key.public)
        self.receiving = Receiving(receives, resolve, self.sign)
        self.uploads = {
            one.route: Uploads(one.route, Path(resolve(one.sink.url)))
            for one in receives
            if one.sink.kind == "folder"
        }
        self.guard = Guard(folder.read_passes())

    def start(self) -> None:
        """Start every pipe people have not stopped."""
        if self.pipes:
            self._keeping.start()
        wishes = self._wishes()
        for name, pipe in self.pipes.items():
            wish = wishes.get(name, "running")
            if wish == "paused":
                pipe.pause()
            if wish == "stopped":
                pipe.told.state = "stopped"
            else:
                pipe.start()
        log.info("%d pipes, %d routes received", len(self.pipes), len(self.receiving.routes))

    def wish(self, name: str, state: str) -> None:
        """People want a pipe running, paused or stopped. Raises KeyError for no such pipe."""
        pipe = self.pipes[name]
        if state == "stopped":
            pipe.stop()
        elif state == "paused":
            pipe.pause()
        else:
            if pipe.told.state == "stopped":
                pipe.start()
            pipe.resume()
        self._keep_wishes(self._wishes() | {name: state})

    def _wishes(self) -> dict[str, str]:
        if not self._folder.wishes.exists():
            return {}
        found: dict[str, str] = json.loads(self._folder.wishes.read_text(encoding="utf-8"))
        return found

    def _keep_wishes(self, wishes: dict[str, str]) -> None:
        draft = self._folder.wishes.with_suffix(".new")
        draft.write_text(json.dumps(wishes), encoding="utf-8")
        draft.replace(self._folder.wishes)

    def stop(self) -> None:
        """End everything; nothing is lost."""
        self._keeping.stop()
        for pipe in self.pipes.values():
            if pipe.told.state != "stopped":
                pipe.stop()
        self.receiving.close()
