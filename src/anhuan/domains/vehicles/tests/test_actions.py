"""Enrolling terminals and driving trips through their life: rows, audit and events together."""

from datetime import timedelta

import pytest

from anhuan.domains.audit.actions import SYSTEM
from anhuan.domains.audit.models import AuditRow
from anhuan.domains.outbox.models import OutboxEvent
from anhuan.domains.positioning.models import Assignment, Tag
from anhuan.domains.positioning.tests.factories import make_company, make_vehicle
from anhuan.domains.vehicles import actions
from anhuan.domains.vehicles.actions import knocks
from anhuan.domains.vehicles.models import Knock, Terminal, Trip
from anhuan.domains.vehicles.rules.terminals import Known, code_is_right
from anhuan.domains.vehicles.tests import factories as make
from anhuan.kernel import clock
from anhuan.kernel.errors import Refused

pytestmark = pytest.mark.django_db
STATED = {"device": "D1", "maker": "AH", "model": "M", "plate": "鲁E1"}


@pytest.fixture
def company():
    return make_company()


def reasons(action, *args, **kwargs):
    with pytest.raises(Refused) as refused:
        action(*args, **kwargs)
    return {one.code for one in refused.value.blockers}


def events(kind):
    return OutboxEvent.objects.filter(type=kind).count()


# --- terminals ---------------------------------------------------------------------------


def test_enrolling_makes_a_tag_and_gives_it_to_the_vehicle(company):
    make.make_knock(company, phone="13900000001")
    vehicle = make_vehicle(company)
    terminal = make.make_terminal(company, vehicle, phone="013900000001")
    assert (terminal.phone, terminal.tag.number, terminal.tag.form) == (
        "13900000001", "13900000001", "vehicle",
    )  # fmt: skip
    assert Assignment.objects.get(tag=terminal.tag, until=None).vehicle == vehicle
    assert not Knock.objects.exists()
    assert AuditRow.objects.filter(target_id=str(terminal.pk), verb="create").exists()
    assert events("vehicles.terminal.changed") == 1


def test_nothing_is_left_of_an_enrolment_that_is_refused(company):
    assert reasons(make.make_terminal, company, phone="x" * 5) == {"phone_digits"}
    assert not Tag.objects.exists() and not Terminal.objects.exists()
    make.make_terminal(company, phone="13900000002")
    assert reasons(make.make_terminal, company, phone="13900000002") == {"phone_taken"}


def test_a_registration_gives_a_code_and_keeps_its_digest(company):
    terminal = make.make_terminal(company)
    code = actions.sign_up_terminal(terminal.pk, STATED, is_2019=True)
    terminal.refresh_from_db()
    assert code_is_right(Known(terminal.device, terminal.code_sm3), code)
    assert not AuditRow.objects.filter(after__icontains=code).exists()
    assert actions.sign_up_terminal(terminal.pk, STATED | {"device": "D2"}, is_2019=True) is None
    actions.release_terminal(SYSTEM, terminal)
    assert actions.sign_up_terminal(terminal.pk, STATED | {"device": "D2"}, is_2019=True)


def test_after_a_logout_the_code_is_worth_nothing(company):
    terminal = make.make_terminal(company)
    code = actions.sign_up_terminal(terminal.pk, STATED, is_2019=False)
    actions.log_out_terminal(terminal.pk)
    terminal.refresh_from_db()
    assert not code_is_right(Known(terminal.device, terminal.code_sm3), code)


def test_new_settings_wait_for_the_terminal(company):
    terminal = make.make_terminal(company)
    actions.confirm_parameters(terminal.pk)
    terminal.refresh_from_db()
    assert terminal.set_at
    actions.edit_terminal(SYSTEM, terminal, report_every_s=5)
    assert terminal.set_at is None


