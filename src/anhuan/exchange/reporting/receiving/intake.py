"""What every door does with a message: who sent it, what it says, kept once, answered."""

import logging
import os
import threading
import time
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django.db import DatabaseError, InterfaceError, connection

from anhuan.domains.province import actions
from anhuan.domains.province.models import Enterprise
from anhuan.domains.province.queries.enterprises import known_by_code, known_by_token
from anhuan.domains.province.queries.secrets import key_of
from anhuan.exchange.forms.opening import Opened, Unreadable
from anhuan.kernel import clock

T = TypeVar("T")
DIE_AT = "ANHUAN_RECEIVER_DIES_AT"  # a test kills us there: heard, kept
KNOWN_S = 5.0  # how long a changed key may still be good
LOST = (DatabaseError, InterfaceError, OSError)
BUSY = {"code": "503", "msg": "接收端暂时不能入库，请稍后重发"}
NOBODY = {"code": "401", "msg": "令牌无效，请向监管单位领取并填入密钥文件"}
log = logging.getLogger("receiver")


class Intake:
    """Safe to use from many threads."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[float, Enterprise | None]] = {}
        self._guard = threading.Lock()
        self.taken = self.refused = 0

    def by_token(self, token: str) -> Enterprise | None:
        """Whose token this is."""
        return self._remembered(f"t{token}", lambda: known_by_token(token))

    def by_code(self, code: str) -> Enterprise | None:
        """Whose code this is: a claim, proved by the cipher."""
        return self._remembered(f"c{code}", lambda: known_by_code(code))

    def secret_of(self, enterprise: Enterprise) -> dict[str, str]:
        """The key of its cipher."""
        return key_of(enterprise.pk)

    def _remembered(self, key: str, find: Callable[[], Enterprise | None]) -> Enterprise | None:
        now = time.monotonic()
        held = self._known.get(key)
        if held is not None and now - held[0] < KNOWN_S:
            return held[1]
        found = find()
        with self._guard:
            if len(self._known) > 20_000:  # strangers make it no larger
                self._known.clear()
            self._known[key] = (now, found)
        return found

    def take(
        self, enterprise: Enterprise, found: Opened, numbered: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        """Keep it. `numbered`: epoch, number, sent_at where the sender counts."""
        if found.company and found.company != enterprise.code:
            raise Unreadable(f"企业编码“{found.company[:36]}”与令牌不符，应为 {enterprise.code}")
        arrival = actions.Arrival(
            found.table, found.rows, found.form, found.id, keys=found.keys, **(numbered or {})
        )
        _perhaps_die("heard")
        answer = actions.take(enterprise, arrival, clock.now())
        _perhaps_die("kept")
        self.taken += 1
        self.refused += len(answer["errors"])
        return answer


def _perhaps_die(where: str) -> None:
    if os.environ.get(DIE_AT) == where:
        os.kill(os.getpid(), 9)


def kept(work: Callable[[], T]) -> T:
    """Run it; a lost database closes this thread's connection, so that the next try opens one."""
    try:
        return work()
    except LOST as error:
        log.warning("not kept: %s", error)
        connection.close()
        raise
