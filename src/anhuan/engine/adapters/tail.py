"""The open tail: positions not yet sealed into chunks of the database.

Kept as the blocks the pipeline made, by ten-minute bucket. For the checkpoint each block is packed
once, when it is new, so that a checkpoint costs the same at the end of a bucket as at its start.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from uuid import UUID

import numpy as np
import zstandard
from numpy.typing import NDArray

from anhuan.engine.core.blob import pack, unpack
from anhuan.engine.core.config import Tag
from anhuan.engine.core.pipeline import FixTable
from anhuan.engine.core.reports import Places
from anhuan.engine.core.tables import join, pick
from anhuan.kernel.chunks import Track, coarse_r68, encode, merge

Ints = NDArray[np.int64]

BUCKET_MS = 600_000
GRACE_MS = 60_000  # after a bucket's end, for late data; later still is merged into the chunk
POINTS_MAX = 8_000_000  # two hours of a thousand tags; the database is away longer than that


class Points(NamedTuple):
    """Positions of many tags; `slot` is the tag's place in `Tail.tags`."""

    slot: Ints
    t_ms: Ints
    x_cm: Ints
    y_cm: Ints
    floor: Ints
    r68_cm: Ints


class Chunk(NamedTuple):
    """Ten minutes of one tag, as a row of the table wants it."""

    tag: UUID
    bucket_ms: int
    points: int
    min_x_cm: int
    min_y_cm: int
    max_x_cm: int
    max_y_cm: int
    payload: bytes


Blocks = dict[int, tuple[Points, ...]]  # by bucket


@dataclass(slots=True)
class Tail:
    """All positions since the last seal."""

    tags: list[UUID] = field(default_factory=list)
    blocks: dict[int, list[Points]] = field(default_factory=dict)
    points: int = 0
    dropped: int = 0
    _slot: dict[UUID, int] = field(default_factory=dict)
    _packed: dict[int, list[tuple[int, bytes]]] = field(default_factory=dict)  # blocks, bytes

    def take(self, fixes: FixTable, tags: tuple[Tag, ...]) -> None:
        """New positions."""
        slots = np.array([self.slot(tags[k].id) for k in fixes.tag.tolist()], np.int64)
        self._add(
            Points(
                slots,
                fixes.t_ms,
                np.round(fixes.x * 100).astype(np.int64),
                np.round(fixes.y * 100).astype(np.int64),
                fixes.floor.astype(np.int64),
                coarse_r68(np.nan_to_num(fixes.r68_m * 100, nan=1e5, posinf=1e5)),
            )
        )

    def take_late(self, places: Places, tags: tuple[Tag, ...]) -> None:
        """Positions solved elsewhere that the filter is already past; no floor means the ground."""
        none = np.zeros(len(places.tag))
        whole, floor = none.astype(np.int64), np.where(places.floor == 0, 1, places.floor)
        x, y, r68_m = places.x, places.y, places.r68_m
        columns = (places.tag, places.t_ms, x, y, floor, r68_m, none, whole, whole, none)
        self.take(FixTable(*columns), tags)

    def slot(self, tag: UUID) -> int:
        """The tag's place in `tags`."""
        if tag not in self._slot:
            self._slot[tag] = len(self.tags)
            self.tags.append(tag)
        return self._slot[tag]

    def due(self, now_ms: int) -> list[int]:
        """Buckets that should be sealed now."""
        return sorted(bucket for bucket in self.blocks if bucket + BUCKET_MS + GRACE_MS <= now_ms)

    def frozen(self, buckets: Iterable[int] | None = None) -> Blocks:
        """What is in these buckets now (all by default); safe to read from another thread."""
        wanted = list(self.blocks) if buckets is None else buckets
        return {bucket: tuple(self.blocks[bucket]) for bucket in wanted}

    def drop(self, sealed: Blocks) -> None:
        """Forget what is safely in the database."""
        for bucket, blocks in sealed.items():
            self.points -= sum(len(block.slot) for block in blocks)
            del self.blocks[bucket][: len(blocks)]
            self._packed.pop(bucket, None)
            if not self.blocks[bucket]:
                del self.blocks[bucket]

    def dump(self, without: Iterable[int] = ()) -> tuple[list[str], list[tuple[int, bytes]]]:
        """Names and packed blocks, of all buckets but those."""
        skipped = set(without)
        parts = [
            (bucket, body)
            for bucket in self.blocks
            if bucket not in skipped
            for body in self._bodies(bucket)
        ]
        return [str(tag) for tag in self.tags], parts

    def load(self, names: Sequence[str], parts: Iterable[tuple[int, bytes]]) -> None:
        """Undo `dump` into an empty tail."""
        slots = np.array([self.slot(UUID(name)) for name in names], np.int64)
        for bucket, body in parts:
            found = unpacked(body)
            block = found._replace(slot=slots[found.slot])
            self.blocks.setdefault(bucket, []).append(block)
            packed = self._packed.setdefault(bucket, [])
            packed.append((len(self.blocks[bucket]), body))
            self.points += len(block.slot)

    def _bodies(self, bucket: int) -> list[bytes]:
        done = self._packed.setdefault(bucket, [])
        first = done[-1][0] if done else 0
        blocks = self.blocks[bucket]
        if first < len(blocks):
            done.append((len(blocks), packed_points(join(blocks[first:]))))
        return [body for _, body in done]

    def _add(self, points: Points) -> None:
        buckets = points.t_ms - points.t_ms % BUCKET_MS
        for bucket in np.unique(buckets).tolist():
            block = pick(points, buckets == bucket)
            self.blocks.setdefault(bucket, []).append(block)
            self.points += len(block.slot)
        while self.points > POINTS_MAX:
            self._drop_oldest()

    def _drop_oldest(self) -> None:
        bucket = min(self.blocks)
        block = self.blocks[bucket].pop(0)
        self._packed.pop(bucket, None)
        self.points -= len(block.slot)
        self.dropped += len(block.slot)
        if not self.blocks[bucket]:
            del self.blocks[bucket]


