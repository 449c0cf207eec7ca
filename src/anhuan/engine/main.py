"""The engine process: `python -m anhuan.engine.main`.

One message's way is `adapters/beat.py: PIPELINE`; what else goes on is the list of tasks below.
With `ANHUAN_ENGINE_PARTS` the process is one worker of several instead: `adapters/parts/worker.py`.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
import os
import signal
import sys
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "anhuan.web.settings")

from anhuan.engine.adapters import database

database.set_up()

from nats.aio.client import Client  # noqa: E402 - models need a Django that is set up

from anhuan.engine.adapters import answers, bus, rounds, start  # noqa: E402
from anhuan.engine.adapters.database import Thread  # noqa: E402
from anhuan.engine.adapters.engine import Engine  # noqa: E402
from anhuan.engine.adapters.parts import told  # noqa: E402
from anhuan.engine.adapters.parts.naming import parts_wanted  # noqa: E402
from anhuan.engine.adapters.parts.worker import Worker  # noqa: E402
from anhuan.engine.adapters.stream import Reader  # noqa: E402
from anhuan.engine.core.warmup import compile_all  # noqa: E402
from anhuan.kernel.jit import warn_of_compiling  # noqa: E402

log = logging.getLogger("engine")
LAST_WORDS_S = 3.0  # for the final checkpoint, of the five seconds we have


def starting() -> dict[str, Any]:
    """What the heartbeat says before there is an engine."""
    return {"state": "degraded", "lag_s": 0.0, "detail": {"troubles": {"engine": "starting"}}}


async def run() -> None:
    """Come up and work until cancelled."""
    records, alarms = Thread("records"), Thread("alarms")
    connection = await bus.connect()
    tell = starting
    async with asyncio.TaskGroup() as tasks:
        heart = tasks.create_task(rounds.beat_for_ever(connection, lambda: tell()))
        plant = await start.find_plant(records)
        engine, position = await start.wake_up(plant, records)
        reader = Reader(connection, position)
        tell = lambda: rounds.facts(engine, reader, connection)  # noqa: E731
        try:
            await work(engine, reader, connection, records, alarms)
        finally:
            heart.cancel()
            await last_words(engine, reader, connection, records)


async def share(solvers: int) -> None:
    """Be one of several workers, until cancelled."""
    connection = await bus.connect()
    worker = Worker(connection, solvers)
    async with asyncio.TaskGroup() as tasks:
        heart = tasks.create_task(rounds.beat_for_ever(connection, lambda: told.facts(worker)))
        try:
            await worker.run()
        finally:
            heart.cancel()
            with contextlib.suppress(Exception):
                await asyncio.wait_for(connection.close(), 1)


async def work(
    engine: Engine, reader: Reader, connection: Client, records: Thread, alarms: Thread
) -> None:
    """Everything at once; one that fails ends all, and the supervisor starts us again."""
    reload = asyncio.Event()
    gc.freeze()  # what is there now stays: no collection need walk through it again
    log.info("%s: %d tags", engine.plant.company.name, len(engine.plant.config.tags))
    async with asyncio.TaskGroup() as tasks:
        for loop in (
            reader.run(),
            rounds.follow(engine, reader, connection),
            rounds.show(engine, connection),
            rounds.tell_states(engine, records, connection),
            rounds.keep_latest(engine, records),
            rounds.keep_devices(engine, records),
            rounds.keep_checkpoints(engine, reader, records),
            rounds.keep_configuration(engine, records, reload),
            engine.alarms.run(engine.plant.company, alarms),
            answers.answer_for_ever(engine, connection, reload.set),
        ):
            tasks.create_task(loop)


async def last_words(engine: Engine, reader: Reader, connection: Client, records: Thread) -> None:
    """The final checkpoint, if the database is quick enough."""
    try:
        await asyncio.wait_for(rounds.save(engine, reader, records), LAST_WORDS_S)
        log.info("stopped after message %d", engine.seq)
    except TimeoutError:
        log.warning("no final checkpoint: the database did not answer")
    with contextlib.suppress(Exception):
        await asyncio.wait_for(connection.close(), 1)


async def main() -> int:
    """Run until SIGTERM or SIGINT."""
    loop = asyncio.get_running_loop()
    async with asyncio.TaskGroup() as tasks:
        solvers = parts_wanted()
        running = tasks.create_task(share(solvers) if solvers else run())
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, running.cancel)
    return 0


if __name__ == "__main__":
    compile_all()  # half a second when it has been done before
    warn_of_compiling()
    # Writing an alarm is nine short turns beside the solve loop: 5 ms to wait for each is long.
    sys.setswitchinterval(0.001)
    code = asyncio.run(main())
    sys.stderr.flush()
    os._exit(code)  # a thread that still waits for a dead server must not hold us up
