"""What the worker runs side by side, until it is told to stop."""

import asyncio
import logging
import signal
from typing import Any

import orjson
from nats.aio.client import Client
from nats.aio.msg import Msg
from procrastinate import PsycopgConnector
from procrastinate.contrib.django import app
from procrastinate.contrib.django.utils import connector_params

from anhuan.kernel import clock
from anhuan.web import wiring
from anhuan.web.background import outbox_facts
from anhuan.web.heartbeat import beat
from anhuan.web.instruments import Instruments
from anhuan.web.keeping import keep_going
from anhuan.web.leaving import leave_within
from anhuan.web.live.heartbeats import Board
from anhuan.web.nats import connected
from anhuan.web.outward import Outward
from anhuan.web.relay import Relay
from anhuan.web.scans import Scan, keep_looking
from anhuan.web.watch import watch

log = logging.getLogger(__name__)
JOBS_AT_ONCE = 4
JOBS_END_WITHIN_S = 2.5
WATCH_EVERY_S = 5.0
STOP_WITHIN_S = 4.5


def work() -> None:
    """Run until SIGTERM or SIGINT."""
    logging.getLogger("procrastinate").setLevel(logging.WARNING)
    asyncio.run(_work())


async def _work() -> None:
    stop, loop = asyncio.Event(), asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(_run())
        await stop.wait()
        log.info("worker: stopping")
        leave_within(STOP_WITHIN_S)
        running.cancel()


async def _run() -> None:
    nats, board = await connected("worker"), Board()
    relay = Relay(nats, wiring.REACTIONS, wiring.signals_of)
    try:
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(keep_going("relay", relay.run))
            tasks.create_task(keep_going("outward", Outward(nats, lambda: relay.is_leading).run))
            tasks.create_task(keep_going("instruments", Instruments(nats).run))
            tasks.create_task(keep_going("jobs", _jobs))
            tasks.create_task(keep_going("heartbeat", lambda: _beat(nats, relay)))
            tasks.create_task(_hear(nats, board))
            for scan in (*wiring.SCANS, _watching(board)):
                tasks.create_task(keep_looking(scan))
    finally:
        await nats.close()


async def _jobs() -> None:
    """Procrastinate: jobs from the database, schedules included."""
    jobs = app.with_connector(PsycopgConnector(kwargs=connector_params()))
    async with jobs.open_async():
        await jobs.run_worker_async(
            concurrency=JOBS_AT_ONCE, install_signal_handlers=False,
            shutdown_graceful_timeout=JOBS_END_WITHIN_S, delete_jobs="successful",
        )  # fmt: skip


async def _beat(nats: Client, relay: Relay) -> None:
    async def facts() -> dict[str, Any]:
        return await outbox_facts() | {"detail": {"relay": relay.is_leading}}

    await beat(nats, "worker", facts)


async def _hear(nats: Client, board: Board) -> None:
    async def take(message: Msg) -> None:
        board.hear(orjson.loads(message.data), clock.now())

    await nats.subscribe("hb.>", cb=take)


def _watching(board: Board) -> Scan:
    return Scan("platform", WATCH_EVERY_S, lambda now: watch(board, now))
