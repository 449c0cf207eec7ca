"""Alarms of vehicles that stay longer than they were let in for."""

from datetime import datetime

from django.utils import timezone

from anhuan.domains.alarms.actions import raise_alarm, return_alarm
from anhuan.domains.alarms.rules import AlarmRaise, Place
from anhuan.domains.org.models import Company
from anhuan.domains.positioning.models import Assignment
from anhuan.domains.vehicles.models import Trip
from anhuan.domains.vehicles.queries import overdue as queries
from anhuan.kernel.ids import uuid_of


def check_trips(now: datetime) -> int:
    """Look at every plant's trips; how many alarms began or ended. POS-111, AQ 3064.3 B.3/2."""
    plants = Company.objects.filter(kind=Company.Kind.PLANT, is_retired=False)
    return sum(_check(company, now) for company in plants)


def _check(company: Company, now: datetime) -> int:
    standing = queries.standing_conditions(company)
    found = {_condition(trip): trip for trip in queries.overdue_trips(company, now)}
    new = [trip for condition, trip in found.items() if condition not in standing]
    for trip in new:
        raise_alarm(company, _as_alarm(trip, now))
    over = standing - set(found)
    for condition in over:
        return_alarm(company, condition, now)
    return len(new) + len(over)


def _condition(trip: Trip) -> str:
    return f"vehicle_overstay:{trip.pk}:{int(trip.booked_until.timestamp())}"


def _as_alarm(trip: Trip, now: datetime) -> AlarmRaise:
    vehicle, until = trip.vehicle, timezone.localtime(trip.booked_until)
    person = {"id": str(vehicle.pk), "name": str(vehicle), "kind": "vehicle"}
    driver = f"，驾驶员 {trip.driver_name}" if trip.driver_name else ""
    return AlarmRaise(
        kind="overstay",
        condition=_condition(trip),
        raised_at=now,
        title=f"车辆滞留超时 · {vehicle.plate}",
        text=f"应于 {until:%m-%d %H:%M} 前离厂{driver}，请联系离厂或办理延期",
        alarm_id=uuid_of("alarm", _condition(trip)),
        source=queries.SOURCE,
        place=_place_of(trip),
        people=(person,),
        rule="vehicles.overstay",
        rule_version="1",
        inputs={"trip": str(trip.pk), "booked_until": trip.booked_until.isoformat()},
    )


def _place_of(trip: Trip) -> Place:
    held = Assignment.objects.filter(vehicle=trip.vehicle_id, until__isnull=True)
    row = held.select_related("tag__latest").first()
    latest = getattr(row.tag, "latest", None) if row else None
    if latest is None:
        return Place()
    return Place(latest.area_id, latest.x_m, latest.y_m, latest.floor)
