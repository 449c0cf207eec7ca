"""A round dial and its needle, by geometry alone.

Angles are degrees clockwise from straight down, 0 … 360: values on a dial grow with them.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.float32]  # (height, width), 0 black … 1 white

SMALLEST, LARGEST = 0.22, 0.55  # radii looked for, of the shorter side
EDGE_SHARE = 0.12  # of the pixels, the steepest
FIRST_RING, LAST_RING, RINGS, ANGLES = 0.20, 0.80, 60, 720  # where the needle is looked for
HUB_OFF, HUB_STEPS, HUB_DOUBT = 0.09, 3, 0.15  # of the radius; steps to each side; price of off
LEAST_RUN = 0.25  # of the rings that a needle covers in one piece
GAP = 3  # rings a needle may miss: a glint, a scratch


@dataclass(frozen=True, slots=True)
class Dial:
    """Where the dial is, in pixels; score: the share of its rim that was seen."""

    x_px: float
    y_px: float
    radius_px: float
    score: float

    def angle_of(self, x_px: float, y_px: float) -> float:
        """Degrees of a place on the picture, as seen from the middle."""
        return float(np.degrees(np.arctan2(self.x_px - x_px, y_px - self.y_px)) % 360)


@dataclass(frozen=True, slots=True)
class Needle:
    """Where it points; sure: 0 … 1, how far it reaches and how alone it is."""

    angle_deg: float
    sure: float


def find_dial(grey: Grey) -> Dial | None:
    """The best circle: edge pixels vote along their gradient for a middle, radius by radius."""
    edges = _edges(grey)
    if edges is None:
        return None
    side = min(grey.shape)
    radii = np.arange(SMALLEST * side, LARGEST * side, max(1.0, side / 120))
    found = (_vote(edges, grey.shape, float(radius)) for radius in radii)
    return max(found, key=lambda one: one.score)


def find_hub(grey: Grey, dial: Dial) -> tuple[Dial, Needle] | None:
    """The dial about its hub, and the needle: seen from the side the rim's middle is not the hub,
    but from the hub alone the needle is one straight piece."""
    steps = np.linspace(-HUB_OFF, HUB_OFF, 2 * HUB_STEPS + 1) * dial.radius_px
    best: tuple[float, Dial, Needle] | None = None
    for right in steps:
        for down in steps:
            here = replace(dial, x_px=dial.x_px + float(right), y_px=dial.y_px + float(down))
            needle = find_needle(grey, here)
            off = np.hypot(right, down) / (HUB_OFF * dial.radius_px)
            worth = needle.sure - HUB_DOUBT * off if needle else -1.0
            if needle and (best is None or worth > best[0]):
                best = (worth, here, needle)
    return (best[1], best[2]) if best else None


def _edges(grey: Grey) -> tuple[Grey, Grey, Grey, Grey] | None:
    smooth = _blurred(_blurred(grey))
    down: Grey = np.gradient(smooth, axis=0)
    right: Grey = np.gradient(smooth, axis=1)
    steep: Grey = np.asarray(np.hypot(right, down), np.float32)
    y, x = np.nonzero(steep > max(float(np.quantile(steep, 1 - EDGE_SHARE)), 0.02))
    if len(x) < 50:
        return None
    length = steep[y, x]
    return tuple(
        one.astype(np.float32) for one in (x, y, right[y, x] / length, down[y, x] / length)
    )  # type: ignore[return-value]


def _vote(edges: tuple[Grey, Grey, Grey, Grey], shape: tuple[int, ...], radius: float) -> Dial:
    x, y, right, down = edges
    high, wide = shape[0] // 2 + 1, shape[1] // 2 + 1
    votes = np.zeros(high * wide, np.float32)
    for sign in (1, -1):
        row = ((y + sign * radius * down) / 2).astype(int)
        column = ((x + sign * radius * right) / 2).astype(int)
        inside = (row >= 0) & (row < high) & (column >= 0) & (column < wide)
        place = row[inside] * wide + column[inside]
        votes += np.bincount(place, minlength=high * wide).astype(np.float32)
    sums = _blurred(votes.reshape(high, wide)) * 9
    top = int(sums.argmax())
    score = float(sums.flat[top]) / (2 * np.pi * radius)
    return Dial(2.0 * (top % wide), 2.0 * (top // wide), radius, score)


def _blurred(grey: Grey) -> Grey:
    """Mean of the nine."""
    padded = np.pad(grey, 1, mode="edge")
    high, wide = grey.shape
    parts = [padded[a : a + high, b : b + wide] for a in range(3) for b in range(3)]
    return np.mean(parts, axis=0, dtype=np.float32)  # type: ignore[no-any-return]


def find_needle(grey: Grey, dial: Dial) -> Needle | None:
    """The direction that differs from its rings in one piece from the hub outwards."""
    rings = np.linspace(FIRST_RING, LAST_RING, RINGS) * dial.radius_px
    turns = np.radians(np.arange(ANGLES) * 360 / ANGLES)
    x = dial.x_px - rings[:, None] * np.sin(turns)
    y = dial.y_px + rings[:, None] * np.cos(turns)
    seen = grey[
        np.clip(y.round().astype(int), 0, grey.shape[0] - 1),
        np.clip(x.round().astype(int), 0, grey.shape[1] - 1),
    ]
    usual = np.median(seen, axis=1, keepdims=True)
    contrast = usual - seen if np.median(usual) > 0.45 else seen - usual
    reach = _reach(contrast > 0.5 * np.quantile(contrast, 0.995))
    top = int(reach.argmax())
    if reach[top] < LEAST_RUN * RINGS:
        return None
    return Needle(_middle(reach, top), _sureness(reach, top))


def _reach(dark: NDArray[np.bool_]) -> NDArray[np.float64]:
    """For each angle, how many rings from the innermost are covered with no wide gap."""
    count, gap = np.zeros(dark.shape[1]), np.zeros(dark.shape[1], int)
    is_broken = np.zeros(dark.shape[1], bool)
    for ring in dark:
        gap = np.where(ring, 0, gap + 1)
        is_broken |= gap > GAP
        count += ring & ~is_broken
    return count


def _middle(reach: NDArray[np.float64], top: int) -> float:
    """A needle has a width: the middle of those that reach nearly as far."""
    around = np.arange(top - 16, top + 17)
    share = reach[around % ANGLES]
    weight = np.where(share >= 0.8 * reach[top], share, 0.0)
    return float((np.average(around, weights=weight) * 360 / ANGLES) % 360)


def _sureness(reach: NDArray[np.float64], top: int) -> float:
    away = np.abs((np.arange(ANGLES) - top + ANGLES // 2) % ANGLES - ANGLES // 2) > 24
    rival = float(reach[away].max()) / reach[top]
    return float(np.clip(reach[top] / (0.6 * RINGS), 0, 1) * np.clip(1.2 - rival, 0.1, 1))
