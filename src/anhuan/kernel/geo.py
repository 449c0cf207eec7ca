"""Where the plant is on the earth: plant metres, CGCS2000/WGS 84 and GCJ-02.

CGCS2000 and WGS 84 differ by centimetres and are taken as equal. GCJ-02 is the shifted datum of
Chinese commercial maps and of some vehicle terminals; nothing is ever kept in it.
"""

from dataclasses import dataclass
from math import cos, pi, radians, sin, sqrt

EARTH_RADIUS_M = 6378137.0
_ECCENTRICITY_SQ = 0.00669342162296594323


@dataclass(frozen=True, slots=True)
class Georeference:
    """A local tangent plane: x east and y north of the origin, turned by the rotation."""

    origin_lon: float
    origin_lat: float
    rotation_deg: float = 0.0  # counter-clockwise, from plant x axis to east

    def to_lonlat(self, x_m: float, y_m: float) -> tuple[float, float]:
        """Plant metres to degrees; exact to centimetres within a few kilometres."""
        turn = radians(self.rotation_deg)
        east = x_m * cos(turn) - y_m * sin(turn)
        north = x_m * sin(turn) + y_m * cos(turn)
        lon = self.origin_lon + east / (EARTH_RADIUS_M * cos(radians(self.origin_lat))) * 180 / pi
        lat = self.origin_lat + north / EARTH_RADIUS_M * 180 / pi
        return lon, lat

    def to_plant(self, lon: float, lat: float) -> tuple[float, float]:
        """Degrees to plant metres; the inverse of `to_lonlat`."""
        turn = radians(self.rotation_deg)
        east = radians(lon - self.origin_lon) * EARTH_RADIUS_M * cos(radians(self.origin_lat))
        north = radians(lat - self.origin_lat) * EARTH_RADIUS_M
        return east * cos(turn) + north * sin(turn), north * cos(turn) - east * sin(turn)


def wgs84_to_gcj02(lon: float, lat: float) -> tuple[float, float]:
    """Shift to GCJ-02 for Chinese commercial maps; outside China nothing is shifted."""
    if not (72.004 <= lon <= 137.8347 and 0.8293 <= lat <= 55.8271):
        return lon, lat
    east, north = lon - 105.0, lat - 35.0
    d_lat, d_lon = _shift_lat(east, north), _shift_lon(east, north)
    magic = 1 - _ECCENTRICITY_SQ * sin(radians(lat)) ** 2
    d_lat = d_lat * 180 / (6378245.0 * (1 - _ECCENTRICITY_SQ) / (magic * sqrt(magic)) * pi)
    d_lon = d_lon * 180 / (6378245.0 / sqrt(magic) * cos(radians(lat)) * pi)
    return lon + d_lon, lat + d_lat


def gcj02_to_wgs84(lon: float, lat: float) -> tuple[float, float]:
    """Undo `wgs84_to_gcj02` by iteration; exact to better than a centimetre."""
    guess_lon, guess_lat = lon, lat
    for _ in range(4):
        shifted_lon, shifted_lat = wgs84_to_gcj02(guess_lon, guess_lat)
        guess_lon, guess_lat = guess_lon + lon - shifted_lon, guess_lat + lat - shifted_lat
    return guess_lon, guess_lat


def _waves(x: float, periods: tuple[tuple[float, float], ...]) -> float:
    return sum(height * sin(x * pi / length) for height, length in periods) * 2 / 3


def _shift_lat(x: float, y: float) -> float:
    shift = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x))
    shift += _waves(x, ((20, 1 / 6), (20, 1 / 2)))
    return shift + _waves(y, ((20, 1), (40, 3), (160, 12), (320, 30)))


def _shift_lon(x: float, y: float) -> float:
    shift = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x))
    shift += _waves(x, ((20, 1 / 6), (20, 1 / 2)))
    return shift + _waves(x, ((20, 1), (40, 3), (150, 12), (300, 30)))
