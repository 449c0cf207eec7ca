"""What an angle means: from the numbers written round the dial, else from a known scale."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from statistics import fmean

SWEEP_FROM_DEG, SWEEP_TO_DEG = 45.0, 315.0  # the usual 270° dial
LEAST_NUMBERS = 4
OFF_DEG = 9.0  # a number stands beside its mark, not at it
NARROWEST_DEG = 60.0


@dataclass(frozen=True, slots=True)
class Number:
    """A number on the dial, and where."""

    value: float
    angle_deg: float


@dataclass(frozen=True, slots=True)
class Scale:
    """value = at_zero + per_deg × angle. numbers: how many of the dial's it explains."""

    at_zero: float
    per_deg: float
    numbers: int
    low: float
    high: float

    def value_at(self, angle_deg: float) -> float | None:
        """None beyond the ends by more than a little."""
        value, room = self.at_zero + self.per_deg * angle_deg, 0.06 * (self.high - self.low)
        if not self.low - room <= value <= self.high + room:
            return None
        return min(max(value, self.low), self.high)


def usual_scale(low: float, high: float) -> Scale:
    """Over the usual 270°."""
    per_deg = (high - low) / (SWEEP_TO_DEG - SWEEP_FROM_DEG)
    return Scale(low - per_deg * SWEEP_FROM_DEG, per_deg, 0, low, high)


def scales_of(numbers: Sequence[Number]) -> list[Scale]:
    """Those that the numbers agree on, the best explained first; a dial may have two."""
    left, found = list(numbers), []
    while len(left) >= LEAST_NUMBERS and (best := _best(left)):
        scale, used = best
        found.append(scale)
        left = [one for one in left if one not in used]
    return found


def _best(numbers: Sequence[Number]) -> tuple[Scale, list[Number]] | None:
    """The line through two of them that most others lie near, drawn again through all of those."""
    best: list[Number] = []
    for one, other in combinations(numbers, 2):
        fits = _near(numbers, one, other)
        if len(fits) > len(best):
            best = fits
    angles = [one.angle_deg for one in best]
    if len(best) < LEAST_NUMBERS or max(angles) - min(angles) < NARROWEST_DEG:
        return None
    return _through(best), best


def _near(numbers: Sequence[Number], one: Number, other: Number) -> list[Number]:
    turned = other.angle_deg - one.angle_deg
    if abs(turned) < OFF_DEG or (other.value - one.value) / turned <= 0:
        return []
    per_deg = (other.value - one.value) / turned
    return [
        that for that in numbers
        if abs(that.value - one.value - per_deg * (that.angle_deg - one.angle_deg))
        <= OFF_DEG * per_deg
    ]  # fmt: skip


def _through(numbers: Sequence[Number]) -> Scale:
    """Least squares."""
    angle, value = fmean(n.angle_deg for n in numbers), fmean(n.value for n in numbers)
    spread = sum((n.angle_deg - angle) ** 2 for n in numbers)
    per_deg = sum((n.angle_deg - angle) * (n.value - value) for n in numbers) / spread
    values = [n.value for n in numbers]
    return Scale(value - per_deg * angle, per_deg, len(numbers), min(values), max(values))
