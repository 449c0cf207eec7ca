"""Faces in the answer of YuNet: three grids of strides 8, 16, 32 over a square picture.

A cell's score is the geometric mean of "is a face" and "is an object"; boxes are offsets of the
cell in strides, sizes their exponents; five points: eyes, nose, corners of the mouth.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
SIDE_PX = 640
STRIDES = (8, 16, 32)
LEAST_SCORE, MOST_OVERLAP = 0.7, 0.3


@dataclass(frozen=True, slots=True)
class Face:
    """One face in pixels of the square: left, top, width, height; points (5, 2)."""

    score: float
    box: tuple[float, float, float, float]
    points: Floats

    @property
    def size_px(self) -> float:
        """The shorter side."""
        return min(self.box[2], self.box[3])


def faces_in(answer: Mapping[str, Floats], least_score: float = LEAST_SCORE) -> list[Face]:
    """Every face, the largest first; `answer`: `cls_8` (1, n, 1), `obj_8`, `bbox_8`, `kps_8` …"""
    found = [face for stride in STRIDES for face in _of_grid(answer, stride, least_score)]
    found.sort(key=lambda face: -face.score)
    kept: list[Face] = []
    for face in found:
        if all(overlap(face.box, other.box) <= MOST_OVERLAP for other in kept):
            kept.append(face)
    return sorted(kept, key=lambda face: -face.size_px)


def _of_grid(answer: Mapping[str, Floats], stride: int, least_score: float) -> list[Face]:
    side = SIDE_PX // stride
    score = np.sqrt(
        np.clip(answer[f"cls_{stride}"][0, :, 0], 0, 1)
        * np.clip(answer[f"obj_{stride}"][0, :, 0], 0, 1)
    )
    box, points = answer[f"bbox_{stride}"][0], answer[f"kps_{stride}"][0]
    return [
        _face(float(score[n]), box[n], points[n], np.array([n % side, n // side]), stride)
        for n in np.flatnonzero(score >= least_score)
    ]


def _face(
    score: float, box: Floats, points: Floats, cell: npt.NDArray[np.int_], stride: int
) -> Face:
    middle = (cell + box[:2]) * stride
    size = np.exp(box[2:]) * stride
    left, top = middle - size / 2
    drawn = (points.reshape(5, 2) + cell) * stride
    return Face(score, (float(left), float(top), float(size[0]), float(size[1])),
                drawn.astype(np.float32))  # fmt: skip


def overlap(a: tuple[float, ...], b: tuple[float, ...]) -> float:
    """Intersection over union of two boxes."""
    wide = min(a[0] + a[2], b[0] + b[2]) - max(a[0], b[0])
    high = min(a[1] + a[3], b[1] + b[3]) - max(a[1], b[1])
    if wide <= 0 or high <= 0:
        return 0.0
    shared = wide * high
    return float(shared / (a[2] * a[3] + b[2] * b[3] - shared))
