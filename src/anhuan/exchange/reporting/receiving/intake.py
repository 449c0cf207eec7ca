"""What every door does with a message: who sent it, what it says, kept once, answered."""

import logging
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from typing import Any, TypeVar, cast

from django.db import DatabaseError, InterfaceError, connection

from anhuan.domains.province.actions import Arrival, plant_of_node
from anhuan.domains.province.models import Enterprise, LowerNode
from anhuan.domains.province.queries.enterprises import (
    keyed_enterprises,
    known_by_code,
    known_by_token,
    known_node,
)
from anhuan.domains.province.queries.secrets import key_of
from anhuan.exchange.forms.opening import Opened, Unreadable
from anhuan.exchange.reporting.receiving.keeping import Answer, Keeper
from anhuan.kernel.digest import canonical_json, sm3_hex
from anhuan.kernel.errors import Refused

T = TypeVar("T")
Sender = Enterprise | LowerNode
KNOWN_S, UNKNOWN_S = 600.0, 5.0  # how long who it is, and that it is nobody, is remembered
MOST_REMEMBERED = 50_000
SMALL = 64 * 1024  # bytes that are read at once; more, in a thread
LOST = (DatabaseError, InterfaceError, OSError)
BUSY = {"code": "503", "msg": "接收端暂时不能入库，请稍后重发"}
NOBODY = {"code": "401", "msg": "令牌无效，请向监管单位领取并填入密钥文件"}
log = logging.getLogger("receiver")


class Intake:
    """Safe to use from many threads. Whom a token belongs to is remembered; whether it is still
    good is asked in the transaction that keeps the message."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[float, Sender | None]] = {}
        self._guard = threading.Lock()
        self._keeper = Keeper()
        self.taken = self.refused = 0

    def close(self) -> None:
        """Keep what waits, then end."""
        self._keeper.close()

    @property
    def transactions(self) -> int:
        """How many it took to keep what was taken."""
        return self._keeper.transactions

    def learn(self) -> None:
        """Who everybody is, in one question: two thousand plants knock within seconds."""
        now = time.monotonic()
        known = {f"t{one.token_sm3}": (now, one) for one in keyed_enterprises()}
        with self._guard:
            self._known |= known

    def by_token(self, token: str) -> Sender | None:
        """Whose token this is, perhaps was; asks the database where it is not remembered."""
        return self._found(_key(token), lambda: known_by_token(token) or known_node(token))

    def by_code(self, code: str) -> Enterprise | None:
        """Whose code this is: a claim, proved by the cipher."""
        found = self._found(f"c{code}", lambda: known_by_code(code))
        return found if isinstance(found, Enterprise) else None

    def remembered(self, token: str) -> Sender | None:
        """As `by_token`, without asking."""
        return self._held(_key(token))

    def remembered_code(self, code: str) -> Enterprise | None:
        """As `by_code`, without asking."""
        found = self._held(f"c{code}")
        return found if isinstance(found, Enterprise) else None

    def plant_of(self, sender: Sender, found: Opened) -> Enterprise:
        """Whose rows these are: the sender's own, or a plant's below it, which is registered or
        changed here where the platform says something new. Raises `Unreadable` where it is none of
        its plants."""
        if isinstance(sender, Enterprise):
            return sender
        try:
            plant = self._found(_told(sender, found), lambda: plant_of_node(
                sender, found.company, found.plant))  # fmt: skip
        except Refused as error:
            raise Unreadable("；".join(one.text for one in error.blockers)) from error
        return cast("Enterprise", plant)

    def remembered_plant(self, sender: Sender, found: Opened) -> Enterprise | None:
        """As `plant_of`, without asking."""
        if isinstance(sender, Enterprise):
            return sender
        return cast("Enterprise | None", self._held(_told(sender, found)))

    def secret_of(self, sender: Sender) -> dict[str, str]:
        """The key of its cipher."""
        return key_of(sender.pk)

    def _held(self, key: str) -> Sender | None:
        held = self._known.get(key)
        return held[1] if held and time.monotonic() - held[0] < KNOWN_S else None

    def _found(self, key: str, find: Callable[[], Sender | None]) -> Sender | None:
        now = time.monotonic()
        held = self._known.get(key)
        if held is not None and now - held[0] < (KNOWN_S if held[1] else UNKNOWN_S):
            return held[1]
        found = find()
        with self._guard:
            if len(self._known) > MOST_REMEMBERED:  # strangers make it no larger
                self._known.clear()
            self._known[key] = (now, found)
        return found

    def take(
        self, enterprise: Enterprise, found: Opened, token: str = "",
        numbered: Mapping[str, Any] | None = None,
    ) -> "Future[Answer]":  # fmt: skip
        """Its answer, once it is kept; `LOST` in it: it was not. `numbered`: epoch, number, sent_at
        where the sender counts. Raises `Unreadable` for a message under another's name."""
        if found.company and found.company != enterprise.code:
            raise Unreadable(f"企业编码“{found.company[:36]}”与令牌不符，应为 {enterprise.code}")
        digest = sm3_hex(token.encode()) if token else ""
        arrival = Arrival(
            found.table, found.rows, found.form, found.id, keys=found.keys, token_sm3=digest,
            **(numbered or {}),
        )  # fmt: skip
        answer = self._keeper.put(enterprise, arrival)
        answer.add_done_callback(lambda one: self._note(one, digest))
        return answer

    def _note(self, answer: "Future[Answer]", digest: str) -> None:
        if answer.cancelled() or answer.exception():
            return
        said = answer.result()
        if said["code"] == "0":
            self.taken += 1
            self.refused += len(said["errors"])
        elif said["code"] == NOBODY["code"]:
            self._known.pop(f"t{digest}", None)


def _told(node: LowerNode, found: Opened) -> str:
    told = canonical_json([str(node.pk), found.company, found.plant])
    return f"n{sm3_hex(told)}"


def _key(token: str) -> str:
    return f"t{sm3_hex(token.encode())}"


def kept(work: Callable[[], T]) -> T:
    """Run it; a lost database closes this thread's connection, so that the next try opens one."""
    try:
        return work()
    except LOST as error:
        log.warning("not kept: %s", error)
        connection.close()
        raise
