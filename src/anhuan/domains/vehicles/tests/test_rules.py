"""Who may be booked, let in and let out; who may sign in."""

from datetime import UTC, datetime, timedelta

import pytest

from anhuan.domains.vehicles.rules import roads, terminals, trips

T0 = datetime(2026, 11, 22, 8, tzinfo=UTC)
WHOLE = trips.Booking(
    T0, T0 + timedelta(hours=4), "张师傅", "D1", "李师傅", "E1", "甲醇", "YD1", routes=1,
    is_hazmat=True,
)  # fmt: skip


def codes(blockers):
    return {one.code for one in blockers}


def but(**changes):
    from dataclasses import replace

    return codes(trips.booking_blockers(replace(WHOLE, **changes)))


def test_a_hazmat_trip_with_all_papers_may_be_booked():
    assert but() == set()


@pytest.mark.parametrize(
    ("field", "code"),
    [
        ("driver_licence", "driver_licence_missing"),
        ("escort_name", "escort_name_missing"),
        ("escort_licence", "escort_licence_missing"),
        ("cargo", "cargo_missing"),
        ("waybill", "waybill_missing"),
    ],
)
@pytest.mark.clause("GATE-009")
def test_a_hazmat_trip_owes_driver_escort_cargo_and_waybill(field, code):
    assert but(**{field: " "}) == {code}
    assert but(**{field: " "}, is_hazmat=False) == set()


def test_a_hazmat_trip_needs_a_route_and_an_escort_beside_the_driver():
    assert but(routes=0) == {"routes_missing"}
    assert but(escort_name="张师傅") == {"escort_drives"}


def test_all_reasons_at_once():
    assert but(cargo="", waybill="", routes=0, vehicle_is_retired=True) == {
        "cargo_missing", "waybill_missing", "routes_missing", "vehicle_retired",
    }  # fmt: skip


def test_the_length_of_a_trip_on_both_sides():
    assert but(booked_until=T0) == {"trip_ends_first"}
    assert but(booked_until=T0 + timedelta(days=7)) == set()
    assert but(booked_until=T0 + timedelta(days=7, seconds=1)) == {"trip_too_long"}


def admission(now, state="booked", has_tag=True):
    end = T0 + timedelta(hours=4)
    return codes(trips.admission_blockers(state, T0, end, has_tag, now))


def test_a_vehicle_may_come_half_an_hour_early_and_not_late():
    assert admission(T0 - timedelta(minutes=30)) == set()
    assert admission(T0 - timedelta(minutes=30, seconds=1)) == {"trip_too_early"}
    assert admission(T0 + timedelta(hours=4)) == set()
    assert admission(T0 + timedelta(hours=4, seconds=1)) == {"trip_over"}


def test_nobody_enters_without_a_tag_or_twice():
    assert admission(T0, has_tag=False) == {"vehicle_no_tag"}
    assert admission(T0, state="inside") == {"trip_not_booked"}
    assert codes(trips.leaving_blockers("booked")) == {"trip_not_inside"}


def test_time_makes_a_booking_stale_and_a_stay_too_long():
    assert trips.state_label("booked", T0, T0) == "已预约"
    assert trips.state_label("booked", T0, T0 + timedelta(seconds=1)) == "已过期"
    assert trips.state_label("inside", T0, T0 + timedelta(seconds=1)) == "超时未离厂"
    assert trips.state_label("left", T0, T0 + timedelta(days=9)) == "已离厂"


def test_codes_are_kept_as_digests_and_checked():
    code = terminals.new_code()
    known = terminals.Known("dev", terminals.digest_of(code))
    assert terminals.code_is_right(known, code)
    assert not terminals.code_is_right(known, code[:-1] + "x")
    assert not terminals.code_is_right(terminals.Known("dev", ""), "")
    assert code not in known.code_sm3 and len(code) == 32


def test_the_first_device_keeps_the_number():
    assert terminals.is_same_device(terminals.Known(), "A")
    assert terminals.is_same_device(terminals.Known("A"), "A")
    assert not terminals.is_same_device(terminals.Known("A"), "B")


def test_a_number_is_digits_without_leading_zeros():
    assert terminals.phone_of(" 013 912345678 ") == "13912345678"
    assert codes(terminals.terminal_blockers("13912345678", 1, None)) == set()
    assert codes(terminals.terminal_blockers("1391234567x", 0, 161)) == {
        "phone_digits", "report_every", "fastest_kmh",
    }  # fmt: skip
    assert codes(terminals.terminal_blockers("1" * 21, 3600, 160)) == {"phone_digits"}


def test_shapes_and_limits():
    line = {"type": "LineString", "coordinates": [[0, 0], [1, 0]]}
    assert codes(roads.shape_blockers(None, "Polygon")) == {"geometry_missing"}
    assert codes(roads.shape_blockers(line, "Polygon")) == {"geometry_kind"}
    assert codes(roads.shape_blockers(line, "LineString")) == set()
    assert codes(roads.width_blockers(0.9)) == codes(roads.width_blockers(50.1)) == {"half_width"}
    assert (
        codes(roads.class_blockers(1.0, 10)) == codes(roads.class_blockers(80.0, 86_400)) == set()
    )
    assert codes(roads.class_blockers(80.1, 9)) == {"speed_limit", "stop_after"}
