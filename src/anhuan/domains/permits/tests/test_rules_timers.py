"""What falls due, to the second."""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from anhuan.domains.permits.rules.codes import ALARM_CODES, Alarm, reported_code
from anhuan.domains.permits.rules.facts import Facts, Flag
from anhuan.domains.permits.rules.kinds import Kind
from anhuan.domains.permits.rules.settings import Settings
from anhuan.domains.permits.rules.timers import Course, What, due_times, next_due

PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

TZ = ZoneInfo("Asia/Shanghai")
PLANT = Settings()
T0 = datetime(2026, 11, 23, 10, tzinfo=TZ)
MIN, S, H = timedelta(minutes=1), timedelta(seconds=1), timedelta(hours=1)
HOT = Course(Kind.HOT_WORK, "first", Facts(), ends_at=T0 + 8 * H)
SPACE = Course(Kind.CONFINED_SPACE, "", Facts(), ends_at=T0 + 24 * H)


def dues(course):
    return {one.what: one for one in due_times(course, PLANT, TZ)}


def over(course, now):
    return {one.what for one in due_times(course, PLANT, TZ) if one.is_over(now)}


@pytest.mark.clause("AQP-028")
def test_a_test_goes_stale_thirty_minutes_after_sampling():
    course = replace(HOT, sampled_at=T0)
    due = dues(course)[What.TEST_STALE]
    assert due.at == T0 + 30 * MIN and reported_code(due.alarm) == "02"
    assert not due.is_over(T0 + 30 * MIN)
    assert due.is_over(T0 + 30 * MIN + S)
    assert What.TEST_STALE not in dues(replace(course, started_at=T0 + 20 * MIN))


def test_a_clock_says_what_it_runs_towards_and_only_then_that_it_has_come():
    due = dues(HOT)[What.EXPIRES]
    assert due.text_at(due.at) == "作业票到期"
    assert due.text_at(due.at + S) == "作业票已到期"
    for one in due_times(replace(HOT, sampled_at=T0, step_opened_at=T0), PLANT, TZ):
        assert one.text_at(one.at - S) != one.text_at(one.at + S)


def test_what_no_detector_watches_is_read_by_hand_as_often_as_the_plant_says():
    read = replace(HOT, level="special", started_at=T0, is_read_by_hand=True)
    assert dues(read)[What.HAND_READING].at == T0 + 15 * MIN
    assert dues(read)[What.HAND_READING_SOON].at == T0 + 10 * MIN
    assert What.HAND_READING not in over(read, T0 + 15 * MIN)
    assert What.HAND_READING in over(read, T0 + 15 * MIN + S)
    assert dues(replace(read, recorded_at=T0 + H))[What.HAND_READING].at == T0 + H + 15 * MIN
    assert What.HAND_READING not in dues(replace(read, suspended_at=T0 + MIN))
    assert What.HAND_READING not in dues(replace(HOT, started_at=T0))


@pytest.mark.clause("AQP-011", "AQP-075")
def test_an_approval_step_waits_no_longer_than_its_limit():
    course = replace(HOT, step_opened_at=T0)
    assert dues(course)[What.STEP_OVERDUE].at == T0 + 30 * MIN
    assert dues(replace(course, step_limit_min=10))[What.STEP_OVERDUE].at == T0 + 10 * MIN
    assert dues(course)[What.STEP_OVERDUE].alarm is Alarm.APPROVAL_OVERDUE


@pytest.mark.clause("AQP-063", "AQP-064", "PTW-036")
@pytest.mark.parametrize(
    ("kind", "level", "minutes"),
    [(Kind.HOT_WORK, "special", 30), (Kind.HOT_WORK, "first", 30), (Kind.HOT_WORK, "second", 60),
     (Kind.CONFINED_SPACE, "", 60)],
)  # fmt: skip
def test_an_interruption_falls_due_by_grade(kind, level, minutes):
    course = Course(kind, level, Facts(), T0 + 20 * H, sampled_at=T0 - MIN, started_at=T0,
                    suspended_at=T0 + H)  # fmt: skip
    due = dues(course)[What.RETEST]
    assert due.at == T0 + H + minutes * MIN and reported_code(due.alarm) == "03"
    assert What.RETEST not in over(course, T0 + H + minutes * MIN)
    assert What.RETEST in over(course, T0 + H + minutes * MIN + S)
    tested = replace(course, sampled_at=T0 + H + 5 * MIN)
    assert What.RETEST not in dues(tested)


