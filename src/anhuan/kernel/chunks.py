"""Packed trajectories: the points of one tag over some minutes as few bytes.

Columns of integers as zigzag differences, their bytes laid in planes, through zstd. Each column
takes first-order differences (less a usual step) or second-order ones, whichever is smaller.
Lossless. Two to three bytes a point at 1 Hz, with time, floor and quality; a table row takes 100.

    byte 0          version
    byte 1          width in bytes of a difference: 1, 2, 4 or 8
    byte 2          bit c set: column c has second-order differences
    bytes 3..6      number of points n, little endian
    rest            zstd of: first value and step of each column (int64, little endian), then the
                    low bytes of all columns' differences, the next bytes of all columns, ...
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import zstandard
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Frame = bytes | bytearray | memoryview

VERSION = 1
LEVEL = 19  # half a millisecond a chunk; unpacking costs the same at every level
COLUMNS = 5
HEAD = 7
BASES = 16 * COLUMNS  # bytes of first values and steps


class _Zstd(threading.local):
    """One pair a thread: a zstd context must not be used by two at once."""

    def __init__(self) -> None:
        self.pack = zstandard.ZstdCompressor(level=LEVEL, write_checksum=True).compress
        unpacker = zstandard.ZstdDecompressor()
        self.unpack, self.unpack_many = unpacker.decompress, unpacker.multi_decompress_to_buffer


_ZSTD = _Zstd()

R68_STEPS_CM = (0, 10, 20, 30, 50, 75, 100, 150, 200, 300, 500, 1000, 2000, 5000, 10_000, 100_000)


class Track(NamedTuple):
    """Points in time order. t_ms epoch milliseconds, x and y centimetres, r68 in centimetres."""

    t_ms: Ints
    x_cm: Ints
    y_cm: Ints
    floor: Ints
    r68_cm: Ints

    @property
    def points(self) -> int:
        """How many."""
        return len(self.t_ms)


def coarse_r68(r68_cm: NDArray[np.int64] | NDArray[np.float64]) -> Ints:
    """Radius rounded up to one of sixteen steps: a claim never gets better by storing it."""
    steps = np.asarray(R68_STEPS_CM, np.int64)
    at = np.searchsorted(steps, r68_cm)
    return steps[np.minimum(at, len(steps) - 1)]


def encode(track: Track) -> bytes:
    """Bytes of a track. Columns are kept exactly; coarsen r68 first if it may be."""
    if len({len(column) for column in track}) != 1:
        raise ValueError("columns of a track must be equally long")
    n = track.points
    if n == 0:
        return bytes((VERSION, 1, 0, 0, 0, 0, 0))
    table = np.stack([np.asarray(column, np.int64) for column in track])
    step, second, left = _differences(table)
    width = _width(int(left.max()))
    planes = left.astype(f"<u{width}").view(np.uint8).reshape(COLUMNS, n, width)
    orders = int(second @ (1 << np.arange(COLUMNS)))
    head = bytes((VERSION, width, orders)) + n.to_bytes(4, "little")
    bases = np.concatenate([table[:, 0], step]).astype("<i8").tobytes()
    return head + _ZSTD.pack(bases + planes.transpose(2, 0, 1).tobytes())


def decode(blob: bytes) -> Track:
    """The track in a chunk; ValueError if it is not one of ours or damaged."""
    if len(blob) < HEAD or blob[0] != VERSION or blob[1] not in (1, 2, 4, 8):
        raise ValueError("not a track chunk of a known version")
    width, orders, n = blob[1], blob[2], int.from_bytes(blob[3:HEAD], "little")
    if n == 0:
        return Track(*(np.empty(0, np.int64) for _ in range(COLUMNS)))
    raw = _unpack(blob, BASES + n * COLUMNS * width)
    bases = np.frombuffer(raw, "<i8", 2 * COLUMNS)
    planes = np.frombuffer(raw, np.uint8, -1, BASES).reshape(width, COLUMNS, n)
    zigzag = planes[0].astype(np.int64)
    for k in range(1, width):
        zigzag |= planes[k].astype(np.int64) << (8 * k)
    steps = (zigzag >> 1) & np.int64(2**63 - 1)
    steps ^= -(zigzag & 1)
    with np.errstate(over="ignore"):
        for column in range(COLUMNS):
            if orders >> column & 1:
                steps[column].cumsum(out=steps[column])
        steps += bases[COLUMNS:, None]
        steps[:, 0] = bases[:COLUMNS]
        return Track(*steps.cumsum(axis=1))


class Tracks(NamedTuple):
    """Points of several chunks one after the other; chunk k has rows edges[k] to edges[k + 1]."""

    points: Track
    edges: Ints


def decode_many(blobs: Sequence[bytes]) -> Tracks:
    """All chunks in one go, a point in some nanoseconds; ValueError if one of them is damaged."""
    from anhuan.kernel.chunk_loops import undo  # compiled; who decodes one chunk never waits for it

    heads = np.frombuffer(b"".join(blob[:HEAD] for blob in blobs), np.uint8)
    if len(heads) != HEAD * len(blobs):
        raise ValueError("not a track chunk of a known version")
    heads = heads.reshape(-1, HEAD)
    width, counts = heads[:, 1].astype(np.int64), heads[:, 3:].copy().view("<u4")[:, 0]
    if np.any(heads[:, 0] != VERSION) or not np.isin(width, (1, 2, 4, 8)).all():
        raise ValueError("not a track chunk of a known version")
    edges = np.append(0, np.cumsum(counts, dtype=np.int64))
    filled = np.flatnonzero(counts)
    sizes = np.where(counts > 0, BASES + counts * COLUMNS * width, 0).astype(np.uint64)
    frames: list[Frame] = [memoryview(blobs[k])[HEAD:] for k in filled.tolist()]
    raw = _unpack_many(frames, sizes[filled])
    starts = np.append(0, np.cumsum(sizes[filled], dtype=np.int64))[:-1]
    out = np.empty((COLUMNS, int(edges[-1])), np.int64)
    ends = np.append(edges[filled], edges[-1])  # chunks without points take no room
    undo(raw, starts, width[filled], heads[filled, 2].astype(np.int64), ends, out)
    return Tracks(Track(*out), edges)


def merge(tracks: Sequence[Track]) -> Track:
    """One track in time order; of points with the same time the later track's stays."""
    columns = [np.concatenate([np.asarray(t[k]) for t in tracks]) for k in range(COLUMNS)]
    order = np.argsort(columns[0], kind="stable")
    t = columns[0][order]
    last = np.append(t[1:] != t[:-1], np.ones(min(len(t), 1), bool))
    return Track(*(np.asarray(column[order][last], np.int64) for column in columns))