def tracks_of(
    blocks: Iterable[Points], tags: Sequence[UUID], wanted: set[UUID] | None = None
) -> Iterator[tuple[UUID, Track]]:
    """Each tag's points in time order; of points with one time the last made stays."""
    every = list(blocks)
    if not every:
        return
    points = join(every)
    if wanted is not None:
        chosen = np.array([k for k, tag in enumerate(tags) if tag in wanted], np.int64)
        points = pick(points, np.isin(points.slot, chosen))
    order = np.argsort(points.slot, kind="stable")
    points = pick(points, order)
    edges = np.flatnonzero(np.diff(points.slot, prepend=-1)).tolist()
    for first, last in zip(edges, [*edges[1:], len(points.slot)], strict=True):
        rows = pick(points, slice(first, last))
        yield tags[int(rows.slot[0])], merge([Track(*rows[1:])])


def chunks_of(bucket: int, blocks: Iterable[Points], tags: Sequence[UUID]) -> Iterator[Chunk]:
    """The rows of one bucket."""
    for tag, track in tracks_of(blocks, tags):
        yield chunk_of(tag, bucket, track)


def chunk_of(tag: UUID, bucket: int, track: Track) -> Chunk:
    """One row."""
    x, y = track.x_cm, track.y_cm
    box = int(x.min()), int(y.min()), int(x.max()), int(y.max())
    return Chunk(tag, bucket, track.points, *box, encode(track))


def packed_points(points: Points) -> bytes:
    """Points as bytes: by tag and time, differences, zstd."""
    start = int(points.t_ms.min())
    order = np.lexsort((points.t_ms, points.slot))
    points = points._replace(t_ms=points.t_ms - start)
    columns = {name: np.diff(column[order], prepend=0) for name, column in points._asdict().items()}
    small = {name: column.astype(_narrowest(column)) for name, column in columns.items()}
    return zstandard.ZstdCompressor(level=1).compress(pack(small, start))


def unpacked(body: bytes) -> Points:
    """Undo `packed_points`."""
    columns, start = unpack(zstandard.ZstdDecompressor().decompress(body))
    points = Points(**{name: np.cumsum(c.astype(np.int64)) for name, c in columns.items()})
    return points._replace(t_ms=points.t_ms + start)


def _narrowest(column: Ints) -> np.dtype[Any]:
    """The smallest type that holds every value."""
    low, high = (int(column.min()), int(column.max())) if len(column) else (0, 0)
    return np.promote_types(np.min_scalar_type(low), np.min_scalar_type(-abs(high) - 1))
