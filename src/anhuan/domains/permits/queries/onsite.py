"""Whether somebody stands at the place of a permit: by position, or by a scanned point code.

AQ 3064.2-2025 5.5.2; GB 30871-2022 4.11. The position is the one the engine solved, never one a
phone claims.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from shapely.geometry import Point, shape

from anhuan.domains.permits.models import Permit, PermitPoint, PermitSettings
from anhuan.domains.positioning.models import LatestPosition


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where somebody is, how that is known, and how far from the work. `by` empty: not known."""

    by: str = ""  # position, point
    x_m: float | None = None
    y_m: float | None = None
    floor: int | None = None
    point: str = ""
    distance_m: float | None = None
    at: datetime | None = None
    how: str = ""  # how the point was read: nfc, qr, typed

    def as_json(self) -> dict[str, Any]:
        """What a signature keeps."""
        rows = {
            "by": self.by, "x_m": self.x_m, "y_m": self.y_m, "floor": self.floor,
            "point": self.point, "distance_m": self.distance_m,
            "at": self.at.isoformat() if self.at else None, "how": self.how,
        }  # fmt: skip
        return {key: value for key, value in rows.items() if value not in (None, "")}


def whereabouts(
    permit: Permit, person: UUID | None, settings: PermitSettings, now: datetime, scanned: str = "",
    how: str = "",
) -> Whereabouts:  # fmt: skip
    """The nearer of a fresh position and a scanned point."""
    known = [_by_position(permit, person, settings, now), _by_point(permit, scanned, now, how)]
    found = [one for one in known if one is not None]
    near = [one for one in found if one.distance_m is not None]
    if near:
        return min(near, key=lambda one: one.distance_m or 0.0)
    return found[0] if found else Whereabouts()


def _by_position(
    permit: Permit, person: UUID | None, settings: PermitSettings, now: datetime
) -> Whereabouts | None:
    if person is None:
        return None
    fresh = now - timedelta(seconds=settings.position_fresh_s)
    worn = {"tag__assignments__person": person, "tag__assignments__until__isnull": True}
    rows = LatestPosition.objects.filter(t__gte=fresh, t__lte=now + timedelta(seconds=5), **worn)
    fix = rows.order_by("-t").first()
    if fix is None:
        return None
    away = distance_m(permit, fix.x_m, fix.y_m, fix.floor)
    return Whereabouts("position", fix.x_m, fix.y_m, fix.floor, "", away, fix.t)


def _by_point(permit: Permit, scanned: str, now: datetime, how: str) -> Whereabouts | None:
    rows = PermitPoint.objects.filter(company=permit.company_id, is_retired=False)
    point = rows.filter(code=scanned).first() if scanned else None
    if point is None:
        return None
    away = distance_m(permit, point.x_m, point.y_m, point.floor)
    return Whereabouts("point", point.x_m, point.y_m, point.floor, point.name, away, now, how)


def distance_m(permit: Permit, x_m: float, y_m: float, floor: int | None) -> float | None:
    """How far from the edge of the work; 0 inside; None on another floor or where none is drawn."""
    if not permit.geometry:
        return None
    if permit.floors and floor is not None and floor not in permit.floors:
        return None
    reach = permit.radius_m or 0.0
    return round(max(0.0, float(shape(permit.geometry).distance(Point(x_m, y_m))) - reach), 2)


def middle_of(permit: Permit) -> tuple[float, float] | None:
    """The middle of the drawn place, plant metres."""
    if not permit.geometry:
        return None
    middle = shape(permit.geometry).centroid
    return float(middle.x), float(middle.y)
