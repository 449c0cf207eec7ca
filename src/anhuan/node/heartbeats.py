"""Who was heard last, and when: the heartbeats of all processes, as seen by one of them."""

from datetime import datetime
from typing import Any

import orjson
from nats.aio.client import Client
from nats.aio.msg import Msg

from anhuan.kernel.clock import now

SUBJECT = "hb.*"


class Heartbeats:
    """The latest heartbeat of each process. Restarts show as a new pid."""

    def __init__(self) -> None:
        self.latest: dict[str, tuple[dict[str, Any], datetime]] = {}

    async def listen(self, client: Client) -> None:
        """Subscribe on this connection; the subscription lives as long as that does."""
        await client.subscribe(SUBJECT, cb=self._on_message)

    async def _on_message(self, message: Msg) -> None:
        self.note(message.data, now())

    def last_of(self, process: str) -> tuple[dict[str, Any] | None, datetime | None]:
        """The last heartbeat of a process and when it was heard; two Nones when it never was."""
        return self.latest.get(process, (None, None))

    def note(self, payload: bytes, heard_at: datetime) -> None:
        """Remember one heartbeat; what is not one is ignored."""
        try:
            beat = orjson.loads(payload)
            name = beat["process"]
        except (orjson.JSONDecodeError, KeyError, TypeError):
            return
        if isinstance(name, str):
            self.latest[name] = (beat, heard_at)
