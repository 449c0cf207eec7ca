"""`/omlox/v2/ws/socket` as ASGI: accept, read at a bearable pace, write, end."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from anhuan.web.omlox.door import DOOR, address_of
from anhuan.web.omlox.identity import bearer
from anhuan.web.omlox.ports import current_feed
from anhuan.web.omlox.session import CHECK_EVERY_S, Session

log = logging.getLogger(__name__)
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

PATH = "/omlox/v2/ws/socket"
LONGEST_MESSAGE = 1024 * 1024  # bytes; uvicorn closes with 1009 beyond it
PER_S, BURST = 50.0, 200.0  # messages of one client; a faster one is slowed down, not refused
INTRODUCE_WITHIN_S = 5.0
STALLED_AFTER_S = 20.0
POLICY, TRY_LATER = 1008, 1013


async def serve(scope: Message, receive: Receive, send: Send) -> None:
    """One connection, from handshake to end."""
    await receive()
    feed = current_feed()
    if scope["path"] != PATH or feed is None:
        await send({"type": "websocket.close", "code": TRY_LATER})  # before accepting: HTTP 403
        return
    session = Session(feed)
    if not DOOR.enter(session, address_of(scope)):
        await send({"type": "websocket.close", "code": TRY_LATER})
        return
    try:
        await _converse(session, bearer(scope["headers"]), receive, send)
    finally:
        feed.leave(session)
        DOOR.leave(session)


async def _converse(session: Session, token: str, receive: Receive, send: Send) -> None:
    if token and not await session.greet(token):
        await send({"type": "websocket.close", "code": POLICY})
        return
    await send({"type": "websocket.accept"})
    try:
        async with asyncio.TaskGroup() as tasks:
            working = [
                tasks.create_task(_write(session, send)),
                tasks.create_task(_check(session)),
            ]
            await _read(session, receive)
            for task in working:
                task.cancel()
    except* (OSError, TimeoutError, RuntimeError) as gone:
        log.info("omlox: a socket ended: %s", gone.exceptions[0])


async def _read(session: Session, receive: Receive) -> None:
    """Until the client goes, one message after the other."""
    left, at = BURST, time.monotonic()
    while True:
        message = await receive()
        if message["type"] != "websocket.receive":
            return
        now = time.monotonic()
        left, at = min(BURST, left + (now - at) * PER_S) - 1, now
        if left < 0:
            await asyncio.sleep(-left / PER_S)
        await session.answer(message.get("text") or message.get("bytes") or "")


async def _write(session: Session, send: Send) -> None:
    """What the session has to say; None is its end."""
    while (said := await session.queue.get()) is not None:
        async with asyncio.timeout(STALLED_AFTER_S):
            await send({"type": "websocket.send", "text": said.decode()})
    await send({"type": "websocket.close", "code": POLICY})


async def _check(session: Session) -> None:
    """Somebody who does not say who he is goes; a token that ended ends its socket."""
    await asyncio.sleep(INTRODUCE_WITHIN_S)
    if session.identity is None:
        session.end()
        return
    while session.identity is not None:
        await session.check()
        await asyncio.sleep(CHECK_EVERY_S)
