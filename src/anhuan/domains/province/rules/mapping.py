"""Places on earth on a sheet: a plain projection, good for a county or a province."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, radians

MARGIN = 0.08
LEAST_DEG = 0.02  # one plant alone does not fill the sheet


@dataclass(frozen=True, slots=True)
class Sheet:
    """Degrees at its edges; width and height in drawing units."""

    west: float
    south: float
    east: float
    north: float
    width: float
    height: float

    def at(self, longitude: float, latitude: float) -> tuple[float, float]:
        """x to the right, y downwards, one decimal."""
        x = (longitude - self.west) / (self.east - self.west) * self.width
        y = (self.north - latitude) / (self.north - self.south) * self.height
        return round(x, 1), round(y, 1)


def sheet_for(places: Sequence[tuple[float, float]], width: float, height: float) -> Sheet | None:
    """The sheet that shows them all, undistorted; None: there are none."""
    if not places:
        return None
    west, east = min(x for x, _ in places), max(x for x, _ in places)
    south, north = min(y for _, y in places), max(y for _, y in places)
    middle_x, middle_y = (west + east) / 2, (south + north) / 2
    squeeze = max(cos(radians(middle_y)), 0.1)  # a degree of longitude is shorter
    tall = max(north - south, (east - west) * squeeze * height / width, LEAST_DEG) * (
        1 + 2 * MARGIN
    )
    wide = tall * width / height / squeeze
    return Sheet(
        middle_x - wide / 2, middle_y - tall / 2, middle_x + wide / 2, middle_y + tall / 2,
        width, height,
    )  # fmt: skip
