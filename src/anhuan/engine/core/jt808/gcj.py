"""GCJ-02, the shifted degrees of Chinese map software, back to WGS 84.

The shift is a fixed smooth function of the place, some hundred metres; its inverse is found by
applying it to a better and better guess. Within China the result is right to a centimetre.
"""

from __future__ import annotations

from math import cos, pi, radians, sin, sqrt

_AXIS_M, _ECCENTRICITY2 = 6_378_245.0, 0.006_693_421_622_965_943  # Krasovsky 1940
_ROUNDS = 6


def to_gcj(lon: float, lat: float) -> tuple[float, float]:
    """WGS 84 degrees as GCJ-02 shows them; outside China nothing is shifted."""
    if not (72.004 <= lon <= 137.8347 and 0.8293 <= lat <= 55.8271):
        return lon, lat
    east, north = _shift(lon - 105.0, lat - 35.0)
    flat = 1 - _ECCENTRICITY2 * sin(radians(lat)) ** 2
    parallel_m = _AXIS_M / sqrt(flat) * cos(radians(lat))
    meridian_m = _AXIS_M * (1 - _ECCENTRICITY2) / (flat * sqrt(flat))
    return lon + east * 180 / (parallel_m * pi), lat + north * 180 / (meridian_m * pi)


def from_gcj(lon: float, lat: float) -> tuple[float, float]:
    """GCJ-02 degrees as WGS 84."""
    guess_lon, guess_lat = lon, lat
    for _ in range(_ROUNDS):
        shown_lon, shown_lat = to_gcj(guess_lon, guess_lat)
        guess_lon, guess_lat = guess_lon + lon - shown_lon, guess_lat + lat - shown_lat
    return guess_lon, guess_lat


def _shift(x: float, y: float) -> tuple[float, float]:
    """Metres (east, north) by which a place is shifted, x and y in degrees from 105 E 35 N."""
    root = sqrt(abs(x))
    ripple = (20 * sin(6 * pi * x) + 20 * sin(2 * pi * x)) * 2 / 3
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + ripple
    east += _waves(x, (20, 1), (40, 1 / 3)) + _waves(x, (150, 1 / 12), (300, 1 / 30))
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + ripple
    north += _waves(y, (20, 1), (40, 1 / 3)) + _waves(y, (160, 1 / 12), (320, 1 / 30))
    return east, north


def _waves(at: float, *waves: tuple[float, float]) -> float:
    return sum(height * sin(turns * pi * at) for height, turns in waves) * 2 / 3
