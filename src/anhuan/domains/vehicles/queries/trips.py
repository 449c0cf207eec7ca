"""Trips of vehicles."""

from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet
from django.shortcuts import get_object_or_404

from anhuan.domains.alarms.models import Alarm
from anhuan.domains.org.models import Account, Company
from anhuan.domains.org.queries import company_of
from anhuan.domains.positioning.models import Assignment, Vehicle
from anhuan.domains.vehicles.models import Trip


def visible_trips(account: Account) -> QuerySet[Trip]:
    """Trips of the account's company, each with its vehicle and the tag that has now."""
    held = Assignment.objects.filter(until__isnull=True).select_related("tag__latest__area")
    now = Prefetch("vehicle__tag_assignments", held, to_attr="held_now")
    rows = Trip.objects.filter(company=company_of(account))
    return rows.select_related("company", "vehicle").prefetch_related(now)


def get_trip_for(account: Account, pk: UUID | str) -> Trip:
    """One of them, else 404."""
    return get_object_or_404(visible_trips(account), pk=pk)


def trips_of(vehicle: Vehicle) -> QuerySet[Trip]:
    """A vehicle's trips, newest first."""
    return Trip.objects.filter(vehicle=vehicle).order_by("-booked_from")


def trips_inside(company: Company) -> QuerySet[Trip]:
    """Trips going on now, with what they allow."""
    rows = Trip.objects.filter(company=company, state=Trip.State.INSIDE)
    return rows.prefetch_related("routes", "parking")


def overlapping(trip: Trip) -> QuerySet[Trip]:
    """Other trips of the vehicle that are booked or going on in the same time."""
    rows = Trip.objects.filter(vehicle=trip.vehicle, state__in=("booked", "inside"))
    rows = rows.filter(booked_from__lt=trip.booked_until, booked_until__gt=trip.booked_from)
    return rows.exclude(pk=trip.pk)


def alarms_of(trip: Trip) -> QuerySet[Alarm]:
    """Alarms of the trip's vehicle between its coming and going, newest first."""
    if trip.entered_at is None:
        return Alarm.objects.none()
    named = Q(people__contains=[{"id": str(trip.vehicle_id)}])
    rows = Alarm.objects.filter(named, company_id=trip.company_id, raised_at__gte=trip.entered_at)
    if trip.left_at:
        rows = rows.filter(raised_at__lte=trip.left_at)
    return rows.select_related("kind", "area").order_by("-raised_at")