def test_retiring_takes_the_tag_back_and_keeps_the_record(company):
    terminal = make.make_terminal(company, make_vehicle(company))
    assert reasons(actions.retire_terminal, SYSTEM, terminal, " ") == {"reason_missing"}
    actions.retire_terminal(SYSTEM, terminal, "报废")
    assert Assignment.objects.get(tag=terminal.tag).until
    terminal.tag.refresh_from_db()
    assert terminal.is_retired and terminal.tag.is_retired


def test_the_list_of_refused_terminals_is_bounded_and_counts(company, monkeypatch):
    monkeypatch.setattr(knocks, "KEPT", 3)
    for n in range(5):
        make.make_knock(company, phone=str(100 + n))
    assert set(Knock.objects.values_list("phone", flat=True)) == {"102", "103", "104"}
    actions.note_knock(company, knocks.Stranger("104", "unknown_terminal", "10.0.0.9"), times=7)
    assert Knock.objects.get(phone="104").times == 8


# --- trips ---------------------------------------------------------------------------------


def inside(company, **changes):
    vehicle = make_vehicle(company)
    make.make_terminal(company, vehicle)
    trip = make.make_trip(company, vehicle=vehicle, **changes)
    return actions.admit_trip(SYSTEM, trip)


def test_a_trip_from_booking_to_leaving(company):
    trip = inside(company, routes=[make.make_route(company)])
    assert trip.state == "inside" and trip.entered_at
    trip = actions.end_trip(SYSTEM, trip)
    assert trip.state == "left" and trip.left_at >= trip.entered_at
    verbs = AuditRow.objects.filter(target_id=str(trip.pk)).order_by("id")
    assert list(verbs.values_list("verb", flat=True)) == ["create", "admit", "leave"]
    assert events("vehicles.trip.changed") == 3
    assert reasons(actions.end_trip, SYSTEM, trip) == {"trip_not_inside"}
    assert reasons(actions.change_trip, SYSTEM, trip, cargo="水") == {"trip_over"}


@pytest.mark.clause("GATE-009")
def test_dangerous_goods_owe_their_papers(company):
    make.make_class(company, name="槽车")
    tanker = make_vehicle(company, kind="槽车")
    found = reasons(actions.book_trip, SYSTEM, company, vehicle=tanker, **make.booking())
    assert {"escort_name_missing", "waybill_missing", "routes_missing"} <= found
    assert not Trip.objects.exists()
    facts = make.hazmat(routes=[make.make_route(company)], parking=[make.make_parking(company)])
    trip = actions.book_trip(SYSTEM, company, vehicle=tanker, **facts)
    assert trip.routes.count() == trip.parking.count() == 1


def test_one_vehicle_is_in_one_place_at_a_time(company):
    trip = make.make_trip(company)
    now = clock.now()
    again = make.booking(vehicle=trip.vehicle, booked_from=now + timedelta(hours=1))
    assert reasons(actions.book_trip, SYSTEM, company, **again) == {"trip_overlaps"}
    later = make.booking(
        vehicle=trip.vehicle, booked_from=trip.booked_until,
        booked_until=trip.booked_until + timedelta(hours=1),
    )  # fmt: skip
    assert actions.book_trip(SYSTEM, company, **later)


def test_without_a_tag_nobody_comes_in(company):
    trip = make.make_trip(company)
    assert reasons(actions.admit_trip, SYSTEM, trip) == {"vehicle_no_tag"}


def test_a_booking_may_be_called_off_with_a_reason(company):
    trip = make.make_trip(company)
    assert reasons(actions.cancel_trip, SYSTEM, trip, "") == {"reason_missing"}
    assert actions.cancel_trip(SYSTEM, trip, "客户改期").state == "cancelled"


def test_roads_are_told_to_the_engine(company):
    make.make_class(company)
    make.make_parking(company)
    actions.retire_route(SYSTEM, make.make_route(company))
    told = OutboxEvent.objects.filter(type="positioning.config.changed", data__what="vehicles")
    assert told.count() == 4
