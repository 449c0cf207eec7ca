"""What the platform says to a terminal: the kind and the body of each message."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum

from anhuan.engine.core.jt808.body import packed
from anhuan.engine.core.jt808.framing import BODY_MAX
from anhuan.engine.core.jt808.header import Header

Answer = tuple[int, bytes]  # kind, body

REPORT_EVERY_S, FASTEST_KMH, FAST_FOR_S = 0x0029, 0x0055, 0x0056  # ids of parameters, DWORD each
_URGENT_2013, _SHOW, _SPEAK = 1 << 0, 1 << 2, 1 << 3
_URGENT_2019 = 2
_NOTICE = 1
PARTS_AT_ONCE = 125  # the older editions count them in one byte


class Result(IntEnum):
    """Of a general answer."""

    DONE = 0
    FAILED = 1
    WRONG = 2
    UNKNOWN = 3


class Admission(IntEnum):
    """Of the answer to a registration."""

    ADMITTED = 0
    VEHICLE_TAKEN = 1
    NO_VEHICLE = 2
    TERMINAL_TAKEN = 3
    NO_TERMINAL = 4


def general(to: Header, result: Result) -> Answer:
    """0x8001: what became of a message."""
    return 0x8001, packed("HHB", to.serial, to.kind, result)


def send_again(first: Header, missing: Sequence[int]) -> Answer:
    """0x8003: these parts of a message did not come. `first` is the header of its first part."""
    some = missing[:PARTS_AT_ONCE]
    count = packed("H" if first.is_2019 else "B", len(some))
    numbers = b"".join(packed("H", number) for number in some)
    return 0x8003, packed("H", first.serial) + count + numbers


def admission(to: Header, result: Admission, code: str = "") -> Answer:
    """0x8100: the answer to a registration, with the code to sign in with."""
    body = packed("HB", to.serial, result)
    return 0x8100, body + (code.encode("ascii") if result is Admission.ADMITTED else b"")


def set_parameters(values: dict[int, int]) -> Answer:
    """0x8103: DWORD parameters by id."""
    return 0x8103, packed("B", len(values)) + b"".join(
        packed("IBI", name, 4, value) for name, value in values.items()
    )


def ask_parameters(*names: int) -> Answer:
    """0x8106: say how you are set; answered by 0x0104."""
    return 0x8106, packed("B", len(names)) + b"".join(packed("I", name) for name in names)


def text(words: str, *, is_2019: bool, is_urgent: bool = True) -> Answer:
    """0x8300: show and speak words to the driver; what does not fit is cut."""
    if is_2019:
        head = packed("BB", (_URGENT_2019 if is_urgent else 1) | _SHOW | _SPEAK, _NOTICE)
    else:
        head = packed("B", (_URGENT_2013 if is_urgent else 0) | _SHOW | _SPEAK)
    said = words.encode("gbk", errors="replace")[: BODY_MAX - len(head)]
    return 0x8300, head + said.decode("gbk", errors="ignore").encode("gbk")
