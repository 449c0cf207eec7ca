"""Digests of stored tracks, and what a later look finds changed. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from struct import Struct
from uuid import UUID

from anhuan.kernel.digest import sm3, sm3_hex

_HEAD = Struct(">16sqiiiii")
_LEAF = Struct(">16s32s")
Box = tuple[int, int, int, int]  # min_x, min_y, max_x, max_y in cm
Leaves = dict[UUID, bytes]  # SM3 of each tag's chunk


class Wrong(StrEnum):
    """What may be wrong with a stored ten minutes."""

    ALTERED = "altered"  # the chunk is not the one that was sealed
    MISSING = "missing"  # a sealed chunk is gone
    ADDED = "added"  # a chunk nobody sealed
    SEAL_ALTERED = "seal_altered"  # the seal is not the one in the audit chain
    SEAL_MISSING = "seal_missing"  # the audit chain knows a seal that is gone


WRONG_LABELS: dict[Wrong, str] = {
    Wrong.ALTERED: "数据被改动",
    Wrong.MISSING: "数据缺失",
    Wrong.ADDED: "未经封存的数据",
    Wrong.SEAL_ALTERED: "封存记录被改动",
    Wrong.SEAL_MISSING: "封存记录缺失",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong: of which ten minutes and, if it is one chunk, of which tag."""

    bucket: datetime
    wrong: Wrong
    tag: UUID | None = None


def leaf_of(tag: UUID, bucket_ms: int, count: int, box: Box, payload: bytes) -> bytes:
    """SM3 of everything a chunk says, 32 bytes."""
    return sm3(_HEAD.pack(tag.bytes, bucket_ms, count, *box) + payload)


def packed_leaves(leaves: Mapping[UUID, bytes]) -> bytes:
    """48 bytes a chunk, in order of tags."""
    return b"".join(_LEAF.pack(tag.bytes, leaves[tag]) for tag in sorted(leaves))


def leaves_in(packed: bytes) -> Leaves:
    """Undo `packed_leaves`."""
    return {UUID(bytes=tag): leaf for tag, leaf in _LEAF.iter_unpack(packed)}


def digest_of(bucket_ms: int, packed: bytes) -> str:
    """What the audit chain keeps of one seal, 64 hex digits."""
    return sm3_hex(bucket_ms.to_bytes(8, "big") + packed)


def is_whole(packed: bytes) -> bool:
    """Whether it can be read as leaves at all."""
    return len(packed) % _LEAF.size == 0


def differences(
    bucket: datetime, sealed: Mapping[UUID, bytes], found: Mapping[UUID, bytes]
) -> Iterator[Finding]:
    """What is stored against what was sealed, chunk by chunk."""
    for tag in sorted(sealed.keys() | found.keys()):
        if tag not in found:
            yield Finding(bucket, Wrong.MISSING, tag)
        elif tag not in sealed:
            yield Finding(bucket, Wrong.ADDED, tag)
        elif sealed[tag] != found[tag]:
            yield Finding(bucket, Wrong.ALTERED, tag)


def overlaid(layers: Iterable[Mapping[UUID, bytes]]) -> Leaves:
    """Seals of one ten minutes in the order they were made; the later one counts."""
    whole: Leaves = {}
    for layer in layers:
        whole |= layer
    return whole


def day_to_check(first: date, today: date) -> date:
    """One stored day before today; every one of them has its turn, then again from the first."""
    stored = max((today - first).days, 1)
    return first + timedelta(days=today.toordinal() % stored)
