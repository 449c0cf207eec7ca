"""Where a person is: by the tag they carry, else by what their phone says."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from anhuan.domains.alarms.rules import Place
from anhuan.domains.org.models import Account, Person
from anhuan.domains.plant.queries import known_site
from anhuan.domains.positioning.models import Assignment, LatestPosition
from anhuan.domains.positioning.queries.devices import open_assignments

FRESH = timedelta(seconds=120)


def held_by(person: Person | None) -> Assignment | None:
    """The tag somebody carries, with its last position."""
    if person is None:
        return None
    return open_assignments().filter(person=person).select_related("tag__latest__area").first()


def latest_of(person: Person | None) -> LatestPosition | None:
    """Where the tag was last, if there is one that was ever located."""
    held = held_by(person)
    return getattr(held.tag, "latest", None) if held else None


def place_of(account: Account, phone: Any, now: datetime) -> Place:
    """The tag's place while it is fresh, else the phone's, else the tag's however old."""
    latest = latest_of(account.person)
    by_tag = _of_tag(latest) if latest else Place()
    if latest and now - latest.t <= FRESH:
        return by_tag
    return _of_phone(account, phone) or by_tag


def _of_tag(latest: LatestPosition) -> Place:
    return Place(latest.area_id, latest.x_m, latest.y_m, latest.floor, latest.r68_m)


def _of_phone(account: Account, phone: Any) -> Place | None:
    """Satellites in degrees, as plant metres; nothing when it makes no sense."""
    site = known_site(account.company) if account.company else None
    lonlat = _lonlat(phone)
    if site is None or lonlat is None:
        return None
    x_m, y_m = site.georeference.to_plant(*lonlat)
    accuracy = phone.get("accuracy_m")
    radius_m = float(accuracy) if isinstance(accuracy, int | float) else None
    return Place(x_m=round(x_m, 1), y_m=round(y_m, 1), radius_m=radius_m)


def _lonlat(phone: Any) -> tuple[float, float] | None:
    if not isinstance(phone, Mapping):
        return None
    lon, lat = phone.get("lon"), phone.get("lat")
    if not isinstance(lon, int | float) or not isinstance(lat, int | float):
        return None
    return (float(lon), float(lat)) if abs(lon) <= 180 and abs(lat) <= 89 else None
