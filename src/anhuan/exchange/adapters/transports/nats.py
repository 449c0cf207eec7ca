"""Frames over a NATS server: request and reply, the token in a header.

`url: nats://user:…@host:4222/PREFIX`, TLS by `tls://`. The server limits the size of a message
(1 MB unless it says otherwise): `batch` must suit it.
"""

import asyncio
from typing import Any
from urllib.parse import urlsplit

from nats.aio.client import Client
from nats.errors import Error

from anhuan.exchange.adapters.contract import LinkDown
from anhuan.exchange.adapters.secrets import resolve
from anhuan.exchange.adapters.transports.http import context_of
from anhuan.exchange.core.definition import Endpoint
from anhuan.exchange.core.frames import BadFrame, Frame, decode

CONNECT_S = 5
ANSWER_S = 20.0
TOKEN = "Exchange-Token"


async def connected(endpoint: Endpoint) -> Client:
    """A client. Raises `LinkDown`."""
    parts, client = urlsplit(endpoint.url), Client()
    scheme = "tls" if parts.scheme == "tls" else "nats"
    options: dict[str, Any] = {"tls": context_of(endpoint)} if scheme == "tls" else {}
    if user := endpoint.options.get("user"):
        options |= {"user": user, "password": resolve(endpoint.options.get("password", ""))}
    try:
        await client.connect(
            f"{scheme}://{parts.hostname}:{parts.port or 4222}", connect_timeout=CONNECT_S,
            allow_reconnect=False, max_reconnect_attempts=1, error_cb=_silent, **options,
        )  # fmt: skip
    except (OSError, Error, TimeoutError) as error:
        await client.close()
        raise LinkDown(str(error) or "NATS 服务器没有应答，请核对地址与账号") from error
    return client


def subject_of(endpoint: Endpoint) -> str:
    """Where questions go."""
    return f"{urlsplit(endpoint.url).path.strip('/').replace('/', '.')}.ask"


async def _silent(error: Exception) -> None:
    """Told by the question that fails."""


class NatsTransport:
    """One client and its loop; belongs to one thread."""

    def __init__(self, endpoint: Endpoint, token: str) -> None:
        self._endpoint, self._token = endpoint, token
        self._loop = asyncio.new_event_loop()
        self._client: Client | None = None

    def ask(self, frame: Frame) -> Frame:
        """Request a reply. Raises `LinkDown`."""
        try:
            return self._loop.run_until_complete(self._ask(frame.encode()))
        except (OSError, Error, TimeoutError, BadFrame) as error:
            self._hang_up()
            raise LinkDown(str(error) or "接收端没有应答") from error

    async def _ask(self, payload: bytes) -> Frame:
        if self._client is None or not self._client.is_connected:
            self._client = await connected(self._endpoint)
        said = await self._client.request(
            subject_of(self._endpoint), payload, ANSWER_S, headers={TOKEN: self._token}
        )
        return decode(said.data)

    def _hang_up(self) -> None:
        if self._client is not None:
            self._loop.run_until_complete(self._client.close())
        self._client = None

    def close(self) -> None:
        """Hang up for good."""
        self._hang_up()
        self._loop.close()
