"""The exchange process: `python -m anhuan.exchange.main`.

Runs the pipes of the data folder's `exchange/*.yaml` and those its desk orders, and opens the doors
of `running.doors`.
"""

import asyncio
import logging
import os
import signal
import sys
from typing import Any

from anhuan.exchange.adapters.desks.far import FarDesk, Membership
from anhuan.exchange.adapters.desks.plant import PlantDesk
from anhuan.exchange.core.definition import Faulty
from anhuan.exchange.running.desk import Steered
from anhuan.exchange.running.doors import opened
from anhuan.exchange.running.node import Node, NodeFolder
from anhuan.node.beating import beat
from anhuan.node.data_folder import DataFolder

log = logging.getLogger("exchange")


async def run(folder: NodeFolder) -> None:
    """Come up and work until cancelled."""
    node = Node(folder)
    node.start()
    steered = _steered(node, folder)
    try:
        async with opened(node) as loops, asyncio.TaskGroup() as tasks:
            for loop in loops:
                tasks.create_task(loop)
            if url := os.environ.get("NATS_URL"):
                tasks.create_task(beat(url, "exchange", lambda: _facts(node)))
            tasks.create_task(asyncio.Event().wait())
    finally:
        if steered:
            await asyncio.to_thread(steered.stop)
        await asyncio.to_thread(node.stop)


def _steered(node: Node, folder: NodeFolder) -> Steered | None:
    """By the desk it was enrolled at, else by the plant it stands beside, else by nobody."""
    if member := Membership.read(folder.membership):
        steered = Steered(node, lambda: FarDesk(member))
    elif os.environ.get("DATABASE_URL"):
        steered = Steered(node, PlantDesk)
    else:
        return None
    steered.start()
    return steered


def _facts(node: Node) -> dict[str, Any]:
    """For the heartbeat: a pipe with a fault is told on its page, the process itself is well."""
    faults = {name: pipe.told.fault for name, pipe in node.all_pipes() if pipe.told.fault}
    return {"detail": {"pipes": len(node.pipes), "faults": faults}}


async def main() -> int:
    """Run until SIGTERM or SIGINT; a faulty definition is told, one fault a line."""
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s %(message)s")
    loop = asyncio.get_running_loop()
    code = 0
    try:
        async with asyncio.TaskGroup() as tasks:
            running = tasks.create_task(run(NodeFolder(DataFolder.from_environment())))
            for number in (signal.SIGTERM, signal.SIGINT):
                loop.add_signal_handler(number, running.cancel)
    except* Faulty as found:
        code = 1
        for error in found.exceptions:
            for fault in getattr(error, "faults", []):
                log.error("%s: %s", fault.place, fault.text)
    return code


def _loop() -> asyncio.AbstractEventLoop:
    """uvloop, which receives a twentieth quicker; it is not made for Windows."""
    try:
        import uvloop
    except ImportError:
        return asyncio.new_event_loop()
    return uvloop.new_event_loop()


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=_loop) as runner:
        code = runner.run(main())
    sys.stderr.flush()
    os._exit(code)  # a thread that still waits for a dead server must not hold us up
