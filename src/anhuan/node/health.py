"""What `/healthz` answers: the state of each server, process and the disk, each within 1 s."""

import asyncio
import time
from collections.abc import Awaitable, Iterable, Mapping
from datetime import datetime
from typing import Any, TypeVar

import psycopg
from nats.aio.client import Client
from nats.errors import Error as NatsError
from nats.js.errors import Error as JetStreamError

from anhuan.node import caretaker, disk
from anhuan.node.child_state import read_states
from anhuan.node.data_folder import DataFolder
from anhuan.node.health_rules import Heard, Part, judge_nats, judge_postgres, judge_process, overall

TIMEOUT_S = 1.0
PROCESSES = ("web", "engine", "worker")
PROVINCE = ("web", "worker")  # where nothing is positioned
WHERE_STARTED = ("reporter", "exchange", "jt808", "receiver")  # alive where the supervisor has them
FAILURES = (OSError, NatsError, JetStreamError, psycopg.Error)

T = TypeVar("T")


async def collect(
    *,
    database_url: str,
    nats: Client | None,
    heard: Mapping[str, Heard],
    data: DataFolder,
    now: datetime,
    expected: Iterable[str] = PROCESSES,
) -> dict[str, Any]:
    """Measure everything at once and judge it. Never raises; `ok` says whether all is well.

    `heard` is the last heartbeat of each process with the time it came.
    """
    postgres, broker = await asyncio.gather(_postgres(database_url), _nats(nats))
    processes = {name: judge_process(heard.get(name), now) for name in expected}
    room = await asyncio.to_thread(caretaker.look, data)
    is_ok = overall([postgres, broker, *processes.values()]) and room.room is not disk.Room.FULL
    return {
        "ok": is_ok,
        "t": now.isoformat(),
        "postgres": postgres.as_dict(),
        "nats": broker.as_dict(),
        "disk": _disk(room),
        "processes": {name: part.as_dict() for name, part in processes.items()},
        "children": await asyncio.to_thread(read_states, data.run),
    }


async def _postgres(url: str) -> Part:
    return judge_postgres(*(await _in_time(_ping(url)) or (None, False)))


async def _ping(url: str) -> tuple[float, bool]:
    began = time.perf_counter()
    async with await psycopg.AsyncConnection.connect(url, connect_timeout=1) as connection:
        cursor = await connection.execute("select pg_is_in_recovery()")
        row = await cursor.fetchone()
    return (time.perf_counter() - began) * 1000, bool(row and row[0])


async def _nats(client: Client | None) -> Part:
    if client is None or not client.is_connected:
        return judge_nats(None, {})
    return judge_nats(*(await _in_time(_jetstream(client)) or (None, {})))


async def _jetstream(client: Client) -> tuple[int, dict[str, int]]:
    jetstream = client.jetstream(timeout=TIMEOUT_S)
    account = await jetstream.account_info()
    consumers = await jetstream.consumers_info("INGEST")
    return account.storage, {c.name: c.num_pending or 0 for c in consumers}


async def _in_time(work: Awaitable[T]) -> T | None:
    """The answer, or None when there was none within a second."""
    try:
        async with asyncio.timeout(TIMEOUT_S):
            return await work
    except FAILURES:
        return None


def _disk(found: disk.DiskDecision) -> dict[str, Any]:
    return {
        "ok": found.room is not disk.Room.FULL,
        "state": found.room.value,
        "free_bytes": found.free_bytes,
        "free_pct": round(100 * found.free_bytes / found.total_bytes, 1),
    }
