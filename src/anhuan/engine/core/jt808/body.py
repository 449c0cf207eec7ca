"""Reading and writing the fields of a message."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

BEIJING = timezone(timedelta(hours=8))


class Malformed(Exception):
    """Why something cannot be read: a reason code, and what a person should know."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason, detail)
        self.reason = reason
        self.detail = detail


@dataclass(slots=True)
class Fields:
    """The fields of a body, one after the other."""

    data: bytes
    at: int = 0

    @property
    def left(self) -> int:
        """Bytes not yet read."""
        return len(self.data) - self.at

    def take(self, size: int) -> bytes:
        """The next bytes; Malformed when there are fewer."""
        if size > self.left:
            raise Malformed("bad_shape", f"{size} bytes wanted at {self.at} of {len(self.data)}")
        self.at += size
        return self.data[self.at - size : self.at]

    def rest(self) -> bytes:
        """All that is left."""
        return self.take(self.left)

    def u8(self) -> int:
        """BYTE."""
        return self.take(1)[0]

    def u16(self) -> int:
        """WORD."""
        return int.from_bytes(self.take(2), "big")

    def u32(self) -> int:
        """DWORD."""
        return int.from_bytes(self.take(4), "big")

    def bcd(self, size: int) -> str:
        """BCD[size] as 2 × size decimal digits."""
        digits = self.take(size).hex()
        if not digits.isdecimal():
            raise Malformed("bad_shape", f"not BCD: {digits}")
        return digits

    def text(self, size: int | None = None) -> str:
        """STRING or BYTE[size] as text: up to the first zero, without blanks around it."""
        raw = self.rest() if size is None else self.take(size)
        return raw.split(b"\0", 1)[0].decode("gbk", errors="replace").strip()

    def t_ms(self) -> int:
        """BCD[6] YYMMDDhhmmss, GMT+8, as epoch milliseconds."""
        digits = self.bcd(6)
        year, month, day, hour, minute, second = (int(digits[k : k + 2]) for k in range(0, 12, 2))
        try:
            moment = datetime(2000 + year, month, day, hour, minute, second, tzinfo=BEIJING)
        except ValueError:
            raise Malformed("bad_shape", f"no such time: {digits}") from None
        return round(moment.timestamp() * 1000)


def packed(layout: str, *values: int | bytes) -> bytes:
    """`struct.pack`, big-endian."""
    return struct.pack(f">{layout}", *values)
