"""Who is affected: from an alarm's place, an area, or a drawn shape (POS-069, POS-107)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from anhuan.domains.alarms.models import Alarm
from anhuan.domains.emergency.models import EmergencySettings
from anhuan.domains.emergency.queries.evacuations import settings_of
from anhuan.domains.emergency.queries.places import Ground, Places, core_of
from anhuan.domains.emergency.queries.readings import Fix, fixes_of, gone_out, reading_of
from anhuan.domains.emergency.rules.person import is_affected
from anhuan.domains.org.models import Company, Person
from anhuan.domains.plant.models import Area


@dataclass(frozen=True, slots=True)
class Where:
    """The place an order is about, plant metres. `floors` None: every floor."""

    geometry: dict[str, Any] | None
    radius_m: float | None = None
    floors: list[int] | None = None
    area: Area | None = None
    alarm: Alarm | None = None
    name: str = ""


def where_of_area(area: Area, alarm: Alarm | None = None) -> Where:
    """The area's outline and floors."""
    return Where(area.geometry, None, area.floors or None, area, alarm, area.name)


def where_of_alarm(alarm: Alarm, settings: EmergencySettings) -> Where:
    """The alarm's area; without one a circle around its point; else nothing to go by.

    A gas alarm outside any area spreads through floors, so a circle takes all of them.
    """
    if alarm.area:
        return where_of_area(alarm.area, alarm)
    if alarm.x_m is None or alarm.y_m is None:
        return Where(None, alarm=alarm, name=alarm.title)
    radius_m = max(alarm.radius_m or 0, settings.alarm_radius_m)
    point = {"type": "Point", "coordinates": [alarm.x_m, alarm.y_m]}
    return Where(point, radius_m, alarm=alarm, name=f"{alarm.title} 周围 {radius_m:g} m")


def affected_by(company: Company, danger: Ground, now: datetime) -> list[tuple[Person, Fix]]:
    """People inside now or silent there, by area and name; two queries and the gate's."""
    settings = settings_of(company)
    places = Places(danger, core_of(danger, 0))
    out, limits = gone_out(company, now), settings.limits
    fixes = {
        pk: fix
        for pk, fix in fixes_of(company).items()
        if is_affected(reading_of(fix, out.get(pk), places), now, limits, entering=False)
    }
    people = Person.objects.filter(pk__in=fixes).select_related("department", "post", "employer")
    found = [(person, fixes[person.pk]) for person in people]
    return sorted(found, key=lambda one: (str(one[1].area), one[0].pinyin))
