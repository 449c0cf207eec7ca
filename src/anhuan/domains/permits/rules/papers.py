"""What a printed permit says of itself: how it is known again, and whether it may be worked by.

A paper carries the digest of the newest signature there was (`signing`): whoever scans it learns
whether the permit is still what was signed, and whether something was signed since.
"""

from base64 import b32decode, b32encode
from binascii import Error
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from anhuan.domains.permits.rules.states import UNISSUED, State

_SEAL_BYTES = 10  # 80 bits of the digest: nobody guesses a paper


def paper_code(permit: UUID, seal: str) -> str:
    """42 letters and digits: the permit and the beginning of `seal` (64 hex digits of SM3)."""
    raw = permit.bytes + bytes.fromhex(seal)[:_SEAL_BYTES]
    return b32encode(raw).decode().rstrip("=")


def read_code(code: str) -> tuple[UUID, str] | None:
    """The permit and the first 20 hex digits of the seal; None for anything else."""
    try:
        raw = b32decode(code.upper() + "=" * (-len(code) % 8))
    except (Error, ValueError):
        return None
    if len(raw) != 16 + _SEAL_BYTES:
        return None
    return UUID(bytes=raw[:16]), raw[16:].hex()


class Match(StrEnum):
    """How a paper agrees with the permit."""

    CURRENT = "current"  # nothing was signed since
    OLDER = "older"  # genuine, but the permit has gone on
    ALTERED = "altered"  # genuine, but something signed was changed in the record
    UNKNOWN = "unknown"  # no such permit, or never with this content


@dataclass(frozen=True, slots=True)
class Checked:
    """The answer to a paper. `later`: signatures after the one it was printed with."""

    match: Match
    later: int = 0


def match_of(seals: list[str], begins: str, *, is_altered: bool) -> Checked:
    """Compare the beginning of a seal with the permit's `seals`, oldest first."""
    found = [n for n, one in enumerate(seals) if one.startswith(begins)]
    if not found:
        return Checked(Match.UNKNOWN)
    later = len(seals) - 1 - found[-1]
    if is_altered:
        return Checked(Match.ALTERED, later)
    return Checked(Match.OLDER if later else Match.CURRENT, later)


_ACROSS = {
    State.SUSPENDED: "已暂停",
    State.EXPIRED: "已超期",
    State.CANCELLED: "已取消",
    State.VOIDED: "已作废",
    State.REVOKED: "已收回",
}


def watermark(state: State) -> str:
    """What stands across a paper nobody may work by (4.18: a permit is what was signed)."""
    return "未签发" if state in UNISSUED else _ACROSS.get(state, "")
