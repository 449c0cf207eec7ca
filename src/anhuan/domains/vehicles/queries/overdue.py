"""Vehicles that should have left."""

from datetime import datetime

from django.db.models import QuerySet

from anhuan.domains.alarms.models import Alarm
from anhuan.domains.org.models import Company
from anhuan.domains.vehicles.models import Trip

SOURCE = "trips"


def overdue_trips(company: Company, now: datetime) -> QuerySet[Trip]:
    """Inside after their booked time, with vehicle and what is known of its place."""
    rows = Trip.objects.filter(company=company, state=Trip.State.INSIDE, booked_until__lt=now)
    return rows.select_related("vehicle").order_by("booked_until")


def standing_conditions(company: Company) -> set[str]:
    """Overdue alarms whose cause still held when last looked."""
    rows = Alarm.objects.filter(company=company, source=SOURCE, returned_at__isnull=True)
    return set(rows.filter(closed_at__isnull=True).values_list("condition", flat=True))
