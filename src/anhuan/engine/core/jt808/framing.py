"""Frames in a stream of bytes: 0x7e … 0x7e, escaped by 0x7d, closed by an exclusive-or of all."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import reduce
from operator import xor

from anhuan.engine.core.jt808.body import Malformed

FLAG = b"\x7e"
HEADER_MAX, BODY_MAX = 21, 1023
FRAME_MAX = 2 * (HEADER_MAX + BODY_MAX + 1)  # all escaped
_ESCAPED = re.compile(rb"\x7d(.?)", re.DOTALL)
_MEANT = {b"\x01": b"\x7d", b"\x02": b"\x7e"}


def checksum(data: bytes) -> int:
    """Exclusive-or of all bytes."""
    return reduce(xor, data, 0)


def escaped(content: bytes) -> bytes:
    """A frame around header and body: check byte added, escaped, flags at both ends."""
    whole = content + bytes((checksum(content),))
    return FLAG + whole.replace(b"\x7d", b"\x7d\x01").replace(FLAG, b"\x7d\x02") + FLAG


def content_of(frame: bytes) -> bytes:
    """Header and body of what stood between two flags; Malformed when escape or check is wrong."""
    if len(frame) > FRAME_MAX:
        raise Malformed("too_large", f"{len(frame)} bytes")
    whole = _ESCAPED.sub(_meant, frame)
    if len(whole) < 2 or checksum(whole) != 0:  # with its own check byte it cancels out
        raise Malformed("bad_checksum", frame[:24].hex())
    return whole[:-1]


def _meant(found: re.Match[bytes]) -> bytes:
    meant = _MEANT.get(found[1])
    if meant is None:
        raise Malformed("bad_escape", found[0].hex())
    return meant


@dataclass(slots=True)
class Framer:
    """Cuts a stream at its flags, however it arrives.

    Every flag may end one frame and begin the next, so a lost one costs a frame, not the stream.
    At most `FRAME_MAX` bytes are kept; of a longer run only that it was too long is told.
    """

    held: bytearray = field(default_factory=bytearray)
    is_too_long: bool = False

    @property
    def is_waiting(self) -> bool:
        """A frame has begun and not ended."""
        return bool(self.held) or self.is_too_long

    def feed(self, data: bytes) -> list[bytes]:
        """The frames completed by `data`, still escaped; an overlong one as its first bytes."""
        *ended, tail = data.split(FLAG)
        found = []
        for part in ended:
            self._keep(part)
            if self.held:
                found.append(bytes(self.held))
            self.held.clear()
            self.is_too_long = False
        self._keep(tail)
        return found

    def _keep(self, part: bytes) -> None:
        room = FRAME_MAX + 1 - len(self.held)  # one more than allowed, so that it shows
        self.held += part[:room]
        self.is_too_long |= len(part) > room
