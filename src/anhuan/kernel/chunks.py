"""Packed trajectories: the points of one tag over some minutes as few bytes.

Columns of integers as zigzag differences (second-order for time, first-order otherwise), their
bytes laid in planes, through zstd. Lossless. About 2 bytes a point at 1 Hz; a table row takes 100.

    byte 0          version
    byte 1          width in bytes of a difference: 1, 2, 4 or 8
    bytes 2..5      number of points n, little endian
    bytes 6..53     first t, first step of t, first x, y, floor, r68: int64, little endian (n > 0)
    rest            zstd of the differences: low bytes of all columns, then the next bytes ...
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import zstandard
from numpy.typing import NDArray

Ints = NDArray[np.int64]

VERSION = 1
LEVEL = 3
COLUMNS = 5
HEAD = 6
FIRSTS = 8 * (COLUMNS + 1)



class _Zstd(threading.local):
    """One pair a thread: a zstd context must not be used by two at once."""

    def __init__(self) -> None:
        self.pack = zstandard.ZstdCompressor(level=LEVEL, write_checksum=True).compress
        self.unpack = zstandard.ZstdDecompressor().decompress


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
        return bytes((VERSION, 1, 0, 0, 0, 0))
    table = np.stack([np.asarray(column, np.int64) for column in track])
    with np.errstate(over="ignore"):
        steps = np.diff(table, axis=1, prepend=table[:, :1])
        step_of_t = steps[0, min(1, n - 1)]
        steps[0, 1:] = np.diff(steps[0], prepend=0)[1:]
        steps[0, min(1, n - 1)] = 0
        zigzag = ((steps << 1) ^ (steps >> 63)).view(np.uint64)
    width = _width(int(zigzag.max()))
    planes = zigzag.astype(f"<u{width}").view(np.uint8).reshape(COLUMNS, n, width)
    firsts = np.insert(table[:, 0], 1, step_of_t).astype("<i8").tobytes()
    head = bytes((VERSION, width)) + n.to_bytes(4, "little")
    return head + firsts + _ZSTD.pack(planes.transpose(2, 0, 1).tobytes())


def decode(blob: bytes) -> Track:
    """The track in a chunk; ValueError if it is not one of ours or damaged."""
    if len(blob) < HEAD or blob[0] != VERSION or blob[1] not in (1, 2, 4, 8):
        raise ValueError("not a track chunk of a known version")
    width, n = blob[1], int.from_bytes(blob[2:HEAD], "little")
    if n == 0:
        return Track(*(np.empty(0, np.int64) for _ in range(COLUMNS)))
    raw = _unpack(blob, n * COLUMNS * width)
    planes = np.frombuffer(raw, np.uint8).reshape(width, COLUMNS, n)
    zigzag = planes[0].astype(np.int64)
    for k in range(1, width):
        zigzag |= planes[k].astype(np.int64) << (8 * k)
    steps = (zigzag >> 1) & np.int64(2**63 - 1)
    steps ^= -(zigzag & 1)
    firsts = np.frombuffer(blob, "<i8", COLUMNS + 1, HEAD)
    with np.errstate(over="ignore"):
        if n > 1:
            steps[0, 1] += firsts[1]
        steps[0] = steps[0].cumsum()
        steps[0, 0] = firsts[0]
        steps[1:, 0] = firsts[2:]
        table = steps.cumsum(axis=1)
    return Track(*table)


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


def _width(largest: int) -> int:
    """Bytes that hold the largest difference."""
    return next(width for width in (1, 2, 4, 8) if largest < 1 << (8 * width))


def _unpack(blob: bytes, size: int) -> bytes:
    if len(blob) < HEAD + FIRSTS:
        raise ValueError("track chunk is cut short")
    try:
        raw = _ZSTD.unpack(blob[HEAD + FIRSTS :], max_output_size=size)
    except zstandard.ZstdError as error:
        raise ValueError("track chunk is damaged") from error
    if len(raw) != size:
        raise ValueError("track chunk is damaged")
    return raw
