"""Who may sign in as a vehicle terminal."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from hmac import compare_digest

from anhuan.kernel.digest import sm3_hex
from anhuan.kernel.errors import Blocker

PHONE_DIGITS = 20  # JT/T 808-2019; 12 in 2013
SLOWEST_S, QUICKEST_S = 3600, 1
FASTEST_KMH = 160


def phone_of(text: str) -> str:
    """A terminal's number as headers give it: without blanks and leading zeros."""
    return text.strip().replace(" ", "").lstrip("0")


def terminal_blockers(
    phone: str, report_every_s: int, fastest_kmh: int | None
) -> Iterator[Blocker]:
    """What is wrong with a terminal's settings."""
    if not (phone.isascii() and phone.isdecimal() and len(phone) <= PHONE_DIGITS):
        yield Blocker("phone_digits", "终端手机号应为 1 到 20 位数字")
    if not QUICKEST_S <= report_every_s <= SLOWEST_S:
        yield Blocker("report_every", "上报间隔应在 1 到 3600 s 之间")
    if fastest_kmh is not None and not 1 <= fastest_kmh <= FASTEST_KMH:
        yield Blocker("fastest_kmh", "终端超速提示应在 1 到 160 km/h 之间")


@dataclass(frozen=True, slots=True)
class Known:
    """What we know of an enrolled terminal: the device that registered, the digest of its code."""

    device: str = ""
    code_sm3: str = ""


def is_same_device(known: Known, device: str) -> bool:
    """Whether a device may register under a number: the first may, later only the same."""
    return not known.device or known.device == device


def new_code() -> str:
    """A fresh code to sign in with; told once, kept only as a digest."""
    return secrets.token_hex(16)


def digest_of(code: str) -> str:
    """What is kept of a code. It is random, so one round of SM3 is enough."""
    return sm3_hex(code.encode())


def code_is_right(known: Known, code: str) -> bool:
    """Whether a code is the one given; never where none was given."""
    return bool(known.code_sm3) and compare_digest(known.code_sm3, digest_of(code))
