"""The doors a node opens, as its environment says:

ANHUAN_EXCHANGE_PORT (HTTP and SOAP, HTTPS with the box's certificate), ANHUAN_EXCHANGE_TCP_PORT
(frames, by TLS where there is a certificate), ANHUAN_EXCHANGE_FTP_PORT, and at brokers of others
ANHUAN_EXCHANGE_MQTT, _STOMP and _NATS (`mqtt://broker/PREFIX`, each with _USER and _PASSWORD).
"""

import asyncio
import contextlib
import logging
import os
import ssl
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from typing import Any, Protocol

import uvicorn

from anhuan.exchange.adapters.contract import LinkDown
from anhuan.exchange.adapters.doors import nats
from anhuan.exchange.adapters.doors.ftp import FtpDoor
from anhuan.exchange.adapters.doors.http import HttpDoor
from anhuan.exchange.adapters.doors.mqtt import MqttDoor
from anhuan.exchange.adapters.doors.stomp import StompDoor
from anhuan.exchange.adapters.doors.tcp import TcpDoor
from anhuan.exchange.adapters.files.receiver import FileDoor
from anhuan.exchange.core.definition import Endpoint
from anhuan.exchange.running.managing import Managing
from anhuan.exchange.running.metrics import metrics
from anhuan.exchange.running.node import Node
from anhuan.node.tls import Tls

BROKER_PAUSE_S = 2.0
log = logging.getLogger("exchange")


class Door(Protocol):
    """What stands at a broker."""

    def close(self) -> None:
        """Take nobody in any more."""


BROKERS: dict[str, Callable[..., Door]] = {"MQTT": MqttDoor, "STOMP": StompDoor}


class Server(uvicorn.Server):
    """Leaves signals to us."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Nothing to capture."""
        yield


@contextlib.asynccontextmanager
async def opened(node: Node) -> AsyncIterator[list[Coroutine[Any, Any, None]]]:
    """Those that listen by themselves are open inside; the others are loops to be run."""
    tls = Tls.of(node.folder.data)
    with contextlib.ExitStack() as doors:
        if port := _number("ANHUAN_EXCHANGE_TCP_PORT"):
            door = TcpDoor(node.receiving.answer, node.guard)
            await door.open(_host(), port, _context(tls))
        if port := _number("ANHUAN_EXCHANGE_FTP_PORT"):
            ftp = FtpDoor(_host(), port, node.receiving.answer, node.guard)
            doors.callback(ftp.close)
        yield list(_loops(node, tls))


def _loops(node: Node, tls: Tls) -> Iterator[Coroutine[Any, Any, None]]:
    if port := _number("ANHUAN_EXCHANGE_PORT"):
        yield _serve(node, port, tls)
    for name, make in BROKERS.items():
        if endpoint := _broker(name):
            yield _listen(node, endpoint, make)
    if endpoint := _broker("NATS"):
        yield nats.listen(endpoint, node.receiving.answer, node.guard)


def _broker(name: str) -> Endpoint | None:
    variable = f"ANHUAN_EXCHANGE_{name}"
    if not (url := os.environ.get(variable)):
        return None
    password = f"env:{variable}_PASSWORD" if f"{variable}_PASSWORD" in os.environ else ""
    options = {"user": os.environ.get(f"{variable}_USER", ""), "password": password}
    return Endpoint(url.partition(":")[0], url, options)


async def _listen(node: Node, endpoint: Endpoint, make: Callable[..., Door]) -> None:
    """At a broker; one that is away is tried again for ever."""
    while True:
        try:
            door = await asyncio.to_thread(make, endpoint, node.receiving.answer, node.guard)
            break
        except LinkDown as down:
            log.warning("%s: %s", endpoint.kind, down)
            await asyncio.sleep(BROKER_PAUSE_S)
    try:
        await asyncio.Event().wait()
    finally:
        door.close()


async def _serve(node: Node, port: int, tls: Tls) -> None:
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
