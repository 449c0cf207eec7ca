"""The door at a JMS broker, by STOMP: questions of all senders from one queue.

A message is acknowledged after its answer was sent: one that we died over comes again.
"""

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import stomp
from stomp.exception import StompException

from anhuan.exchange.adapters.contract import LinkDown
from anhuan.exchange.adapters.doors.asked import replied
from anhuan.exchange.adapters.doors.guard import Guard
from anhuan.exchange.adapters.doors.tcp import Answer
from anhuan.exchange.adapters.transports.stomp import BINARY, connected, prefix_of
from anhuan.exchange.core.definition import Endpoint

AT_ONCE = 4
LOOK_EVERY_S = 2.0


class StompDoor(stomp.ConnectionListener):  # type: ignore[misc]
    """Answers in threads of its own: the connection's must go on reading. Raises `LinkDown`."""

    def __init__(self, endpoint: Endpoint, answer: Answer, guard: Guard) -> None:
        self._answer, self._guard = answer, guard
        self._pool = ThreadPoolExecutor(AT_ONCE)
        self._endpoint, self._over = endpoint, threading.Event()
        self._connection = self._open()
        self._keeper = threading.Thread(target=self._keep, name="stomp door", daemon=True)
        self._keeper.start()

    def _open(self) -> stomp.Connection12:
        connection = connected(self._endpoint, self)
        ask = f"/queue/{prefix_of(self._endpoint)}.ask"
        connection.subscribe(ask, "1", ack="client-individual")
        return connection

    def _keep(self) -> None:
        while not self._over.wait(LOOK_EVERY_S):
            if not self._connection.is_connected():
                try:
                    self._connection = self._open()
                except LinkDown:
                    continue

    def on_message(self, frame: Any) -> None:
        """By the connection's thread."""
        self._pool.submit(self._reply, self._connection, frame)

    def _reply(self, connection: stomp.Connection12, frame: Any) -> None:
        payload = frame.body if isinstance(frame.body, bytes) else frame.body.encode()
        back, to = replied(payload, self._answer, self._guard), frame.headers.get("answer-to", "")
        try:
            if back and to.startswith(f"/queue/{prefix_of(self._endpoint)}.answer."):
                connection.send(to, back, content_type=BINARY)
            connection.ack(frame.headers["ack"])
        except (StompException, OSError):
            return  # the broker is gone; it hands the question out again

    def close(self) -> None:
        """Take nobody in any more."""
        self._over.set()
        if self._connection.is_connected():
            self._connection.disconnect()
        self._pool.shutdown(wait=False)
