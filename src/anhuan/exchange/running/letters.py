"""Dead letters of a pipe: what its transforms refused."""

from collections.abc import Mapping
from contextlib import closing

from anhuan.exchange.adapters.contract import Buried
from anhuan.exchange.adapters.stores import open_outbox
from anhuan.exchange.core.definition import Pipe
from anhuan.exchange.core.envelope import unpack
from anhuan.exchange.running.collecting import Collector
from anhuan.exchange.running.told import Told


class Letters:
    """Asked by people, each time over a connection of its own."""

    def __init__(self, pipe: Pipe, store: str, keys: Mapping[str, bytes], told: Told) -> None:
        self._pipe, self._store, self._keys, self._told = pipe, store, keys, told

    def held(self) -> list[dict[str, object]]:
        """Those that wait."""
        with closing(open_outbox(self._store)) as outbox:
            return [self._shown(one) for one in outbox.buried(self._pipe.name)]

    def _shown(self, one: Buried) -> dict[str, object]:
        draft = unpack(one.packed)
        return {
            "id": one.id, "pipe": self._pipe.name, "why": "dead", "code": one.code,
            "reason": one.reason, "table": draft.table, "key": draft.key,
            "body": draft.body.decode(),
        }  # fmt: skip

    def replay(self, number: int, body: bytes | None) -> str:
        """Try one again; the reason against, or ""."""
        with closing(open_outbox(self._store)) as outbox:
            return Collector(self._pipe, self._keys, outbox, self._told).replay(number, body)

    def discard(self, number: int) -> bool:
        """Close one; False when it waits no longer."""
        with closing(open_outbox(self._store)) as outbox:
            return outbox.discard(self._pipe.name, number)
