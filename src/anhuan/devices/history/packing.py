"""Chunks of a timeline that can be moved in time without being packed anew.

`kernel.chunks` documents its format: behind the head lies a zstd frame that begins with the first
value of each column, time first. Moving a chunk is adding to that one number.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from struct import Struct

import numpy as np
import zstandard

from anhuan.devices.timeline import Timeline
from anhuan.kernel.chunks import HEAD, Track, encode

BUCKET_MS = 600_000
STEP_MS = 10_000  # history keeps a point every ten seconds
R68_CM = 50
LEVEL = 3  # a month of a whole plant, before the first page is shown
_FIRST_TIME = Struct("<q")
_PACK = zstandard.ZstdCompressor(level=LEVEL, write_checksum=True)
_UNPACK = zstandard.ZstdDecompressor()


@dataclass(frozen=True, slots=True)
class Packed:
    """One ten-minute chunk, unpacked down to the frame's content."""

    bucket_ms: int
    count: int
    box_cm: tuple[int, int, int, int]
    head: bytes
    first_ms: int
    rest: bytes

    def moved(self, by_ms: int) -> bytes:
        """The chunk's payload, `by_ms` later (whole buckets)."""
        return self.head + _PACK.compress(_FIRST_TIME.pack(self.first_ms + by_ms) + self.rest)


def packed(line: Timeline, from_ms: int = 0, until_ms: int = 2**62) -> Iterator[Packed]:
    """The chunks of a timeline; only points in [from_ms, until_ms) of epoch milliseconds."""
    track = sampled(line)
    keep = (track.t_ms >= from_ms) & (track.t_ms < until_ms)
    track = Track(*(column[keep] for column in track))
    bucket = track.t_ms // BUCKET_MS
    edges = np.flatnonzero(np.diff(bucket)) + 1
    for rows in np.split(np.arange(track.points), edges):
        if len(rows):
            yield _packed(Track(*(column[rows] for column in track)))


def sampled(line: Timeline) -> Track:
    """Points every `STEP_MS`, on the whole step."""
    first = -(-round(line.from_s * 1000) // STEP_MS) * STEP_MS
    t_ms = np.arange(first, round(line.to_s * 1000), STEP_MS, dtype=np.int64)
    xyz, floor = line.sample(t_ms / 1000)
    xy_cm = np.rint(xyz[:, :2] * 100).astype(np.int64)
    r68_cm = np.full(len(t_ms), R68_CM, dtype=np.int64)
    return Track(t_ms, xy_cm[:, 0], xy_cm[:, 1], floor.astype(np.int64), r68_cm)


def _packed(track: Track) -> Packed:
    blob = encode(track)
    raw = _UNPACK.decompress(blob[HEAD:])
    first_ms = _FIRST_TIME.unpack_from(raw)[0]
    return Packed(
        bucket_ms=int(track.t_ms[0]) // BUCKET_MS * BUCKET_MS,
        count=track.points,
        box_cm=(
            int(track.x_cm.min()), int(track.y_cm.min()),
            int(track.x_cm.max()), int(track.y_cm.max()),
        ),
        head=blob[:HEAD],
        first_ms=first_ms,
        rest=raw[_FIRST_TIME.size :],
    )  # fmt: skip
