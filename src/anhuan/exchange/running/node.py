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
from anhuan.exchange.running.settling import settle
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
    def ordered(self) -> Path:
        """What the desk has ordered; a node that is alone goes on with it."""
        return self.definitions / "ordered.json"

    @property
    def membership(self) -> Path:
        """Where the desk is, and our key there."""
        return self.data.secrets / "exchange-node.json"

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
        self.folder, self.store = folder, folder.store
        folder.definitions.mkdir(parents=True, exist_ok=True)
        found = folder.read()
        self._keys = keys = cipher_keys(folder.data.secrets / "exchange")
        self.pipes = {
            one.name: RunningPipe(one, folder.store, keys) for one in found if isinstance(one, Pipe)
        }
        self._keeping = Keeping(folder.store)
        receives = [one for one in found if isinstance(one, Receive)]
        key = load_or_make(folder.data.secrets / "plant-sm2")
        self.sign = lambda text: (key.sign(text), key.public)
        keep = folder.definitions / "effects"
        self.receiving = Receiving(receives, resolve, self.sign, keep)
        self.uploads: dict[str, Uploads] = {}
        for one in receives:
            self._take_files(one)
        self._own = {one.name if isinstance(one, Pipe) else one.route for one in found}
        self.guard = Guard(folder.read_passes())

    def start(self) -> None:
        """Start every pipe people have not stopped."""
        if self.pipes:
            self._keeping.start()
        wishes = self._wishes()
        for name, pipe in self.pipes.items():
            self._begin(pipe, wishes.get(name, "running"))
        log.info("%d pipes, %d routes received", len(self.pipes), len(self.receiving.routes))

    def _begin(self, pipe: RunningPipe, wish: str) -> None:
        if wish == "paused":
            pipe.pause()
        if wish == "stopped":
            pipe.told.state = "stopped"
        else:
            pipe.start()

    def all_pipes(self) -> list[tuple[str, RunningPipe]]:
        """As they are now: orders may change them meanwhile."""
        return list(self.pipes.items())

    def put(self, definition: Pipe | Receive, *, state: str = "running") -> None:
        """Run a definition from now on, in place of the one of that name. Raises KeyError where
        the node's own folder defines it."""
        name = definition.name if isinstance(definition, Pipe) else definition.route
        if name in self._own:
            raise KeyError(f"{name} 已由节点的文件夹定义，请改名")
        if isinstance(definition, Receive):
            self.receiving.put(definition)
            self._take_files(definition)
            return
        self.drop(name)
        pipe = self.pipes[name] = RunningPipe(definition, self.store, self._keys)
        self._begin(pipe, state)
        self._keeping.start()

    def drop(self, name: str) -> None:
        """Run it no longer; what waits in the outbox stays."""
        if pipe := self.pipes.pop(name, None):
            pipe.stop()
        self.receiving.remove(name)
        self.uploads.pop(name, None)

    def settled(self, definition: Pipe | Receive) -> Pipe | Receive:
        """With the names of a page as the places of this machine."""
        return settle(definition, self.folder.data.secrets / "exchange", self.folder.definitions)

    def _take_files(self, receive: Receive) -> None:
        if receive.sink.kind == "folder":
            folder = Path(resolve(receive.sink.url))
            self.uploads[receive.route] = Uploads(receive.route, folder)

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
        if name in self._own:
            self._keep_wishes(self._wishes() | {name: state})

    def _wishes(self) -> dict[str, str]:
        if not self.folder.wishes.exists():
            return {}
        found: dict[str, str] = json.loads(self.folder.wishes.read_text(encoding="utf-8"))
        return found

    def _keep_wishes(self, wishes: dict[str, str]) -> None:
        draft = self.folder.wishes.with_suffix(".new")
        draft.write_text(json.dumps(wishes), encoding="utf-8")
        draft.replace(self.folder.wishes)

    def stop(self) -> None:
        """End everything; nothing is lost."""
        self._keeping.stop()
        for _, pipe in self.all_pipes():
            if pipe.told.state != "stopped":
                pipe.stop()
        self.receiving.close()
