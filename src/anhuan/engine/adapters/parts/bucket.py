"""The bucket of leases in NATS: read whole, written by compare-and-set.

It lies in the servers' memory: what is good for four seconds is worth no disk, and a disk that is
slow must not cost a lease. Epochs live on in the database.
"""

from __future__ import annotations

import asyncio
from typing import Any

import orjson
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.errors import Error as NatsError
from nats.js.api import KeyValueConfig, StorageType
from nats.js.errors import BucketNotFoundError, KeyWrongLastSequenceError, NotFoundError
from nats.js.kv import KeyValue

from anhuan.engine.core.leases import Entry, Lease
from anhuan.kernel import clock
from anhuan.node.streams import replicas

NAME = "engine_leases"
SUBJECT = f"$KV.{NAME}."
KEPT_S = 60.0  # an entry nobody renews; the epochs live on in the database
PATIENCE_S = 1.0
Failed = (NatsError, OSError, TimeoutError)


class Bucket:
    """Leases and signs of life. Methods raise one of `Failed` when the server does not answer."""

    def __init__(self, bus: Client) -> None:
        self.bus = bus
        self._values: KeyValue | None = None

    async def entries(self) -> dict[str, Entry]:
        """Every entry there is, in one question."""
        await self._open()
        question = orjson.dumps({"multi_last": [f"{SUBJECT}>"]})
        found: dict[str, Entry] = {}
        inbox = self.bus.new_inbox()
        answers = await self.bus.subscribe(inbox)
        try:
            await self.bus.publish(f"$JS.API.DIRECT.GET.KV_{NAME}", question, reply=inbox)
            async with asyncio.timeout(PATIENCE_S):
                while not _is_last(message := await answers.next_msg(PATIENCE_S)):
                    _take(message, found)
        finally:
            if self.bus.is_connected:
                await answers.unsubscribe()
        return found

    async def sign(self, worker: str, about: dict[str, Any]) -> None:
        """Say that a worker lives."""
        values = await self._open()
        await values.put(worker, orjson.dumps({**about, "t": clock.now().isoformat()}))

    async def write(self, key: str, lease: Lease, revision: int, valid_s: float) -> bool:
        """Write a lease if its entry is still of `revision` (0: if there is none)."""
        values = await self._open()
        until = clock.from_ms(clock.now_ms() + round(1000 * valid_s)).isoformat()
        body = {"worker": lease.worker, "epoch": lease.epoch, "until": until}
        try:
            await values.update(key, orjson.dumps(body), last=revision)
        except KeyWrongLastSequenceError:
            return False
        return True

    async def _open(self) -> KeyValue:
        if self._values is None:
            jetstream = self.bus.jetstream(timeout=PATIENCE_S)
            try:
                self._values = await jetstream.key_value(NAME)
            except (BucketNotFoundError, NotFoundError):
                self._values = await jetstream.create_key_value(
                    KeyValueConfig(
                        bucket=NAME, history=1, ttl=KEPT_S, storage=StorageType.MEMORY,
                        replicas=replicas(), direct=True,
                    )
                )  # fmt: skip
        return self._values

    def forget(self) -> None:
        """Look for the bucket anew: it may have gone with its server."""
        self._values = None


def _is_last(message: Msg) -> bool:
    """204: no more; 404: nothing at all; anything else without a subject is a refusal."""
    headers = message.headers or {}
    status = headers.get("Status")
    if status in ("204", "404"):
        return True
    if status:
        raise NatsError(f"{status} {headers.get('Description', '')}")
    return False


def _take(message: Msg, found: dict[str, Entry]) -> None:
    headers = message.headers or {}
    key, revision = headers["Nats-Subject"].removeprefix(SUBJECT), int(headers["Nats-Sequence"])
    try:
        body = orjson.loads(message.data)
        is_lease = "epoch" in body
        lease = Lease(str(body["worker"]), int(body["epoch"])) if is_lease else None
    except (orjson.JSONDecodeError, KeyError, TypeError, ValueError):
        return
    found[key] = Entry(revision, lease)
