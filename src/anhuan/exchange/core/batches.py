"""A batch: the route's head, then messages; and the manifest that is signed for it."""

import struct
from collections.abc import Iterable
from dataclasses import dataclass, field

from anhuan.exchange.core.answers import BatchHead
from anhuan.exchange.core.envelope import Damaged, Envelope, unpack_many
from anhuan.kernel.digest import sm3_hex

_SIZE = struct.Struct(">H")


@dataclass(frozen=True, slots=True)
class Batch:
    """What came in one frame. `damaged` counts messages that did not survive the way."""

    head: BatchHead
    messages: list[Envelope] = field(default_factory=list)
    damaged: int = 0


def encode(head: BatchHead, packed: Iterable[bytes]) -> bytes:
    """The payload of a BATCH frame."""
    said = head.encode()
    return _SIZE.pack(len(said)) + said + b"".join(packed)


def decode(payload: bytes) -> Batch:
    """The batch of that payload. Raises ValueError when not even its head can be read."""
    if len(payload) < _SIZE.size:
        raise ValueError("no batch")
    end = _SIZE.size + _SIZE.unpack_from(payload)[0]
    head = BatchHead.decode(payload[_SIZE.size : end])
    found = list(unpack_many(payload[end:]))
    whole = [message for message in found if isinstance(message, Envelope)]
    return Batch(head, whole, sum(isinstance(one, Damaged) for one in found))


def manifest(route: str, digests: Iterable[bytes]) -> str:
    """SM3 over the route and the messages' SM3s in order: both sides can compute it again."""
    return sm3_hex(route.encode() + b"\n" + b"".join(digests))


def signed_text(route: str, first: int, last: int, manifest_hex: str) -> bytes:
    """The bytes a receipt's signature stands under."""
    return f"anhuan-receipt\n{route}\n{first}\n{last}\n{manifest_hex}".encode()
