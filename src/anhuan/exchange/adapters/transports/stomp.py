"""Frames over a JMS broker such as ActiveMQ, by STOMP 1.2: a question to one queue, the answer in
another.

`url: stomp://host:61613/PREFIX`; `options: {user: …, password: "env:…"}`. The broker may double and
reorder; numbers tell.
"""

import secrets
from typing import Any
from urllib.parse import urlsplit

import stomp
from stomp.exception import StompException

from anhuan.exchange.adapters.contract import LinkDown
from anhuan.exchange.adapters.secrets import resolve
from anhuan.exchange.adapters.transports.answers import Answers
from anhuan.exchange.adapters.transports.http import context_of
from anhuan.exchange.core.addressed import Addressed
from anhuan.exchange.core.definition import Endpoint
from anhuan.exchange.core.frames import Frame

BINARY = "application/octet-stream"
BEAT_MS = 10_000
CONNECT_S = 10.0


def connected(endpoint: Endpoint, listener: stomp.ConnectionListener) -> stomp.Connection12:
    """A connection that is logged in. Raises `LinkDown`."""
    parts = urlsplit(endpoint.url)
    place = [(parts.hostname or "", parts.port or 61613)]
    connection = stomp.Connection12(
        place, auto_decode=False, heartbeats=(BEAT_MS, BEAT_MS), reconnect_attempts_max=1,
        timeout=CONNECT_S,
    )  # fmt: skip
    if parts.scheme == "stomps":
        connection.set_ssl(place, ssl_context=context_of(endpoint))
    connection.set_listener("", listener)
    password = resolve(endpoint.options.get("password", ""))
    try:
        connection.connect(endpoint.options.get("user"), password or None, wait=True)
    except (StompException, OSError) as error:
        connection.transport.stop()
        raise LinkDown(str(error) or "JMS 服务器没有应答，请核对地址与账号") from error
    return connection


def prefix_of(endpoint: Endpoint) -> str:
    """The beginning of the queues' names."""
    return urlsplit(endpoint.url).path.strip("/").replace("/", ".")


class StompTransport(stomp.ConnectionListener):  # type: ignore[misc]
    """One connection; belongs to one thread."""

    def __init__(self, endpoint: Endpoint, token: str) -> None:
        self._endpoint, self._token = endpoint, token
        self._prefix, self._name = prefix_of(endpoint), secrets.token_hex(6)
        self._answers = Answers()
        self._connection: stomp.Connection12 | None = None
        self._number = 0

    def ask(self, frame: Frame) -> Frame:
        """Send a frame, wait for the one with its number. Raises `LinkDown`."""
        self._number += 1
        payload = Addressed(self._number, self._token, frame.encode()).encode()
        back = f"/queue/{self._prefix}.answer.{self._name}"
        try:
            connection = self._connection or self._connect(back)
            ask = f"/queue/{self._prefix}.ask"
            connection.send(ask, payload, content_type=BINARY, headers={"answer-to": back})
            return self._answers.wait(self._number)
        except (StompException, OSError) as error:
            self.close()
            raise LinkDown(str(error) or "JMS 连接已断") from error
        except LinkDown:
            self.close()
            raise

    def _connect(self, back: str) -> stomp.Connection12:
        self._connection = connected(self._endpoint, self)
        self._connection.subscribe(back, "1", ack="auto")
        return self._connection

    def on_message(self, frame: Any) -> None:
        """By the connection's thread."""
        self._answers.put(frame.body if isinstance(frame.body, bytes) else frame.body.encode())

    def close(self) -> None:
        """Hang up; the next question connects anew."""
        if self._connection is not None and self._connection.is_connected():
            self._connection.disconnect()
        self._connection = None
