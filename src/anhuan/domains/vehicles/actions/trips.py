"""Booking vehicles, letting them in and out."""

from collections.abc import Iterator
from typing import Any

from django.db import transaction

from anhuan.domains.audit.actions import Actor, draft_of, record, save_checked
from anhuan.domains.org.models import Company
from anhuan.domains.outbox.actions import emit
from anhuan.domains.positioning.events import ConfigChanged
from anhuan.domains.positioning.models import Assignment
from anhuan.domains.vehicles.events import TripChanged
from anhuan.domains.vehicles.models import Trip
from anhuan.domains.vehicles.queries.roads import class_of
from anhuan.domains.vehicles.queries.trips import overlapping
from anhuan.domains.vehicles.rules import trips as rules
from anhuan.kernel import clock
from anhuan.kernel.errors import Blocker, refuse, refuse_if_any


def book_trip(actor: Actor, company: Company, **changes: Any) -> Trip:
    """Book a vehicle's entry. GATE-009."""
    return _save(actor, Trip(company=company), changes)


def change_trip(actor: Actor, trip: Trip, **changes: Any) -> Trip:
    """Change a trip that has not ended; what it allows counts at once."""
    if trip.state not in ("booked", "inside"):
        raise refuse("trip_over", "通行已结束，不能再修改")
    return _save(actor, trip, changes)


@transaction.atomic
def admit_trip(actor: Actor, trip: Trip) -> Trip:
    """Let the vehicle in: from now on it must keep to its routes and parking places."""
    trip = _locked(trip)
    now = clock.now()
    has_tag = Assignment.objects.filter(vehicle=trip.vehicle, until__isnull=True).exists()
    found = list(rules.admission_blockers(
        trip.state, trip.booked_from, trip.booked_until, has_tag, now
    ))  # fmt: skip
    others = Trip.objects.filter(vehicle=trip.vehicle, state=Trip.State.INSIDE).exclude(pk=trip.pk)
    if others.exists():
        found.append(Blocker("vehicle_inside", "车辆还有一次通行没有办理离厂，请先办理"))
    refuse_if_any(found)
    return _turn(actor, trip, "admit", Trip.State.INSIDE, entered_at=now)


@transaction.atomic
def end_trip(actor: Actor, trip: Trip) -> Trip:
    """Let the vehicle out."""
    trip = _locked(trip)
    refuse_if_any(rules.leaving_blockers(trip.state))
    return _turn(actor, trip, "leave", Trip.State.LEFT, left_at=clock.now())


@transaction.atomic
def cancel_trip(actor: Actor, trip: Trip, reason: str) -> Trip:
    """Call a booking off."""
    trip = _locked(trip)
    refuse_if_any(rules.cancel_blockers(trip.state, reason))
    return _turn(actor, trip, "cancel", Trip.State.CANCELLED, note=reason)


def _locked(trip: Trip) -> Trip:
    rows = Trip.objects.select_for_update(of=("self",)).select_related("company", "vehicle")
    return rows.get(pk=trip.pk)


def _turn(actor: Actor, trip: Trip, verb: str, state: str, note: str = "", **facts: Any) -> Trip:
    before, trip.state = trip.state, state
    for name, value in facts.items():
        setattr(trip, name, value)
    trip.save(update_fields=["state", *facts])
    record(actor, verb, trip, before={"state": before}, after={"state": state}, note=note)
    _tell(trip)
    return trip


def _save(actor: Actor, trip: Trip, changes: dict[str, Any]) -> Trip:
    draft = draft_of(trip, changes)
    with transaction.atomic():
        saved = save_checked(actor, trip, changes, _blockers(draft, changes))
        _tell(saved)
    return saved


def _tell(trip: Trip) -> None:
    code = trip.company.code
    emit(code, TripChanged(trip=trip.pk, vehicle=trip.vehicle_id, state=trip.state))
    emit(code, ConfigChanged(what="trips"))


def _blockers(draft: Trip, changes: dict[str, Any]) -> Iterator[Blocker]:
    """What the rules say, and what only the other rows can tell."""
    if not (draft.vehicle_id and draft.booked_from and draft.booked_until):
        return  # the model says what is missing
    if draft.vehicle.company_id != draft.company_id:
        yield Blocker("vehicle_foreign", "车辆不属于本企业")
    kind = class_of(draft.vehicle)
    routes = changes.get("routes")
    if routes is None:
        routes = [] if draft._state.adding else draft.routes.all()
    yield from rules.booking_blockers(
        rules.Booking(
            draft.booked_from, draft.booked_until, draft.driver_name, draft.driver_licence,
            draft.escort_name, draft.escort_licence, draft.cargo, draft.waybill,
            routes=len(list(routes)), is_hazmat=kind is not None and kind.is_hazmat,
            vehicle_is_retired=draft.vehicle.is_retired,
        )
    )  # fmt: skip
    if other := overlapping(draft).first():
        text = f"与 {other.booked_from:%m-%d %H:%M} 的通行时间重叠，请调整时间"
        yield Blocker("trip_overlaps", text)
