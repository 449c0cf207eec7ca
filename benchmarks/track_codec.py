"""Bytes a point and speed of trajectory chunks beside plain rows and numpy npz. Prints JSON.

One tag walking 10 minutes at about 1 Hz: jittered times, correlated position error, stops, a
stair, radius in coarse steps. Every format keeps the same five integer columns.
"""

from __future__ import annotations

import argparse
import io
import json
import struct
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from anhuan.kernel.chunks import Track, coarse_r68, decode, encode

ROW = struct.Struct("<qiihi")


def walk(seed: int, points: int = 600) -> Track:
    """A simulated walk: 1.2 m/s, turns, one stop of two minutes, 15 cm correlated error."""
    rng = np.random.default_rng(seed)
    t = 1_795_000_000_000 + np.cumsum(rng.normal(1000, 15, points).round()).astype(np.int64)
    heading = np.cumsum(rng.normal(0, 0.15, points))
    stop = int(rng.integers(0, points - 120))
    speed = np.full(points, 1.2)
    speed[stop : stop + 120] = 0.0
    x = 300 + np.cumsum(speed * np.cos(heading))
    y = 300 + np.cumsum(speed * np.sin(heading))
    error = np.zeros((2, points))
    for k in range(1, points):
        error[:, k] = 0.9 * error[:, k - 1] + rng.normal(0, 0.065, 2)
    moving = speed > 0
    x, y = x + error[0] * moving, y + error[1] * moving
    radius = coarse_r68(30 + 25 * np.abs(np.sin(np.arange(points) / 90.0)))
    floor = np.where(np.arange(points) > points // 2, 2, 1)
    cm = lambda v: (v * 100).round().astype(np.int64)  # noqa: E731
    return Track(t, cm(x), cm(y), floor.astype(np.int64), radius)


def as_rows(track: Track) -> bytes:
    return b"".join(ROW.pack(*row) for row in zip(*(c.tolist() for c in track), strict=True))


def from_rows(blob: bytes) -> list[tuple[Any, ...]]:
    return list(ROW.iter_unpack(blob))


def as_npz(track: Track) -> bytes:
    out = io.BytesIO()
    np.savez_compressed(out, **track._asdict())
    return out.getvalue()


def from_npz(blob: bytes) -> Track:
    with np.load(io.BytesIO(blob)) as arrays:
        return Track(*(arrays[name] for name in Track._fields))


def measure(
    tracks: list[Track], pack: Callable[[Track], bytes], unpack: Callable[[bytes], Any]
) -> dict[str, float]:
    """Size and CPU time a chunk."""
    blobs = [pack(t) for t in tracks]
    points = sum(t.points for t in tracks)
    start = time.process_time()
    for track in tracks:
        pack(track)
    packed = time.process_time()
    for blob in blobs:
        unpack(blob)
    done = time.process_time()
    return {
        "bytes_per_point": round(sum(map(len, blobs)) / points, 3),
        "encode_us_per_chunk": round((packed - start) / len(tracks) * 1e6, 1),
        "decode_us_per_chunk": round((done - packed) / len(tracks) * 1e6, 1),
        "decode_points_per_s": round(points / max(done - packed, 1e-9)),
    }


def main() -> None:
    """Measure all three in one run."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--json", action="store_true", help="always so")
    arguments.add_argument("--chunks", type=int, default=300)
    options = arguments.parse_args()
    tracks = [walk(seed) for seed in range(options.chunks)]
    lossless = all(
        all(np.array_equal(a, b) for a, b in zip(t, decode(encode(t)), strict=True)) for t in tracks
    )
    report = {
        "points_per_chunk": 600,
        "chunks": options.chunks,
        "lossless": lossless,
        "limit_bytes_per_point": 3.0,
        "chunk": measure(tracks, encode, decode),
        "struct_rows": measure(tracks, as_rows, from_rows),
        "numpy_npz": measure(tracks, as_npz, from_npz),
    }
    print(json.dumps(report, indent=1))


if __name__ == "__main__":
    main()
