"""One message and its envelope, and the bytes both are on the wire and in the outbox.

    u16 length of head | u32 length of body | 32 bytes SM3(head + body) | head | body

The head is a JSON list, so that it can be read without the sender's code; the body is the row as
JSON, the new columns of a table (`SCHEMA`), or nothing (`TRUNCATE`). A message that was changed on
its way fails its SM3 alone; its neighbours in the batch go through.
"""

import struct
from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import NamedTuple

import orjson

from anhuan.kernel.digest import sm3

_SIZES = struct.Struct(">HI32s")
LARGEST_BODY = 16 << 20  # bytes; larger things go by the file lane
LARGEST_BATCH = 16 << 20  # bytes, and the one message that goes beyond: fits a frame in base64 too


class Op(StrEnum):
    """What happened to the row."""

    INSERT = "I"
    UPDATE = "U"
    DELETE = "D"
    TRUNCATE = "T"
    SCHEMA = "S"


_OPS = {op.value: op for op in Op}


class Damaged(ValueError):
    """Bytes that are no message, or not the one that was sent."""


class Draft(NamedTuple):  # made for every change: a named tuple is made in a third of the time
    """A message that has no number yet. `body`: JSON bytes."""

    op: Op
    table: str
    schema: str  # id of the columns the row was read with
    key: str  # the key's values as a JSON list of texts; empty for TRUNCATE and SCHEMA
    body: bytes = b""


class Envelope(NamedTuple):
    """A message of one route. `seq` is dense: 1, 2, 3 … without holes."""

    id: str
    seq: int
    op: Op
    table: str
    schema: str
    key: str
    body: bytes
    digest: bytes = b""  # as it came; empty before the first pack

    def pack(self) -> bytes:
        """The bytes; `unpack` gives the same message back."""
        return _packed(orjson.dumps(self[:6]), self.body, self.digest)


def pack(draft: Draft, seq: int, message_id: str) -> bytes:
    """The bytes of the message a draft becomes with its number and id."""
    op, table, schema, key, body = draft
    return _packed(orjson.dumps((message_id, seq, op, table, schema, key)), body, b"")


def _packed(head: bytes, body: bytes, digest: bytes) -> bytes:
    content = head + body
    return _SIZES.pack(len(head), len(body), digest or sm3(content)) + content


def key_text(values: Iterable[object]) -> str:
    """The key as it stands in an envelope: equal rows have equal texts."""
    return orjson.dumps([None if value is None else str(value) for value in values]).decode()


def digest_of(packed: bytes) -> bytes:
    """The SM3 a packed message carries."""
    return packed[6:38]


def unpack(packed: bytes) -> Envelope:
    """The one message of these bytes. Raises `Damaged`."""
    found = list(unpack_many(packed))
    if len(found) != 1 or isinstance(found[0], Damaged):
        raise found[0] if found and isinstance(found[0], Damaged) else Damaged("not one message")
    return found[0]


def unpack_many(packed: bytes) -> Iterator[Envelope | Damaged]:
    """Every message of these bytes, a `Damaged` in place of each that was changed.

    Where lengths do not add up, the rest is one `Damaged`: nothing behind it can be found.
    """
    view, place = memoryview(packed), 0
    while place < len(view):
        if place + _SIZES.size > len(view):
            yield Damaged("truncated")
            return
        head_size, body_size, digest = _SIZES.unpack_from(view, place)
        begin, end = place + _SIZES.size, place + _SIZES.size + head_size + body_size
        if end > len(view) or body_size > LARGEST_BODY:
            yield Damaged("truncated")
            return
        content = bytes(view[begin:end])
        yield _message(content, head_size, digest)
        place = end


def _message(content: bytes, head_size: int, digest: bytes) -> Envelope | Damaged:
    if sm3(content) != digest:
        return Damaged("SM3 differs")
    try:
        message_id, seq, op, table, schema, key = orjson.loads(content[:head_size])
        body = content[head_size:]
        return Envelope(message_id, int(seq), _OPS[op], table, schema, key, body, digest)
    except (ValueError, TypeError, KeyError) as error:
        return Damaged(f"no envelope: {error}")
