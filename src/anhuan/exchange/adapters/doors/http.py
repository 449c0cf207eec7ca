"""The door for HTTP and HTTPS: a small ASGI application, served by uvicorn.

POST /exchange          a frame in, a frame out
POST /soap              the same as a SOAP call; GET /soap is its WSDL
HEAD, POST, PATCH /files/…   uploads (tus 1.0), see `files/receiver.py`
GET /metrics            Prometheus
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import unquote

from anhuan.exchange.adapters.doors.asked import answered
from anhuan.exchange.adapters.doors.guard import Guard
from anhuan.exchange.adapters.doors.tcp import Answer
from anhuan.exchange.core import soap
from anhuan.exchange.core.frames import LARGEST, BadFrame, decode

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]
Body = tuple[int, bytes, str]  # status, content, type
MANAGER = "!manage"  # what a pass must name to start, stop and replay
BINARY, PLAIN = "application/octet-stream", "text/plain; charset=utf-8"


class HttpDoor:
    """Routes requests; everything but metrics wants a token."""

    def __init__(
        self, answer: Answer, guard: Guard, files: App, managing: App, metrics: Callable[[], str]
    ) -> None:
        self._answer, self._guard, self._metrics = answer, guard, metrics
        self._files, self._managing = files, managing

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            return
        allowed = self._guard.allowed(token_of(scope))
        path, method = scope["path"], scope["method"]
        if (method, path) == ("GET", "/metrics"):
            await reply(send, (200, self._metrics().encode(), PLAIN))
        elif path == "/soap":
            await reply(send, await self._soap(scope, receive))
        elif allowed is None:
            await reply(send, (401, "令牌无效，请重新登记该节点\n".encode(), PLAIN))
        elif (method, path) == ("POST", "/exchange"):
            await reply(send, await self._frame(receive, allowed))
        elif path.startswith("/files/"):
            await self._guarded(self._files, allowed(_route_of(path)), scope, receive, send)
        else:
            await self._guarded(self._managing, allowed(MANAGER), scope, receive, send)

    async def _guarded(
        self, app: App, is_allowed: bool, scope: Scope, receive: Receive, send: Send
    ) -> None:
        if is_allowed:
            await app(scope, receive, send)
        else:
            await reply(send, (403, "令牌无权使用该通道\n".encode(), PLAIN))

    async def _soap(self, scope: Scope, receive: Receive) -> Body:
        """The token is in the call; of a long one it is asked for before the rest is read."""
        if scope["method"] == "GET":
            return 200, soap.wsdl(_address(scope)), soap.TYPE
        try:
            token, content = soap.read_call(await body_of(receive, self._is_known))
            frame = decode(content)
        except (soap.NoEnvelope, BadFrame) as error:
            return 500, soap.fault(str(error)), soap.TYPE
        said = await asyncio.to_thread(answered, token, frame, self._answer, self._guard)
        return 200, soap.answer(said.encode()), soap.TYPE

    def _is_known(self, begin: bytes) -> bool:
        return self._guard.allowed(soap.token_at(begin)) is not None

    async def _frame(self, receive: Receive, allowed: Callable[[str], bool]) -> Body:
        try:
            frame = decode(await body_of(receive))
        except BadFrame as error:
            return 400, f"{error}\n".encode(), PLAIN
        answer = await asyncio.to_thread(self._answer, frame, allowed)
        return 200, answer.encode(), BINARY


def _address(scope: Scope) -> str:
    host = dict(scope["headers"]).get(b"host", b"").decode("latin-1")
    return f"{scope['scheme']}://{host}/soap"


def _route_of(path: str) -> str:
    return unquote(path.split("/")[2])


def token_of(scope: Scope) -> str:
    """The bearer token, or nothing."""
    value = dict(scope["headers"]).get(b"authorization", b"").decode("latin-1")
    return str(value).removeprefix("Bearer ") if value.startswith("Bearer ") else ""


async def body_of(receive: Receive, is_known: Callable[[bytes], bool] | None = None) -> bytes:
    """The whole body. Raises `BadFrame` when it is larger than any frame, was broken off, or
    when `is_known` does not know the first 4 KB of a longer one."""
    found = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise BadFrame("hung up")
        found += message.get("body", b"")
        if len(found) > LARGEST + 64:
            raise BadFrame("too large")
        if is_known and len(found) > soap.TOKEN_WITHIN:
            if not is_known(bytes(found[: soap.TOKEN_WITHIN])):
                raise BadFrame("令牌无效，请重新登记该节点")
            is_known = None
        if not message.get("more_body"):
            return bytes(found)


async def reply(send: Send, body: Body, headers: dict[str, str] | None = None) -> None:
    """One whole answer."""
    status, content, kind = body
    lines = {"content-type": kind, "content-length": str(len(content))} | (headers or {})
    pairs = [(name.encode(), value.encode("latin-1")) for name, value in lines.items()]
    await send({"type": "http.response.start", "status": status, "headers": pairs})
    await send({"type": "http.response.body", "body": content})
