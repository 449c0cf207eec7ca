"""Holidays, rest days, nights and special periods raise hot work."""

from dataclasses import replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from anhuan.domains.permits.rules.codes import Alarm, reported_code
from anhuan.domains.permits.rules.facts import Facts, Flag
from anhuan.domains.permits.rules.kinds import Kind, rank_of
from anhuan.domains.permits.rules.settings import Settings
from anhuan.domains.permits.rules.upgrade import (
    Occasion,
    alarms_if_not_upgraded,
    in_time,
    occasions,
    upgraded,
)

PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

TZ = ZoneInfo("Asia/Shanghai")
PLANT = Settings()
HOT = Kind.HOT_WORK


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=TZ)


def found(begin, end, calendar=None, settings=PLANT):
    days = {datetime.fromisoformat(day).date(): kind for day, kind in (calendar or {}).items()}
    return occasions(at(begin), at(end), days, settings, TZ)


# Monday 2026-11-23
@pytest.mark.clause("GBW-050", "AQP-086")
@pytest.mark.parametrize(
    ("begin", "end", "wanted"),
    [
        ("2026-11-23T08:00", "2026-11-23T18:00", set()),
        ("2026-11-23T08:00", "2026-11-23T18:01", {Occasion.NIGHT}),
        ("2026-11-23T07:59", "2026-11-23T12:00", {Occasion.NIGHT}),
        ("2026-11-23T19:00", "2026-11-23T20:00", {Occasion.NIGHT}),
        ("2026-11-23T23:59", "2026-11-24T00:01", {Occasion.NIGHT}),
        ("2026-11-21T09:00", "2026-11-21T12:00", {Occasion.REST_DAY}),
        ("2026-11-22T09:00", "2026-11-22T12:00", {Occasion.REST_DAY}),
        ("2026-11-20T09:00", "2026-11-21T00:00", {Occasion.NIGHT}),
        ("2026-11-20T09:00", "2026-11-21T00:01", {Occasion.NIGHT, Occasion.REST_DAY}),
    ],
)
def test_the_whole_span_is_looked_at(begin, end, wanted):
    assert found(begin, end) == wanted


@pytest.mark.clause("GBW-050", "AQP-086")
def test_the_calendar_overrules_the_weekday():
    day = ("2026-10-01T09:00", "2026-10-01T12:00")
    assert found(*day, {"2026-10-01": "holiday"}) == {Occasion.HOLIDAY}
    saturday = ("2026-10-10T09:00", "2026-10-10T12:00")
    assert found(*saturday) == {Occasion.REST_DAY}
    assert found(*saturday, {"2026-10-10": "workday"}) == set()
    assert found(*saturday, {"2026-10-10": "holiday"}) == {Occasion.HOLIDAY}
    monday = ("2026-11-23T09:00", "2026-11-23T12:00")
    assert found(*monday, {"2026-11-23": "special"}) == {Occasion.SPECIAL_PERIOD}


def test_utc_moments_are_read_in_plant_time():
    utc = ZoneInfo("UTC")
    begin, end = at("2026-11-23T17:30").astimezone(utc), at("2026-11-23T18:30").astimezone(utc)
    assert occasions(begin, end, {}, PLANT, TZ) == {Occasion.NIGHT}


def test_night_hours_are_the_plants():
    late = replace(PLANT, night_from=time(22), night_until=time(6))
    assert found("2026-11-23T06:00", "2026-11-23T22:00", settings=late) == set()
    assert found("2026-11-23T06:00", "2026-11-23T22:01", settings=late) == {Occasion.NIGHT}
    small = replace(PLANT, night_from=time(0), night_until=time(5))
    assert found("2026-11-23T05:00", "2026-11-23T23:59", settings=small) == set()
    assert found("2026-11-23T04:59", "2026-11-23T06:00", settings=small) == {Occasion.NIGHT}


@pytest.mark.clause("AQP-060", "GBW-050")
def test_by_default_the_lower_grades_rise_and_the_special_takes_a_higher_approver():
    night = frozenset({Occasion.NIGHT})
    second, first, special = (
        upgraded(HOT, one, night, PLANT) for one in ("second", "first", "special")
    )
    assert (second.level, second.is_approver_raised) == ("first", False)
    assert (first.level, first.is_approver_raised) == ("special", False)
    assert (special.level, special.is_approver_raised) == ("special", True)
    assert "夜间" in second.reasons[0].text


