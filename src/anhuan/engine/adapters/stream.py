"""Reading a stream (INGEST) from a position on, in order, for as long as the process lives.

The position is ours (the checkpoint), so the consumer is a throw-away one without
acknowledgements: whenever it falls silent, skips a message or is gone with its server, another
is made after the last message we have.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections import deque
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.errors import Error as NatsError

from anhuan.engine.adapters.messages import Message
from anhuan.kernel import clock

log = logging.getLogger("engine")

STREAM = "INGEST"
ASK = orjson.dumps(
    {"batch": 500, "max_bytes": 8 << 20, "expires": 5 * 10**9, "idle_heartbeat": 10**9}
)
ASKED = 500
SILENT_AFTER_S = 3.0
HELD_MAX = 5_000  # messages waiting for the engine; more are left on the server
HEARTBEAT = "100"
PULL_OVER = ("Batch Completed", "Exceed")  # of 409: this pull is done, the consumer is well
SOON_S = 0.2


@dataclass(slots=True)
class Position:
    """Where to go on: after `seq` of the stream made at `created`, or from a moment on.

    at_ms: when the server stored message `seq`; 0 when that is not known.
    """

    seq: int = 0
    created: str = ""
    from_ms: int | None = None
    at_ms: int = 0


class Broken(Exception):
    """This consumer is of no more use."""


class Reader:
    """Messages as they come, in `held`; `caught_up` when the server had no more."""

    def __init__(
        self, bus: Client, position: Position, stream: str = STREAM, subjects: tuple[str, ...] = ()
    ) -> None:
        self.bus = bus
        self.position = position
        self.stream = stream
        self.subjects = subjects  # of these alone; all where none are named
        self.held: deque[Message] = deque()
        self.caught_up = False
        self.pending = 0
        self._consumer_seq = 0
        self._answers = 0
        self._pulls = 0
        self._inbox = ""
        self._heard_at = 0.0
        self._connection = -1  # the consumer is of this one; it does not outlive it for sure
        self._over = asyncio.Event()
        self._room = asyncio.Event()
        self._room.set()
        self._broken = ""

    async def run(self) -> None:
        """Read for ever; trouble is told (once) and tried again."""
        said = ""
        while True:
            try:
                await self._follow()
            except (NatsError, OSError, TimeoutError, Broken) as error:
                self.caught_up = False
                if (why := str(error) or type(error).__name__) != said:
                    log.warning("stream: %s", why)
                said = why
                await asyncio.sleep(SOON_S)

    async def drained_at(self) -> int | None:
        """A moment (ms) up to which every message is in `held`; None when that is not known."""
        now_ms = clock.now_ms()
        if len(self.held) <= HELD_MAX:
            self._room.set()
        if not self.caught_up or not self._is_same_connection():
            return None
        try:
            await self.bus.flush(timeout=1)  # what the server sent before its answer is here now
        except (NatsError, TimeoutError, OSError):
            return None
        return now_ms if self.caught_up and self._is_same_connection() else None

    def _is_same_connection(self) -> bool:
        return self.bus.is_connected and self._connection == self.bus.stats["reconnects"]

    async def _follow(self) -> None:
        if not self.bus.is_connected:
            raise Broken("no connection")
        name, waiting = await self._open()
        inbox = self.bus.new_inbox()
        subscription = await self.bus.subscribe(f"{inbox}.*", cb=self._receive)
        self.caught_up = waiting == 0
        try:
            while True:
                await self._pull(f"$JS.API.CONSUMER.MSG.NEXT.{self.stream}.{name}", inbox)
                await self._room.wait()
        finally:
            if self.bus.is_connected:
                await subscription.unsubscribe()

    async def _open(self) -> tuple[str, int]:
        """A consumer after our position; its name and how many messages wait for it."""
        self._connection = self.bus.stats["reconnects"]
        info = await self._api(f"STREAM.INFO.{self.stream}", {})
        created, state = str(info["created"]), info["state"]
        self._check_stream(created, state["first_seq"], state["last_seq"])
        await self._check_message(state["first_seq"], state["last_seq"])
        self.position.created = created
        made = await self._api(
            f"CONSUMER.CREATE.{self.stream}",
            {
                "stream_name": self.stream,
                "config": {
                    "ack_policy": "none",
                    "inactive_threshold": 30 * 10**9,
                    "mem_storage": True,
                    "num_replicas": 1,
                    **({"filter_subjects": list(self.subjects)} if self.subjects else {}),
                    **self._start(),
                },
            },
        )
        self._consumer_seq, self._broken, self._heard_at = 0, "", time.monotonic()
        return made["name"], made["num_pending"]

    def _start(self) -> dict[str, Any]:
        """Where the consumer begins, as the server's API says it."""
        if self.position.seq:
            return {
                "deliver_policy": "by_start_sequence",
                "opt_start_seq": self.position.seq + 1,
            }
        if self.position.from_ms is not None:
            moment = clock.from_ms(self.position.from_ms).isoformat()
            return {"deliver_policy": "by_start_time", "opt_start_time": moment}
        return {"deliver_policy": "all"}

    async def _api(self, what: str, question: dict[str, Any]) -> dict[str, Any]:
        reply = await self.bus.request(f"$JS.API.{what}", orjson.dumps(question), timeout=2)
        answer: dict[str, Any] = orjson.loads(reply.data)
        if error := answer.get("error"):
            raise Broken(f"{what}: {error.get('description')}")
        return answer

    def _check_stream(self, created: str, first_seq: int, last_seq: int) -> None:
        """Say what is lost, and begin anew when this is another stream than the one we knew."""
        known = self.position
        is_cut_off = known.seq > last_seq and not known.at_ms
        if known.seq and (known.created not in ("", created) or is_cut_off):
            log.error("stream: this is a new one; reading it from its beginning")
            known.seq, known.from_ms = 0, None
        elif known.seq and first_seq > known.seq + 1 and not self.subjects:
            log.error("stream: messages %d to %d are gone", known.seq + 1, first_seq - 1)

    async def _check_message(self, first_seq: int, last_seq: int) -> None:
        """Go on by time when the last message we had is not in the stream any more.

        A server killed between delivering a message and writing it down gives its number away
        again; whoever went on by number alone would miss the message that has it now.
        """
        known = self.position
        if not known.seq or known.seq < first_seq or not known.at_ms:
            return
        if known.seq <= last_seq:
            kept = await self._api(f"STREAM.MSG.GET.{self.stream}", {"seq": known.seq})
            stored_ms = clock.to_ms(datetime.fromisoformat(kept["message"]["time"]))
            if abs(stored_ms - known.at_ms) <= 1:  # the one is rounded, the other cut off
                return
        log.warning("stream: message %d is another one now; reading on by time", known.seq)
        known.seq, known.from_ms = 0, known.at_ms + 1

    async def _pull(self, subject: str, inbox: str) -> None:
        self._answers = 0
        self._pulls += 1
        self._inbox = f"{inbox}.{self._pulls}"  # what is still said of older pulls is no news
        self._over.clear()
        await self.bus.publish(subject, ASK, reply=self._inbox)
        while not self._over.is_set():
            try:
                await asyncio.wait_for(self._over.wait(), timeout=1)
            except TimeoutError:
                if not self._is_same_connection():
                    raise Broken("another connection") from None
                if time.monotonic() - self._heard_at > SILENT_AFTER_S:
                    raise Broken("the consumer is silent") from None
        if self._broken:
            raise Broken(self._broken)

    async def _receive(self, message: Msg) -> None:
        self._heard_at = time.monotonic()
        headers = message.headers or {}
        if status := headers.get("Status"):
            if message.subject == self._inbox:
                self._note_status(status, headers.get("Description", ""))
            return
        seq, consumer_seq, at_ms, pending = numbers_of(message.reply)
        if self._broken:
            return
        if consumer_seq != self._consumer_seq + 1:
            self._broken = "a message was skipped"
            self._over.set()
            return
        self._consumer_seq = consumer_seq
        self.position.seq, self.position.at_ms = seq, at_ms
        self.held.append(Message(seq, at_ms, message.subject, message.data))
        self.pending, self.caught_up = pending, pending == 0
        self._answers += 1
        if len(self.held) > HELD_MAX:
            self._room.clear()
        if self._answers == ASKED:
            self._over.set()

    def _note_status(self, status: str, description: str) -> None:
        if status == HEARTBEAT:
            return
        is_pull_over = any(word in description for word in PULL_OVER)
        if status == "503" or (status == "409" and not is_pull_over):
            self._broken = f"{status} {description}"
        self._over.set()


def numbers_of(reply: str) -> tuple[int, int, int, int]:
    """Stream sequence, consumer sequence, time (ms) and what is left, of a message's reply."""
    parts = reply.split(".")
    at = 0 if len(parts) == 9 else 2  # the long form names a domain and an account as well
    return (
        int(parts[at + 5]),
        int(parts[at + 6]),
        int(parts[at + 7]) // 1_000_000,
        int(parts[at + 8]),
    )