def merge_chunks(blobs: Sequence[bytes]) -> bytes:
    """One chunk with the points of several."""
    return encode(merge([decode(blob) for blob in blobs]))


def _differences(table: Ints) -> tuple[Ints, NDArray[np.bool_], NDArray[np.uint64]]:
    """Step (5,), which columns are second-order (5,), and the zigzag of what is left (5, n).

    Arithmetic wraps around, so that any 64-bit integers come back. Columns of `left` at point 0
    are 0: the first values are kept apart.
    """
    n = table.shape[1]
    if n == 1:
        return np.zeros(COLUMNS, np.int64), np.zeros(COLUMNS, bool), np.zeros((COLUMNS, 1), "u8")
    with np.errstate(over="ignore"):
        first = np.diff(table, axis=1)
        usual = np.sort(first, axis=1)[:, (n - 1) // 2]
        plain = _zigzag(first - usual[:, None])
        curved = _zigzag(np.diff(first, axis=1, prepend=first[:, :1]))
    second = np.log2(curved + 1.0).sum(axis=1) < np.log2(plain + 1.0).sum(axis=1)
    left = np.zeros((COLUMNS, n), np.uint64)
    left[:, 1:] = np.where(second[:, None], curved, plain)
    return np.where(second, first[:, 0], usual), second, left


def _zigzag(values: Ints) -> NDArray[np.uint64]:
    """Small numbers of either sign as small unsigned ones."""
    return ((values << 1) ^ (values >> 63)).view(np.uint64)


def _width(largest: int) -> int:
    """Bytes that hold the largest difference."""
    return next(width for width in (1, 2, 4, 8) if largest < 1 << (8 * width))


def _unpack_many(frames: list[Frame], sizes: NDArray[np.uint64]) -> NDArray[np.uint8]:
    """The content of all frames, one after the other."""
    if not frames:
        return np.frombuffer(b"-", np.uint8)  # read-only as below: one compiled form will do
    try:
        found = _ZSTD.unpack_many(frames, decompressed_sizes=sizes.tobytes())
    except zstandard.ZstdError as error:
        raise ValueError("track chunk is damaged") from error
    return np.frombuffer(b"".join(found[k].tobytes() for k in range(len(found))), np.uint8)


def _unpack(blob: bytes, size: int) -> bytes:
    try:
        raw = _ZSTD.unpack(blob[HEAD:], max_output_size=size)
    except zstandard.ZstdError as error:
        raise ValueError("track chunk is damaged") from error
    if len(raw) != size:
        raise ValueError("track chunk is damaged")
    return raw
