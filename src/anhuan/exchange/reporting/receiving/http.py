"""The door for HTTP and HTTPS.

POST /report/{table}    a message of any form, known by its shape
POST /orders            what there is for the plant, or those of a platform; their answers
GET  /healthz           for monitors
"""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, TypeVar
from urllib.parse import unquote

from anhuan.domains.province.actions import Contact, contact, contact_node
from anhuan.domains.province.models import Enterprise
from anhuan.domains.province.queries.enterprises import known_by_token, known_node
from anhuan.exchange.forms.opening import Opened, Unreadable, as_json, open_http
from anhuan.exchange.reporting.receiving.intake import (
    BUSY,
    LOST,
    NOBODY,
    SMALL,
    Intake,
    Sender,
    kept,
)
from anhuan.exchange.reporting.receiving.strangers import Strangers
from anhuan.kernel import clock

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]
T = TypeVar("T")
Answer = tuple[int, Mapping[str, Any]]
LARGEST = 8 * 1024 * 1024
BODY_S = 30.0  # who dawdles longer is let go
log = logging.getLogger("receiver")
TOO_LARGE = {"code": "413", "msg": f"报文超过 {LARGEST // 1024 // 1024} MB，请减少每批条数"}


class HttpDoor:
    """A small ASGI application."""

    def __init__(self, intake: Intake, strangers: Strangers, pool: ThreadPoolExecutor) -> None:
        self._intake, self._strangers, self._pool = intake, strangers, pool

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] == "http":
            status, answer = await self._answered(scope, receive)
            await reply(send, status, answer)

    async def _answered(self, scope: Scope, receive: Receive) -> Answer:
        path, method = scope["path"], scope["method"]
        if (method, path) == ("GET", "/healthz"):
            return 200, {
                "ok": True,
                "taken": self._intake.taken,
                "transactions": self._intake.transactions,
                "strangers": self._strangers.total,
            }
        if method != "POST" or not path.startswith(("/report", "/orders")):
            return self._refused(scope, 404, "没有这个地址")
        headers = {
            key.decode("latin-1"): value.decode("latin-1") for key, value in scope["headers"]
        }
        try:
            return await self._heard(scope, receive, unquote(path), headers)
        except LOST:
            return 503, BUSY
        except Exception:
            log.exception("not kept: %s", path)
            return 503, BUSY

    async def _heard(
        self, scope: Scope, receive: Receive, path: str, headers: Mapping[str, str]
    ) -> Answer:
        token = token_of(headers)
        sender = self._intake.remembered(token) or await self._aside(self._who, token)
        if sender is None:
            self._refused(scope, 401, "令牌无效")
            return 401, NOBODY
        body = await body_of(receive)
        if body is None:
            self._refused(scope, 413, "报文过大或中断")
            return 413, TOO_LARGE
        try:
            if path.startswith("/orders"):
                return await self._aside(self._told, token, body)
            return await self._kept(sender, token, path, headers, body)
        except Unreadable as error:
            self._strangers.note(str(sender)[:60], str(error))
            return 422, {"code": "422", "msg": str(error)}

    async def _aside(self, work: Callable[..., T], *given: Any) -> T:
        """In a thread: it asks the database, or takes its time."""
        return await asyncio.get_running_loop().run_in_executor(self._pool, work, *given)

    def _refused(self, scope: Scope, status: int, why: str) -> Answer:
        self._strangers.note((scope.get("client") or ("?",))[0], why)
        return status, {"code": str(status), "msg": why}

    def _who(self, token: str) -> Sender | None:
        return kept(lambda: self._intake.by_token(token))

    def _told(self, token: str, body: bytes) -> Answer:
        said = _said(body)
        enterprise = kept(lambda: known_by_token(token))
        if enterprise is None:
            node = kept(lambda: known_node(token))
            if node is None:
                return 401, NOBODY
            return 200, kept(lambda: contact_node(node, said, clock.now()))
        return 200, kept(lambda: contact(enterprise, said, clock.now()))

    async def _kept(
        self, sender: Sender, token: str, path: str, headers: Mapping[str, str], body: bytes
    ) -> Answer:
        given = sender, path, headers, body
        found = self._opened(*given) if len(body) < SMALL else await self._aside(
            self._opened, *given)  # fmt: skip
        plant: Enterprise | None = self._intake.remembered_plant(sender, found)
        if plant is None:
            plant = await self._aside(self._plant, sender, found)
        going = self._intake.take(plant, found, token, _numbered(headers))
        answer = await asyncio.wrap_future(going)
        if answer["code"] == NOBODY["code"]:  # replaced since we looked
            self._strangers.note(str(sender)[:60], "令牌无效")
        return 200 if answer["code"] == "0" else int(answer["code"]), answer

    def _plant(self, sender: Sender, found: Opened) -> Enterprise:
        return kept(lambda: self._intake.plant_of(sender, found))

    def _opened(self, sender: Sender, path: str, headers: Mapping[str, str], body: bytes) -> Opened:
        secret, kind = self._intake.secret_of(sender), headers.get("content-type", "")
        found = open_http(path.rstrip("/").rpartition("/")[2], kind, body, secret)
        name = headers.get("idempotency-key")
        return replace(found, id=name) if name else found


def _said(body: bytes) -> Contact:
    found = as_json(body)
    known, answers = found.get("known", {}), found.get("answers", [])
    taken = found.get("taken", [])
    is_fine = isinstance(known, dict) and isinstance(answers, list) and isinstance(taken, list)
    if not is_fine or not all(isinstance(one, dict) for one in answers):
        raise Unreadable("known 应为对象，answers 应为对象的数组，taken 应为数组")
    return Contact(known, answers, [str(one) for one in taken])


def _numbered(headers: Mapping[str, str]) -> dict[str, Any]:
    """The sender's own count and clock; nonsense counts as none."""
    number, at = headers.get("x-report-number", ""), headers.get("x-report-time", "")
    if not (number.isdecimal() and at.isdecimal() and len(number) < 16 and len(at) < 15):
        return {}
    return {
        "epoch": headers.get("x-report-epoch", "")[:40], "number": int(number),
        "sent_at": datetime.fromtimestamp(int(at) / 1000, UTC),
    }  # fmt: skip


def token_of(headers: Mapping[str, str]) -> str:
    """`Authorization: Bearer …`, or what other software has: `token: …`."""
    given = headers.get("authorization", "") or headers.get("token", "")
    return given.removeprefix("Bearer ").removeprefix("Token ").strip()


async def body_of(receive: Receive) -> bytes | None:
    """The whole body; None: too large, broken off, or too slow."""
    found = bytearray()
    try:
        async with asyncio.timeout(BODY_S):
            while True:
                message = await receive()
                found += message.get("body", b"")
                if message["type"] == "http.disconnect" or len(found) > LARGEST:
                    return None
                if not message.get("more_body"):
                    return bytes(found)
    except TimeoutError:
        return None


async def reply(send: Send, status: int, answer: Mapping[str, Any]) -> None:
    """One whole answer."""
    content = json.dumps(answer, ensure_ascii=False).encode()
    headers = [
        (b"content-type", b"application/json; charset=utf-8"),
        (b"content-length", str(len(content)).encode()),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": content})
