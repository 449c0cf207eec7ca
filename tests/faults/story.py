"""A plant whose people cross a line and press keys on time, and what must come of it."""

from math import floor

from tests.faults.plant import NO_ENTRY, TANK_FARM, tag_number

ROUND_S = 20  # in and out of the forbidden place
CROSSERS = 3
FARMERS = 9  # more than the tank farm may hold, half of the time
FARM_ROUND_S = 40
CALM_S = 36  # of a farm round: crossers come in at 32 and 38, the farmers left at 30


def place(k: int, t_s: float) -> tuple[float, float]:
    """Tags 0..2 walk in and out of the forbidden place, 3..11 of the tank farm, others around."""
    if k < CROSSERS:
        x, y, side = NO_ENTRY
        return x - 7.5 + 15 * swing(t_s, ROUND_S, k / CROSSERS), y + side / 2 + 3 * k
    if k < CROSSERS + FARMERS:
        x, y, side = TANK_FARM
        return x - 15 + 30 * swing(t_s, FARM_ROUND_S, 0), y + 5 + 5 * (k - CROSSERS)
    return 40 + k * 37 % 200, 60 + k * 53 % 200 + 5 * swing(t_s, 20, k / 7)


def swing(t_s: float, round_s: float, phase: float) -> float:
    """0 to 1 and back within a round, at an even pace."""
    share = (t_s / round_s + phase) % 1
    return 2 * share if share < 0.5 else 2 - 2 * share


def entries(k: int, times_ms: list[int]) -> list[int]:
    """When tag k, seen at these times, came into the forbidden place or the tank farm."""
    edge = (NO_ENTRY if k < CROSSERS else TANK_FARM)[0]
    inside = [place(k, t / 1000)[0] >= edge for t in times_ms]
    return [
        t for t, was, now in zip(times_ms[1:], inside, inside[1:], strict=False) if now and not was
    ]


def seconds_until_calm(now_s: float, at_least_s: float) -> float:
    """From now to a moment when nobody has crossed for four seconds, nor will for two."""
    end = max(now_s, at_least_s)
    return end - now_s + (CALM_S - end) % FARM_ROUND_S


def number_of(tag: str) -> int:
    """The inverse of `tag_number`."""
    return next(k for k in range(10_000) if tag_number(k) == tag)


def rounds_between(start_ms: int, end_ms: int) -> int:
    """Whole rounds of a crosser."""
    return floor((end_ms - start_ms) / 1000 / ROUND_S)
