"""Exactly the checks a plan asks for, whenever and in whatever pieces one asks."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anhuan.domains.inspection.rules.recurrence import (
    LAST_DAY,
    Days,
    Every,
    Hours,
    Recurrence,
    slots,
)
from anhuan.domains.inspection.tests.calendars import October, at

START = date(2026, 9, 1)
OCTOBER = (at(10, 1), at(11, 1))


def begins(plan, since=OCTOBER[0], until=OCTOBER[1]):
    return [slot.begin for slot in slots(plan, October(), since, until)]


def days(plan, **span):
    return [begin.day for begin in begins(plan, **span)]


@pytest.mark.clause("INS-018")
def test_every_two_hours_of_the_day():
    plan = Recurrence(Every.HOUR, START, step=2)
    found = list(slots(plan, October(), at(10, 1), at(10, 2)))
    assert [slot.begin for slot in found] == [at(10, 1, hour) for hour in range(0, 24, 2)]
    assert all(slot.end - slot.begin == timedelta(hours=2) for slot in found)


@pytest.mark.clause("INS-018")
def test_hours_are_counted_from_the_begin_of_their_part_of_the_day():
    plan = Recurrence(Every.HOUR, START, step=3, hours=(Hours(time(20), time(4)),))
    found = list(slots(plan, October(), at(10, 1), at(10, 2)))
    # The night before reaches into this day; the last of a night is shorter.
    spans = [(slot.begin, slot.end) for slot in found]
    assert spans == [
        (at(10, 1, 2), at(10, 1, 4)),
        (at(10, 1, 20), at(10, 1, 23)),
        (at(10, 1, 23), at(10, 2, 2)),
    ]


@pytest.mark.clause("INS-019")
def test_so_many_times_within_a_time_span():
    plan = Recurrence(Every.DAY, START, hours=(Hours(time(8), time(20)),), times=4)
    found = list(slots(plan, October(), at(10, 1), at(10, 2)))
    assert [(slot.begin, slot.end) for slot in found] == [
        (at(10, 1, 8), at(10, 1, 11)),
        (at(10, 1, 11), at(10, 1, 14)),
        (at(10, 1, 14), at(10, 1, 17)),
        (at(10, 1, 17), at(10, 1, 20)),
    ]


@pytest.mark.clause("INS-018")
@pytest.mark.parametrize(
    ("plan", "expected"),
    [
        (Recurrence(Every.ONCE, date(2026, 10, 9)), [9]),
        (Recurrence(Every.DAY, START, step=10), [1, 11, 21, 31]),
        (Recurrence(Every.WEEK, START), [6, 13, 20, 27]),  # as 1 September, a Tuesday
        (Recurrence(Every.WEEK, START, step=2, weekdays=frozenset({1, 5})), [2, 12, 16, 26, 30]),
        (Recurrence(Every.MONTH, START, month_days=frozenset({15, LAST_DAY})), [15, 31]),
        (Recurrence(Every.YEAR, date(2025, 10, 20)), [20]),
        (Recurrence(Every.YEAR, date(2025, 10, 20), step=2), []),
        (Recurrence(Every.YEAR, START, months=frozenset({3, 10}), month_days=frozenset({5})), [5]),
        (Recurrence(Every.DAY, START, days=Days.WORKDAYS, step=1), [
            8, 9, 10, 12, 13, 14, 15, 16, 19, 20, 21, 22, 23, 26, 27, 28, 29, 30,
        ]),
        (Recurrence(Every.DAY, START, days=Days.REST_DAYS), [
            1, 2, 3, 4, 5, 6, 7, 11, 17, 18, 24, 25, 31,
        ]),
        (Recurrence(Every.DAY, date(2026, 10, 29)), [29, 30, 31]),
        (Recurrence(Every.DAY, START, ends_on=date(2026, 10, 2)), [1, 2]),
    ],
)  # fmt: skip
def test_the_days_of_october(plan, expected):
    assert days(plan) == expected


def test_the_31st_of_a_short_month_is_its_last_day():
    plan = Recurrence(Every.MONTH, date(2026, 1, 31))
    found = begins(plan, at(1, 1), at(7, 1))
    expected = [(1, 31), (2, 28), (3, 31), (4, 30), (5, 31), (6, 30)]
    assert [(one.month, one.day) for one in found] == expected


@pytest.mark.clause("INS-036")
def test_each_shift_has_its_own_checks_and_its_team():
    plan = Recurrence(Every.SHIFT, START, times=2)
    found = [(s.begin, s.team) for s in slots(plan, October(), at(10, 1, 8), at(10, 2, 8))]
    assert found == [
        (at(10, 1, 8), "甲班"), (at(10, 1, 14), "甲班"),
        (at(10, 1, 20), "乙班"), (at(10, 2, 2), "乙班"),
    ]  # fmt: skip


@pytest.mark.clause("INS-016")
def test_before_a_holiday_once_for_the_whole_run_of_days():
    plan = Recurrence(Every.HOLIDAY, START, lead_days=3)
    found = list(slots(plan, October(), at(9, 1), at(11, 1)))
    assert [(slot.begin, slot.end) for slot in found] == [(at(9, 28), at(10, 1))]


MINUTES = st.times().map(lambda one: one.replace(second=0, microsecond=0))  # as hours are written
PLANS = st.builds(
    Recurrence,
    every=st.sampled_from(Every),
    starts_on=st.dates(date(2026, 8, 1), date(2026, 10, 20)),
    ends_on=st.none() | st.dates(date(2026, 9, 1), date(2026, 11, 1)),
    step=st.integers(1, 5),
    hours=st.lists(
        st.builds(Hours, MINUTES, MINUTES), min_size=1, max_size=2
    ).map(tuple),
    times=st.integers(1, 4),
    weekdays=st.frozensets(st.integers(1, 7)),
    month_days=st.frozensets(st.sampled_from([LAST_DAY, 1, 15, 30, 31])),
    months=st.frozensets(st.integers(8, 11)),
    days=st.sampled_from(Days),
)  # fmt: skip


@pytest.mark.clause("INS-022")
@settings(max_examples=100, deadline=None)
@given(PLANS, st.integers(1, 60 * 24 * 40))
def test_asked_in_pieces_the_same_slots_come(plan, minutes):
    """However a generator's runs are cut, after a restart too, none is left out or doubled."""
    since, until = at(9, 20), at(11, 1)
    cut = since + timedelta(minutes=minutes)
    whole = list(slots(plan, October(), since, until))
    pieces = [
        *slots(plan, October(), since, min(cut, until)),
        *slots(plan, October(), min(cut, until), until),
    ]
    assert pieces == whole == sorted(set(whole))
    assert all(slot.begin < slot.end for slot in whole)
