"""One permit's story: each deed by whose turn it is, at the moment it would have been done."""

from collections.abc import Callable
from datetime import datetime, timedelta

from anhuan.devices.seeding.permits.cast import Cast
from anhuan.devices.seeding.permits.crews import CREWS
from anhuan.devices.seeding.permits.hand import Story
from anhuan.devices.seeding.permits.places import PLACES
from anhuan.devices.seeding.permits.preparing import (
    applied,
    briefed,
    measured,
    reserved,
    sampled,
    signed,
)
from anhuan.devices.seeding.permits.teller import MINUTE, SECOND, Teller, applicant_of
from anhuan.devices.seeding.permits.working import accepted, worked
from anhuan.devices.seeding.permits.works import Work
from anhuan.domains.permits import actions
from anhuan.domains.permits.actions import Reservation
from anhuan.domains.permits.rules.states import State

CHAPTERS = (reserved, applied, sampled, measured, briefed, signed, worked, accepted)


def story(work: Work, cast: Cast, now: datetime, zero: datetime, booked: datetime) -> Story:
    """From the reservation as far as the work has come."""
    yield booked
    by = cast.sown.accounts[applicant_of(work)]
    permit = actions.reserve(by, _reservation(work, cast, zero))
    told = Teller(work, cast, now, zero, booked, permit)
    yield booked + 40 * MINUTE
    for chapter in _OTHER_ENDS.get(work.until, CHAPTERS):
        yield from chapter(told)


def _reservation(work: Work, cast: Cast, zero: datetime) -> Reservation:
    crew, place, sown = CREWS[work.crew], PLACES[work.place], cast.sown
    return Reservation(
        kind=work.kind, content=work.content, place=place.name, unit=sown.departments[work.unit],
        work_unit=f"{sown.firms[crew.firm].name}{crew.name}" if crew.firm else crew.name,
        starts_at=zero, ends_at=zero + timedelta(hours=work.hours), area=sown.areas.get(place.area),
        contractor=sown.firms.get(crew.firm), geometry=place.geometry, floors=[place.floor],
        values=dict(work.reserved),
    )  # fmt: skip


def _rejected(told: Teller) -> Story:
    actions.reject_reservation(told.head, told.permit, told.work.why)
    yield from ()


def _cancelled(told: Teller) -> Story:
    actions.approve_reservation(told.head, told.permit)
    yield told.booked + 90 * MINUTE
    actions.ask_cancel(told.applicant, told.permit, told.work.why)
    yield told.booked + 120 * MINUTE
    actions.cancel(told.head, told.permit)


def _voided(told: Teller) -> Story:
    actions.approve_reservation(told.head, told.permit)
    yield told.at(60 * told.work.hours) + SECOND
    actions.expire(told.permit)
    yield told.at(60 * told.work.hours) + 30 * MINUTE
    actions.void(told.head, told.permit, told.work.why)


_OTHER_ENDS: dict[State, tuple[Callable[[Teller], Story], ...]] = {
    State.REJECTED: (_rejected,), State.CANCELLED: (_cancelled,), State.VOIDED: (_voided,),
}  # fmt: skip
