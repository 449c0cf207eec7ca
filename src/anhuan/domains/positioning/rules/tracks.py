"""Arithmetic of stored tracks: cutting, joining, thinning, the last point before a moment.

Arrays in, arrays out. Times are epoch milliseconds, lengths centimetres, as in `kernel.chunks`.
"""

import itertools
from collections.abc import Sequence
from datetime import UTC, date, datetime

import numpy as np
from numpy.typing import NDArray

from anhuan.kernel.chunks import COLUMNS, Track, Tracks, decode_many, merge

BUCKET_MS = 600_000
GAP_MS = 60_000  # longer without a point: the line is broken
REMEMBERED_MS = 600_000  # a point older than that says nothing about where somebody is
KEEP_DAYS = 365  # AQ 3064.3-2025 4.4


def bucket_of(t_ms: int) -> int:
    """The start of the ten-minute chunk that holds `t_ms`."""
    return t_ms - t_ms % BUCKET_MS


def empty() -> Track:
    """A track without points."""
    return Track(*(np.empty(0, np.int64) for _ in range(COLUMNS)))


def joined(tracks: Sequence[Track]) -> Track:
    """Chunks that follow each other as one track; overlaps are sorted out."""
    filled = [track for track in tracks if len(track.t_ms)]
    if not filled:
        return empty()
    in_order = all(a.t_ms[-1] < b.t_ms[0] for a, b in itertools.pairwise(filled))
    if not in_order:
        return merge(filled)
    return Track(*(np.concatenate(columns) for columns in zip(*map(tuple, filled), strict=True)))


def unpacked(blobs: Sequence[bytes]) -> Track:
    """Chunks in order of time as one track."""
    if not blobs:
        return empty()
    points, edges = decode_many(blobs)
    if np.all(np.diff(points.t_ms) > 0):
        return points
    return joined([part(points, int(a), int(b)) for a, b in itertools.pairwise(edges)])


def newest_in(many: Tracks, at_ms: int, within_ms: int = REMEMBERED_MS) -> NDArray[np.int64]:
    """`last_before` of every chunk at once: indices into its points, -1 for none."""
    from anhuan.kernel.chunk_loops import newest_at

    found = np.empty(len(many.edges) - 1, np.int64)
    newest_at(many.points.t_ms, many.edges, at_ms, at_ms - within_ms, found)
    return found


def with_tail(sealed: Track, tail: Track) -> Track:
    """Sealed points followed by the engine's open tail, which may repeat the last of them."""
    if not len(tail.t_ms):
        return sealed
    cut = int(np.searchsorted(sealed.t_ms, tail.t_ms[0]))
    return joined([part(sealed, 0, cut), merge([part(sealed, cut, None), tail])])


def part(track: Track, first: int, last: int | None) -> Track:
    """Points `first` up to, not including, `last`."""
    return Track(*(column[first:last] for column in tuple(track)))


def between(track: Track, from_ms: int, to_ms: int) -> Track:
    """Points with from_ms <= t < to_ms."""
    first, last = np.searchsorted(track.t_ms, (from_ms, to_ms))
    return part(track, int(first), int(last))


def segments(track: Track, gap_ms: int = GAP_MS) -> list[Track]:
    """The track cut wherever nothing was received for longer than `gap_ms`."""
    if not len(track.t_ms):
        return []
    cuts = np.flatnonzero(np.diff(track.t_ms) > gap_ms) + 1
    edges = [0, *cuts.tolist(), len(track.t_ms)]
    return [part(track, a, b) for a, b in itertools.pairwise(edges)]


def thinned(track: Track, step_ms: int) -> Track:
    """At most one point in each step of time; first and last, and changes of floor, are kept."""
    n = len(track.t_ms)
    if step_ms <= 1 or n < 3:
        return track
    keep: NDArray[np.bool_] = np.ones(n, bool)
    slots = track.t_ms // step_ms
    keep[1:-1] = (slots[1:-1] != slots[:-2]) | (track.floor[1:-1] != track.floor[:-2])
    return Track(*(column[keep] for column in tuple(track)))


def step_for(span_ms: int, points: int = 20_000) -> int:
    """Milliseconds between points so that a span is drawn with about that many; at least 1."""
    return max(1, span_ms // points)


def last_before(track: Track, t_ms: int, within_ms: int = REMEMBERED_MS) -> int | None:
    """Index of the newest point at or before `t_ms`, not older than `within_ms`; else None."""
    at = int(np.searchsorted(track.t_ms, t_ms, side="right")) - 1
    if at < 0 or t_ms - int(track.t_ms[at]) > within_ms:
        return None
    return at


def fixes_per_minute(track: Track, least_ms: int = 120_000) -> float | None:
    """How often somebody was located between the first and the last point; None if too short."""
    if len(track.t_ms) < 2:
        return None
    span_ms = int(track.t_ms[-1] - track.t_ms[0])
    return None if span_ms < least_ms else (len(track.t_ms) - 1) * 60_000 / span_ms


def month_of(partition: str) -> date:
    """The first day a month's partition holds: "positioning_trackchunk_202611"."""
    stamp = partition.rsplit("_", 1)[1]
    return date(int(stamp[:4]), int(stamp[4:6]), 1)


def month_name(moment: datetime) -> str:
    """The partition that holds a moment."""
    return f"positioning_trackchunk_{moment.astimezone(UTC):%Y%m}"