def test_a_suspension_may_not_last_for_ever():
    course = replace(HOT, started_at=T0, suspended_at=T0)
    assert dues(course)[What.SUSPENDED_LONG].at == T0 + 480 * MIN


@pytest.mark.clause("AQP-065", "AQP-066", "GBW-086")
def test_a_new_day_needs_a_new_test():
    night = T0.replace(hour=22)
    midnight = datetime(2026, 11, 24, tzinfo=TZ)
    special = Course(
        Kind.HOT_WORK, "special", Facts(), night + 8 * H, sampled_at=night, started_at=night
    )
    due = dues(special)[What.DAILY_TEST]
    assert due.at == midnight and due.alarm is Alarm.NO_DAILY_TEST_OTHER
    second = replace(special, level="second")
    assert reported_code(dues(second)[What.DAILY_TEST].alarm) == "04"
    power = replace(
        special, kind=Kind.TEMP_POWER, level="", facts=Facts(frozenset({Flag.EXPLOSIVE_AREA}))
    )
    assert dues(power)[What.DAILY_TEST].alarm is Alarm.NO_DAILY_TEST_OTHER
    again = replace(special, sampled_at=midnight + S)
    assert dues(again)[What.DAILY_TEST].at == datetime(2026, 11, 25, tzinfo=TZ)


@pytest.mark.clause("AQP-069", "GBW-110")
def test_a_record_every_two_hours_with_a_reminder_before():
    course = replace(SPACE, started_at=T0, sampled_at=T0 - 10 * MIN)
    assert dues(course)[What.RECORD].at == T0 + 2 * H
    assert dues(course)[What.RECORD_SOON].at == T0 + 2 * H - 15 * MIN
    assert dues(course)[What.RECORD_SOON].alarm is None
    assert reported_code(dues(course)[What.RECORD].alarm) == "05"
    assert What.RECORD not in over(course, T0 + 2 * H)
    assert What.RECORD in over(course, T0 + 2 * H + S)
    noted = replace(course, recorded_at=T0 + 90 * MIN)
    assert dues(noted)[What.RECORD].at == T0 + 90 * MIN + 2 * H
    assert What.RECORD not in dues(replace(course, suspended_at=T0 + H))
    assert What.RECORD not in dues(replace(HOT, started_at=T0))


@pytest.mark.clause("AQP-070")
def test_expiry_and_its_warning():
    course = replace(HOT, started_at=T0)
    assert dues(course)[What.EXPIRES_SOON].at == T0 + 8 * H - 30 * MIN
    assert What.EXPIRES_SOON in over(course, T0 + 8 * H - 30 * MIN)
    assert What.EXPIRES not in over(course, T0 + 8 * H)
    assert What.EXPIRES in over(course, T0 + 8 * H + S)
    assert reported_code(dues(course)[What.EXPIRES].alarm) == "10"


@pytest.mark.clause("GBW-045")
def test_after_the_work_only_the_acceptance_is_awaited():
    course = replace(SPACE, started_at=T0, finished_at=T0 + H)
    assert set(dues(course)) == {What.ACCEPTANCE}
    assert dues(course)[What.ACCEPTANCE].at == T0 + H + 120 * MIN


def test_nothing_is_due_once_it_is_closed():
    assert due_times(replace(HOT, started_at=T0, is_closed=True), PLANT, TZ) == []


def test_the_next_thing_is_the_first_to_come():
    course = replace(SPACE, started_at=T0)
    assert next_due(course, PLANT, TZ, T0).what is What.RECORD_SOON
    assert next_due(course, PLANT, TZ, T0 + 100 * H) is None


MOMENT = st.none() | st.integers(-300, 300).map(lambda m: T0 + m * MIN)


@PATIENT
@given(st.sampled_from(list(Kind)), MOMENT, MOMENT, MOMENT, MOMENT, MOMENT, MOMENT)
def test_any_course_gives_ordered_explained_dues(
    kind, sampled, opened, started, rested, noted, done
):
    level = {"hot_work": "second", "work_at_height": "II", "lifting": "third"}.get(kind, "")
    course = Course(kind, level, Facts(), T0 + 8 * H, sampled, opened, None, started, None, rested,
                    noted, done)  # fmt: skip
    found = due_times(course, PLANT, TZ)
    assert [one.at for one in found] == sorted(one.at for one in found)
    assert all(one.text for one in found)
    assert all(one.alarm is None or one.alarm in ALARM_CODES for one in found)
