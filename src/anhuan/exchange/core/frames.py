"""Frames: what crosses a link, whatever carries it.

    "AHX1" | u8 kind | u32 length | u32 CRC-32 of kind and payload | payload

The reader takes bytes as they come and never holds more than one frame: a stranger who announces
gigabytes, sends noise or stops in the middle costs a closed connection, nothing else.
"""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

MAGIC = b"AHX1"
_HEAD = struct.Struct(">4sBII")
HEAD_SIZE = _HEAD.size
LARGEST = 64 << 20  # bytes of payload


class Kind(IntEnum):
    """What a frame asks or answers."""

    HELLO = 1  # a sender takes its route
    BATCH = 2
    ACK = 3
    REFUSED = 4
    HASHES = 5  # digests of key ranges
    KEYS = 6  # digests of the rows of some ranges
    FOUND = 7
    TOKEN = 8  # who asks, once for each connection


class BadFrame(ValueError):
    """No frame of ours: the connection is closed."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One frame. `payload`: JSON, or packed messages in a BATCH."""

    kind: Kind
    payload: bytes

    def encode(self) -> bytes:
        """The bytes on the wire."""
        checksum = zlib.crc32(self.payload, self.kind)
        return _HEAD.pack(MAGIC, self.kind, len(self.payload), checksum) + self.payload


def payload_size(head: bytes, largest: int = LARGEST) -> int:
    """How many bytes follow this head. Raises `BadFrame`."""
    magic, kind, size, _ = _HEAD.unpack(head)
    if magic != MAGIC or kind not in list(Kind):
        raise BadFrame("not a frame")
    if size > largest:
        raise BadFrame(f"frame of {size} bytes, {largest} is the most")
    return int(size)


def decode(data: bytes) -> Frame:
    """The one frame these bytes are. Raises `BadFrame`."""
    if len(data) < HEAD_SIZE or payload_size(data[:HEAD_SIZE]) != len(data) - HEAD_SIZE:
        raise BadFrame("truncated")
    _, kind, _, checksum = _HEAD.unpack_from(data)
    payload = data[HEAD_SIZE:]
    if zlib.crc32(payload, kind) != checksum:
        raise BadFrame("CRC differs")
    return Frame(Kind(kind), payload)


class FrameReader:
    """Cuts a stream of bytes into frames."""

    def __init__(self, largest: int = LARGEST) -> None:
        self._held, self._largest = bytearray(), largest

    def feed(self, data: bytes) -> Iterator[Frame]:
        """The frames that are whole now. Raises `BadFrame`; then the stream is lost."""
        self._held += data
        while len(self._held) >= HEAD_SIZE:
            end = HEAD_SIZE + payload_size(bytes(self._held[:HEAD_SIZE]), self._largest)
            if len(self._held) < end:
                return
            whole = bytes(self._held[:end])
            del self._held[:end]
            yield decode(whole)
