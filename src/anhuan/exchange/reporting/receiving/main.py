"""The receiver of a province or park: `python -m anhuan.exchange.reporting.receiving.main`.

ANHUAN_REPORT_PORT (HTTP, HTTPS with the box's certificate), ANHUAN_REPORT_TCP_PORT (frames),
ANHUAN_REPORT_MQTT (`mqtt://broker:1883`, with ANHUAN_REPORT_MQTT_USER and _PASSWORD).
"""

import asyncio
import contextlib
import logging
import os
import signal
import ssl
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "anhuan.web.settings")
django.setup()

import uvicorn  # noqa: E402 - models need a Django that is set up

from anhuan.exchange.reporting.receiving.http import HttpDoor  # noqa: E402
from anhuan.exchange.reporting.receiving.intake import LOST, Intake, kept  # noqa: E402
from anhuan.exchange.reporting.receiving.mqtt import MqttDoor  # noqa: E402
from anhuan.exchange.reporting.receiving.strangers import Strangers  # noqa: E402
from anhuan.exchange.reporting.receiving.tcp import TcpDoor  # noqa: E402
from anhuan.node.beating import beat  # noqa: E402
from anhuan.node.data_folder import DataFolder  # noqa: E402
from anhuan.node.tls import Tls  # noqa: E402

log = logging.getLogger("receiver")
THREADS = 6
WRITE_EVERY_S = 10.0
LEARN_EVERY_S = 240.0  # sooner than what is remembered runs out
MOST_AT_ONCE = 2500


class Server(uvicorn.Server):
    """Leaves signals to us."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Nothing to capture."""
        yield


async def run() -> None:
    """Open the doors and stay until cancelled."""
    intake, strangers = Intake(), Strangers()
    pool = ThreadPoolExecutor(THREADS, "intake")
    tls = Tls.of(DataFolder.from_environment())
    broker = _broker(intake, strangers)
    try:
        async with asyncio.TaskGroup() as tasks:
            if port := _number("ANHUAN_REPORT_TCP_PORT"):
                await TcpDoor(intake, strangers, pool).open(_host(), port, _context(tls))
            await _learn(intake)
            tasks.create_task(_keep_learning(intake))
            tasks.create_task(_serve(HttpDoor(intake, strangers, pool), tls))
            tasks.create_task(_write(strangers))
            if url := os.environ.get("NATS_URL"):
                tasks.create_task(beat(url, "receiver", lambda: _facts(intake, strangers)))
    finally:
        if broker:
            await asyncio.to_thread(broker.close)
        await asyncio.to_thread(intake.close)


def _facts(intake: Intake, strangers: Strangers) -> dict[str, Any]:
    counts = {"taken": intake.taken, "refused": intake.refused, "strangers": strangers.total,
              "transactions": intake.transactions}  # fmt: skip
    return {"detail": counts}


def _broker(intake: Intake, strangers: Strangers) -> MqttDoor | None:
    if not (url := os.environ.get("ANHUAN_REPORT_MQTT")):
        return None
    door = MqttDoor(intake, strangers, url)
    door.open()
    return door


async def _serve(app: Any, tls: Tls) -> None:
    certificate, key = (tls.certificate, tls.key) if tls.is_there else (None, None)
    config = uvicorn.Config(
        app, host=_host(), port=_number("ANHUAN_REPORT_PORT") or 8080, log_level="warning",
        access_log=False, lifespan="off", timeout_keep_alive=75, limit_concurrency=MOST_AT_ONCE,
        server_header=False, ssl_certfile=certificate, ssl_keyfile=key,
    )  # fmt: skip
    await Server(config).serve()


async def _write(strangers: Strangers) -> None:
    while True:
        await asyncio.sleep(WRITE_EVERY_S)
        try:
            await asyncio.to_thread(strangers.write)
        except LOST as error:
            log.warning("strangers not written: %s", error)


async def _keep_learning(intake: Intake) -> None:
    while True:
        await asyncio.sleep(LEARN_EVERY_S)
        await _learn(intake)


async def _learn(intake: Intake) -> None:
    try:
        await asyncio.to_thread(kept, intake.learn)
    except LOST as error:
        log.warning("not learnt, asked one by one: %s", error)


def _context(tls: Tls) -> ssl.SSLContext | None:
    if not tls.is_there:
        return None
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.load_cert_chain(tls.certificate, tls.key)
    return context


def _host() -> str:
    return os.environ.get("ANHUAN_REPORT_HOST") or "0.0.0.0"


def _number(variable: str) -> int:
    return int(os.environ.get(variable) or 0)


async def main() -> None:
    """Run until SIGTERM or SIGINT."""
    loop = asyncio.get_running_loop()
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(run())
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, running.cancel)


if __name__ == "__main__":
    asyncio.run(main())
    sys.stderr.flush()
    os._exit(0)  # a thread that waits for a dead server must not hold us up
