"""Answers of a broker, waited for by number: late ones to earlier questions are passed over."""

import queue
import time

from anhuan.exchange.adapters.contract import LinkDown
from anhuan.exchange.core import addressed
from anhuan.exchange.core.frames import BadFrame, Frame, decode

ANSWER_S = 10.0  # a question nobody was there to hear is asked again; numbers sort out late answers


class Answers:
    """Filled by the broker's thread, read by ours."""

    def __init__(self) -> None:
        self._heard: queue.Queue[bytes] = queue.Queue()

    def put(self, payload: bytes) -> None:
        """Something came."""
        self._heard.put(payload)

    def wait(self, number: int) -> Frame:
        """The answer with that number. Raises `LinkDown` when there was none."""
        until = time.monotonic() + ANSWER_S
        while (left := until - time.monotonic()) > 0:
            try:
                found = addressed.decode(self._heard.get(timeout=left))
                if found.number == number:
                    return decode(found.content)
            except queue.Empty:
                break
            except BadFrame as error:
                raise LinkDown(str(error)) from error
        raise LinkDown("接收端没有应答")
