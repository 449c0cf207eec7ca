"""Codes of electronic locks: when one may exist, for how long, and what guessing leads to.

Shandong annex 3 (PTW-160, PTW-161): the lock opens only where the permit's conditions are met.
"""

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from anhuan.domains.permits.rules.states import State
from anhuan.kernel.digest import sm3_hex

DIGITS = 8
OPENABLE = (State.ISSUED, State.VERIFIED, State.WORKING)
TRIES, TRIES_WITHIN = 5, timedelta(minutes=10)


def new_code() -> str:
    """Eight digits nobody can foresee."""
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"


def code_digest(grant: str, code: str) -> str:
    """What is kept of a code; the grant's id makes equal codes different."""
    return sm3_hex(f"{grant}:{code}".encode())


def code_until(now: datetime, valid_until: datetime, minutes: int) -> datetime:
    """A code never outlives its permit."""
    return min(now + timedelta(minutes=minutes), valid_until)


def is_blocked(wrong: Iterable[datetime], now: datetime) -> bool:
    """Whether the lock takes no code for now: five wrong ones within ten minutes."""
    return len(recent(wrong, now)) >= TRIES


def recent(wrong: Iterable[datetime], now: datetime) -> list[datetime]:
    """Wrong codes that still count."""
    return [at for at in wrong if now - at < TRIES_WITHIN]
