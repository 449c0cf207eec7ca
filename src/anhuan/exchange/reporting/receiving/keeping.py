"""Messages that wait are kept together: one transaction for all that came while the last one ran.

Nobody is answered before his message is committed. A message that the database cannot hold is kept
from the others by trying them one by one.
"""

import logging
import os
import queue
import threading
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any

from django.db import DataError, IntegrityError, InterfaceError, OperationalError, connection

from anhuan.domains.province import actions
from anhuan.domains.province.models import Enterprise
from anhuan.exchange.forms.opening import Unreadable
from anhuan.kernel import clock

Answer = dict[str, Any]
CLOSE_S = 5.0  # a dead server must not hold us up
MOST, MOST_ROWS = 200, 2000  # of one transaction; the last message may go beyond the rows
LOST = (OperationalError, InterfaceError, OSError)
UNFIT = (DataError, IntegrityError, UnicodeError)
UNFIT_TEXT = "数据里有不能保存的字符或数值（如 \\u0000、无穷大），请更正后重新发送"
DIE_AT = "ANHUAN_RECEIVER_DIES_AT"  # a test kills us there: heard, kept
log = logging.getLogger("receiver")


@dataclass(frozen=True, slots=True)
class _Waiting:
    enterprise: Enterprise
    arrival: actions.Arrival
    answer: "Future[Answer]" = field(default_factory=Future)


class Keeper:
    """A thread with a queue; safe to use from any other."""

    def __init__(self) -> None:
        self._queue: queue.SimpleQueue[_Waiting | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="keeper", daemon=True)
        self._thread.start()
        self.transactions = 0

    def put(self, enterprise: Enterprise, arrival: actions.Arrival) -> "Future[Answer]":
        """Its answer, once it is kept. Raises there: the database is lost, or `Unreadable`."""
        waiting = _Waiting(enterprise, arrival)
        self._queue.put(waiting)
        return waiting.answer

    def close(self) -> None:
        """Keep what waits, then end."""
        self._queue.put(None)
        self._thread.join(CLOSE_S)

    def _run(self) -> None:
        is_open = True
        while is_open:
            found, is_open = self._gathered()
            going = [one for one in found if one.answer.set_running_or_notify_cancel()]
            if going:
                self._keep(going)
        connection.close()

    def _gathered(self) -> tuple[list[_Waiting], bool]:
        """What waits, at least one; whether more may come."""
        found: list[_Waiting] = []
        rows, one = 0, self._queue.get()
        while one is not None:
            found.append(one)
            rows += len(one.arrival.rows)
            if len(found) >= MOST or rows >= MOST_ROWS:
                return found, True
            try:
                one = self._queue.get_nowait()
            except queue.Empty:
                return found, True
        return found, False

    def _keep(self, found: Sequence[_Waiting]) -> None:
        try:
            answers = self._kept(found)
        except LOST as error:
            log.warning("not kept: %s", error)
            connection.close()  # the next try opens another
            for one in found:
                one.answer.set_exception(error)
        except Exception as error:
            self._one_by_one(found, error)
        else:
            for one, answer in zip(found, answers, strict=True):
                one.answer.set_result(answer)

    def _kept(self, found: Sequence[_Waiting]) -> list[Answer]:
        _perhaps_die("heard")
        answers = actions.take_many([(one.enterprise, one.arrival) for one in found], clock.now())
        _perhaps_die("kept")
        self.transactions += 1
        return answers

    def _one_by_one(self, found: Sequence[_Waiting], error: Exception) -> None:
        """Somebody's data spoilt the transaction of all."""
        if len(found) > 1:
            for one in found:
                self._keep([one])
            return
        log.warning("%s: unfit: %s", found[0].enterprise.code, error, exc_info=error)
        is_theirs = isinstance(error, UNFIT)
        found[0].answer.set_exception(Unreadable(UNFIT_TEXT) if is_theirs else error)


def _perhaps_die(where: str) -> None:
    if os.environ.get(DIE_AT) == where:
        os.kill(os.getpid(), 9)
