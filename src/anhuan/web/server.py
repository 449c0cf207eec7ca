"""uvicorn with Django in it, the background work tied to its life, and a prompt end."""

import asyncio
import socket
from collections.abc import Awaitable, Callable, MutableMapping
from types import FrameType
from typing import Any

import uvicorn
from uvicorn.config import WSProtocolType

from anhuan.node.tls import Tls
from anhuan.web.asgi import application as django_application
from anhuan.web.background import run_background
from anhuan.web.leaving import leave_within
from anhuan.web.live.current import current_hub
from anhuan.web.omlox import socket as omlox_socket
from anhuan.web.page_turns import PageTurns

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
WEBSOCKETS: WSProtocolType = "websockets-sansio"
STOP_WITHIN_S = 3  # requests that are being answered
LEAVE_WITHIN_S = 4.5
STALLED_AFTER_S = 20.0  # a reader whose socket takes nothing that long is cut off
_DJANGO: Any = django_application
_PAGES = PageTurns(_DJANGO)


class Server(uvicorn.Server):
    """Ends the live streams as soon as it is told to stop; they would hold it up."""

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """SIGTERM or SIGINT."""
        leave_within(LEAVE_WITHIN_S)
        if hub := current_hub():
            hub.close()
        super().handle_exit(sig, frame)


def listening(port: int) -> socket.socket:
    """A socket on the port beside those of the box's other web processes: the kernel deals out
    connections. That nobody else has the port the supervisor has seen before."""
    found = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    found.bind(("0.0.0.0", port))
    return found


def make_server(tls: Tls) -> Server:
    """The server, ready to run: HTTPS where there is a certificate."""
    certificate, key = (tls.certificate, tls.key) if tls.is_there else (None, None)
    config = uvicorn.Config(
        application, lifespan="on", log_config=None, access_log=False,
        timeout_graceful_shutdown=STOP_WITHIN_S, timeout_keep_alive=30, server_header=False,
        ws=WEBSOCKETS, ws_max_size=omlox_socket.LONGEST_MESSAGE,
        ssl_certfile=certificate, ssl_keyfile=key,
    )  # fmt: skip
    return Server(config)


async def application(scope: Message, receive: Receive, send: Send) -> None:
    """One connection, or the server's whole life."""
    if scope["type"] == "lifespan":
        await _live(receive, send)
    elif scope["type"] == "http":
        await _PAGES(scope, receive, _impatient(send))
    elif scope["type"] == "websocket":
        await omlox_socket.serve(scope, receive, send)


async def _live(receive: Receive, send: Send) -> None:
    await receive()
    async with asyncio.TaskGroup() as tasks:
        work = tasks.create_task(run_background())
        await send({"type": "lifespan.startup.complete"})
        await receive()
        work.cancel()
    await send({"type": "lifespan.shutdown.complete"})


def _impatient(send: Send) -> Send:
    """Sending that gives up on a reader that has stopped reading."""

    async def sending(message: Message) -> None:
        async with asyncio.timeout(STALLED_AFTER_S):
            await send(message)

    return sending
