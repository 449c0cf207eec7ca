"""The process `jt808`: listens on ANHUAN_JT808_PORT for vehicle terminals."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import signal
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "anhuan.web.settings")

from anhuan.engine.adapters import database

database.set_up()

import orjson  # noqa: E402 - models need a Django that is set up
from nats.aio.msg import Msg  # noqa: E402

from anhuan.domains.org.models import Company  # noqa: E402
from anhuan.engine.adapters import bus, rounds  # noqa: E402
from anhuan.engine.adapters.configuration import find_company  # noqa: E402
from anhuan.engine.adapters.database import Thread, Unreachable  # noqa: E402
from anhuan.engine.adapters.jt808.registry import Registry  # noqa: E402
from anhuan.engine.adapters.jt808.server import Server  # noqa: E402
from anhuan.kernel import clock  # noqa: E402

log = logging.getLogger("jt808")
PORT = 8808
WRITE_EVERY_S, RELOAD_EVERY_S, BEAT_EVERY_S = 1.0, 15.0, 2.0


async def run(port: int) -> None:
    """Listen until cancelled."""
    thread = Thread("jt808")
    connection = await bus.connect()
    server = Server(Registry(await plant_of(thread)), connection, thread)
    await server.reload()
    await connection.subscribe("anhuan.v1.down.*", cb=server.tell_driver)
    changed = asyncio.Event()

    async def note_change(message: Msg) -> None:
        changed.set()

    await connection.subscribe(f"cfg.{server.registry.company.code}.changed", cb=note_change)
    listening = await asyncio.start_server(server.welcome, "0.0.0.0", port, backlog=256)
    log.info("listening on %d, %d terminals enrolled", port, len(server.registry.by_phone))
    async with listening, asyncio.TaskGroup() as tasks:
        try:
            tasks.create_task(rounds.every(WRITE_EVERY_S, server.write_down))
            tasks.create_task(rounds.every(BEAT_EVERY_S, lambda: beat(server)))
            await follow(server, changed)
        finally:
            listening.close()
            for one in list(server.connections):
                one.close()
            with contextlib.suppress(Exception):
                await asyncio.wait_for(server.write_down(), 2)


async def follow(server: Server, changed: asyncio.Event) -> None:
    """Read the terminals again when told, and now and then."""
    while True:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(changed.wait(), RELOAD_EVERY_S)
        changed.clear()
        await server.reload()


async def plant_of(thread: Thread) -> Company:
    """The plant this server belongs to; waits until somebody has entered one."""
    while True:
        with contextlib.suppress(*Unreachable):
            company = await thread.run(find_company)
            if company is not None:
                return company
        await asyncio.sleep(1)


async def beat(server: Server) -> None:
    """`hb.jt808`."""
    signed_in = sum(one.dialogue.terminal is not None for one in server.connections)
    facts = {
        "process": "jt808",
        "pid": os.getpid(),
        "t": clock.now().isoformat(),
        "state": "degraded" if server.troubles else "ok",
        "lag_s": 0.0,
        "detail": {
            "connections": len(server.connections),
            "signed_in": signed_in,
            "enrolled": len(server.registry.by_phone),
            "stored": server.stored,
            "refused": dict(server.refusals.total),
            "troubles": dict(server.troubles),
        },
    }
    await bus.publish(server.bus, "hb.jt808", orjson.dumps(facts))


async def main() -> int:
    """Run until SIGTERM or SIGINT."""
    loop = asyncio.get_running_loop()
    port = int(os.environ.get("ANHUAN_JT808_PORT") or PORT)
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(run(port))
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, running.cancel)
    return 0


if __name__ == "__main__":
    code = asyncio.run(main())
    sys.stderr.flush()
    os._exit(code)  # a thread that still waits for a dead server must not hold us up
