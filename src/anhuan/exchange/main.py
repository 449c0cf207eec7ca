"""The exchange process: `python -m anhuan.exchange.main`.

Runs the pipes of the data folder's `exchange/*.yaml`, and opens doors where a port is given:
ANHUAN_EXCHANGE_PORT (HTTP, HTTPS with the box's certificate), ANHUAN_EXCHANGE_TCP_PORT (frames,
by TLS where there is a certificate), ANHUAN_EXCHANGE_MQTT (`mqtt://broker/PREFIX`, with
ANHUAN_EXCHANGE_MQTT_USER and _PASSWORD).
"""

import asyncio
import contextlib
import logging
import os
import signal
import ssl
import sys
from collections.abc import Iterator

import uvicorn

from anhuan.exchange.adapters.contract import LinkDown
from anhuan.exchange.adapters.doors.http import HttpDoor
from anhuan.exchange.adapters.doors.mqtt import MqttDoor
from anhuan.exchange.adapters.doors.tcp import TcpDoor
from anhuan.exchange.adapters.files.receiver import FileDoor
from anhuan.exchange.core.definition import Endpoint, Faulty
from anhuan.exchange.running.managing import Managing
from anhuan.exchange.running.metrics import metrics
from anhuan.exchange.running.node import Node, NodeFolder
from anhuan.node.data_folder import DataFolder
from anhuan.node.tls import Tls

BROKER_PAUSE_S = 2.0
log = logging.getLogger("exchange")


class Server(uvicorn.Server):
    """Leaves signals to us."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Nothing to capture."""
        yield


async def run(folder: NodeFolder) -> None:
    """Come up and work until cancelled."""
    node = Node(folder)
    tls = Tls.of(folder.data)
    node.start()
    try:
        async with asyncio.TaskGroup() as tasks:
            if port := _number("ANHUAN_EXCHANGE_PORT"):
                tasks.create_task(_serve(node, folder, port, tls))
            if port := _number("ANHUAN_EXCHANGE_TCP_PORT"):
                door = TcpDoor(node.receiving.answer, node.guard)
                await door.open(_host(), port, _context(tls))
            if url := os.environ.get("ANHUAN_EXCHANGE_MQTT"):
                tasks.create_task(_listen(node, url))
            tasks.create_task(asyncio.Event().wait())
    finally:
        await asyncio.to_thread(node.stop)


async def _listen(node: Node, url: str) -> None:
    """At a broker; one that is away is tried again for ever."""
    options = {
        "user": os.environ.get("ANHUAN_EXCHANGE_MQTT_USER", ""),
        "password": "env:ANHUAN_EXCHANGE_MQTT_PASSWORD",
    }
    endpoint = Endpoint(url.partition(":")[0], url, options)
    name = f"exchange-door-{os.getpid()}"
    while True:
        try:
            arguments = (endpoint, name, node.receiving.answer, node.guard)
            door = await asyncio.to_thread(MqttDoor, *arguments)
            break
        except LinkDown as down:
            log.warning("MQTT: %s", down)
            await asyncio.sleep(BROKER_PAUSE_S)
    try:
        await asyncio.Event().wait()
    finally:
        door.close()


async def _serve(node: Node, folder: NodeFolder, port: int, tls: Tls) -> None:
    files, managing = FileDoor(node.uploads, node.sign), Managing(node)
    app = HttpDoor(node.receiving.answer, node.guard, files, managing, lambda: metrics(node))
    certificate, key = (tls.certificate, tls.key) if tls.is_there else (None, None)
    config = uvicorn.Config(
        app, host=_host(), port=port, log_level="warning", access_log=False, lifespan="off",
        timeout_keep_alive=75, limit_concurrency=200, ssl_certfile=certificate, ssl_keyfile=key,
    )  # fmt: skip
    await Server(config).serve()


def _context(tls: Tls) -> ssl.SSLContext | None:
    if not tls.is_there:
        return None
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.load_cert_chain(tls.certificate, tls.key)
    return context


def _host() -> str:
    return os.environ.get("ANHUAN_EXCHANGE_HOST") or "0.0.0.0"


def _number(variable: str) -> int:
    return int(os.environ.get(variable) or 0)


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


if __name__ == "__main__":
    code = asyncio.run(main())
    sys.stderr.flush()
    os._exit(code)  # a thread that still waits for a dead server must not hold us up
