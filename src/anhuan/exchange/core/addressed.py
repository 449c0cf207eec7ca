"""A frame over a broker: who asks, under which number, with which token.

    u32 number | u16 length of token | token | frame

An answer carries the number alone, so that one that comes late, to an earlier question, is known.
"""

import struct
from dataclasses import dataclass

from anhuan.exchange.core.frames import BadFrame

_HEAD = struct.Struct(">IH")


@dataclass(frozen=True, slots=True)
class Addressed:
    """`content`: the bytes of a frame."""

    number: int
    token: str
    content: bytes

    def encode(self) -> bytes:
        """The payload."""
        token = self.token.encode()
        return _HEAD.pack(self.number, len(token)) + token + self.content


def decode(payload: bytes) -> Addressed:
    """From a payload. Raises `BadFrame`."""
    if len(payload) < _HEAD.size:
        raise BadFrame("truncated")
    number, size = _HEAD.unpack_from(payload)
    end = _HEAD.size + size
    try:
        return Addressed(number, payload[_HEAD.size : end].decode(), payload[end:])
    except UnicodeDecodeError as error:
        raise BadFrame("no token") from error
