"""What workers say of themselves and what the leases say, with the moment it was first seen."""

import asyncio
import contextlib
import json
import threading
import time

import nats
import orjson

from anhuan.engine.adapters.parts.bucket import Bucket, Failed

LOOK_S = 0.1
SILENT_S = 5.0


class Ear:
    """Follows `hb.engine` and the bucket of leases in a thread of its own."""

    def __init__(self, urls: list[str]) -> None:
        self.beats: dict[str, dict] = {}  # last heartbeat by worker
        self.heard: dict[str, float] = {}  # when
        self.holders: dict[str, list[tuple[float, str, int]]] = {}  # by part: when, worker, epoch
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._run(urls)), daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        self._thread.join()

    def living(self) -> list[str]:
        """Workers heard lately."""
        return [name for name, at in self.heard.items() if time.time() - at < SILENT_S]

    def pids(self) -> dict[str, int]:
        """Process of each worker heard so far."""
        return {name: beat["pid"] for name, beat in self.beats.items()}

    def holder(self, part: str) -> str:
        """Who holds a part as last seen."""
        return self.holders[part][-1][1] if self.holders.get(part) else ""

    def parts_of(self, worker: str) -> list[str]:
        return sorted(part for part in self.holders if self.holder(part) == worker)

    def is_at_work(self, part: str, lag_s: float = 3.0) -> bool:
        """Whether the holder says that it works on the part, and is not behind."""
        told = self.beats.get(self.holder(part), {}).get("detail", {}).get("parts", {})
        found = told.get(part.removeprefix("part."), {})
        return found.get("lag_s", 99) < lag_s

    def taken_after(self, part: str, moment: float, not_by: str) -> float | None:
        """When a part first had another holder after a moment (s)."""
        later = (at for at, worker, _ in self.holders[part] if at > moment and worker != not_by)
        return next((at for at in later), None)

    async def _run(self, urls: list[str]) -> None:
        client = await nats.connect(urls, max_reconnect_attempts=-1, reconnect_time_wait=0.2,
                                    error_cb=_silent, ping_interval=2)  # fmt: skip
        await client.subscribe("hb.engine", cb=self._hear)
        bucket = Bucket(client)
        while not self._stopping.is_set():
            with contextlib.suppress(*Failed, nats.js.errors.Error):
                self._note(await bucket.entries())
            await asyncio.sleep(LOOK_S)
        await client.close()

    async def _hear(self, message) -> None:
        beat = orjson.loads(message.data)
        name = beat["detail"]["worker"]
        self.beats[name], self.heard[name] = beat, time.time()

    def _note(self, entries) -> None:
        for key, entry in entries.items():
            if entry.lease is None or not entry.lease.worker:
                continue
            known = self.holders.setdefault(key, [])
            now = (entry.lease.worker, entry.lease.epoch)
            if not known or known[-1][1:] != now:
                known.append((time.time(), *now))

    def story(self) -> str:
        """Who held what when, for a failed test."""
        rows = [(at, part, worker, epoch)
                for part, found in self.holders.items() for at, worker, epoch in found]  # fmt: skip
        return json.dumps(sorted(rows), indent=0)


async def _silent(error: Exception) -> None:
    """Servers are killed on purpose here."""
