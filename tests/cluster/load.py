"""Tags that walk, published by JetStream so that what was acknowledged is known."""

import asyncio
import json
import threading
import time
from random import Random

import nats

from tests.faults.plant import FIRST_OF_NEIGHBOUR, report, tag_number
from tests.faults.story import place

AGAIN_S = 0.2
PATIENCE_S = 1.0


class Load:
    """Each gateway reports its tags once a second; keys are pressed on `press`. One more gateway
    reports the neighbours' tags, which walk as the first ones of the plant do."""

    def __init__(self, urls: list[str], tags: int, neighbours: int, gateways: int) -> None:
        self.acknowledged: dict[str, list[int]] = {}
        self.pressed: list[str] = []
        self._urls, self._tags, self._gateways = urls, tags, gateways
        self._neighbours = range(FIRST_OF_NEIGHBOUR, FIRST_OF_NEIGHBOUR + neighbours)
        self._stopping = threading.Event()
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._follow)
        self._thread.start()
        self._ready.wait(20)

    def press(self, number: str) -> None:
        """A tag calls for help; returns when that is acknowledged."""
        body = json.dumps({"key": "sos", "pressed": True}).encode()
        said = self._say(f"in.v1.button.{number}", body)
        asyncio.run_coroutine_threadsafe(said, self._loop).result(60)
        self.pressed.append(number)

    def stop(self) -> dict[str, list[int]]:
        """Stop; the times (ms) of each tag's acknowledged reports."""
        self._stopping.set()
        self._thread.join()
        return self.acknowledged

    def _follow(self) -> None:
        self._loop.run_until_complete(self._run())
        self._loop.close()

    async def _run(self) -> None:
        self._client = await nats.connect(
            self._urls, max_reconnect_attempts=-1, reconnect_time_wait=0.2, error_cb=_silent,
            ping_interval=2,
        )  # fmt: skip
        self._jetstream = self._client.jetstream(timeout=PATIENCE_S)
        self._ready.set()
        async with asyncio.TaskGroup() as tasks:
            for k in range(self._gateways):
                tasks.create_task(self._walk(k, range(k, self._tags, self._gateways)))
            tasks.create_task(self._walk(self._gateways, self._neighbours))
        await self._client.close()

    async def _walk(self, number: int, tags: range) -> None:
        random, due = Random(number), time.time() + number / self._gateways
        async with asyncio.TaskGroup() as tasks:
            while not self._stopping.is_set():
                await asyncio.sleep(max(0, due - time.time()))
                t_ms = int(due * 1000)
                batch = [report(k, t_ms, *stood(k, due), random) for k in tags]
                tasks.create_task(self._report(f"in.v1.ranging.gw{number}", batch, t_ms, tags))
                due += 1

    async def _report(self, subject: str, batch: list[dict], t_ms: int, tags: range) -> None:
        await self._say(subject, json.dumps(batch).encode())
        for k in tags:
            self.acknowledged.setdefault(tag_number(k), []).append(t_ms)

    async def _say(self, subject: str, body: bytes) -> None:
        """Until it is acknowledged: a gateway keeps what is not."""
        while True:
            try:
                await self._jetstream.publish(subject, body)
                return
            except (nats.errors.Error, nats.js.errors.Error, OSError, TimeoutError):
                await asyncio.sleep(AGAIN_S)


def stood(k: int, t_s: float) -> tuple[float, float]:
    """Where tag k is; a neighbour's walks its own ground."""
    return place(k % FIRST_OF_NEIGHBOUR, t_s)


async def _silent(error: Exception) -> None:
    """Servers are killed on purpose here."""