def test_the_other_way_of_upgrading_keeps_the_grade():
    plant = replace(PLANT, upgrade_mode="approver")
    found_ = upgraded(HOT, "second", frozenset({Occasion.HOLIDAY}), plant)
    assert (found_.level, found_.is_approver_raised) == ("second", True)


@pytest.mark.clause("GBW-057", "GBW-050")
def test_what_would_not_fit_the_higher_grade_takes_the_higher_approver():
    night, h = frozenset({Occasion.NIGHT}), timedelta(hours=1)
    assert upgraded(HOT, "second", night, PLANT, 8 * h).level == "first"
    long = upgraded(HOT, "second", night, PLANT, 8 * h + timedelta(minutes=1))
    assert (long.level, long.is_approver_raised) == ("second", True)


def test_a_span_that_reaches_into_the_night_makes_night_a_fact():
    begin = at("2026-11-23T15:00")
    day = in_time(Facts(), begin, at("2026-11-23T18:00"), PLANT, TZ)
    assert day.flags == set() and day.span_h == 3.0
    assert in_time(Facts(), begin, at("2026-11-23T18:01"), PLANT, TZ).has(Flag.NIGHT)


@pytest.mark.clause("GBW-077")
def test_wind_raises_open_air_hot_work():
    assert upgraded(HOT, "second", frozenset({Occasion.WIND}), PLANT).level == "first"


def test_other_kinds_rise_only_where_the_plant_says_so():
    night = frozenset({Occasion.NIGHT})
    assert upgraded(Kind.CONFINED_SPACE, "", night, PLANT).reasons == ()
    strict = replace(PLANT, upgraded_kinds=(Kind.CONFINED_SPACE,))
    assert upgraded(Kind.CONFINED_SPACE, "", night, strict).is_approver_raised


@pytest.mark.clause("AQP-132")
@pytest.mark.parametrize(
    ("occasion", "code"),
    [(Occasion.HOLIDAY, "40"), (Occasion.REST_DAY, "41"), (Occasion.NIGHT, "42"),
     (Occasion.SPECIAL_PERIOD, "43")],
)  # fmt: skip
def test_four_occasions_four_codes_when_nothing_was_raised(occasion, code):
    def alarms(level, *, is_raised=False):
        return alarms_if_not_upgraded(
            HOT, "second", level, frozenset({occasion}), PLANT, is_approver_raised=is_raised
        )

    assert [reported_code(one) for one in alarms("second")] == [code]
    assert alarms("first") == ()
    assert alarms("second", is_raised=True) == ()


def test_several_occasions_raise_several_alarms():
    both = frozenset({Occasion.HOLIDAY, Occasion.NIGHT, Occasion.WIND})
    found_ = alarms_if_not_upgraded(
        HOT, "special", "special", both, PLANT, is_approver_raised=False
    )
    assert found_ == (Alarm.HOLIDAY, Alarm.NIGHT)


MOMENTS = st.integers(0, 365 * 24 * 60).map(
    lambda minutes: at("2026-01-01T00:00") + timedelta(minutes=minutes)
)


@PATIENT
@given(MOMENTS, st.integers(1, 72 * 60), st.integers(0, 600))
def test_a_longer_span_meets_no_fewer_occasions(begin, minutes, more):
    end = begin + timedelta(minutes=minutes)
    short = occasions(begin, end, {}, PLANT, TZ)
    assert short <= occasions(begin, end + timedelta(minutes=more), {}, PLANT, TZ)


@PATIENT
@given(
    st.sampled_from(["second", "first", "special"]), st.frozensets(st.sampled_from(list(Occasion)))
)
def test_an_upgrade_never_lowers_and_never_leaves_an_alarm(level, found_):
    held = upgraded(HOT, level, found_, PLANT)
    assert rank_of(HOT, held.level) >= rank_of(HOT, level)
    assert not alarms_if_not_upgraded(
        HOT, level, held.level, found_, PLANT, is_approver_raised=held.is_approver_raised
    )
