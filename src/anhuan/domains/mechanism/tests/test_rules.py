"""Codes of tables 4 and 5, states of measures, rates, the weekly score: literals on both sides."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from anhuan.domains.inspection.rules.recurrence import WHOLE_DAY, Every, Recurrence
from anhuan.domains.mechanism.rules.checks import Found, Status, cycle_of, status_of
from anhuan.domains.mechanism.rules.measures import Holds, holds
from anhuan.domains.mechanism.rules.rates import Checks
from anhuan.domains.mechanism.rules.rewards import Part, award_blockers, points_of
from anhuan.domains.mechanism.rules.rows import (
    RECORD,
    TASK,
    TaskFacts,
    record_row,
    row_blockers,
    task_row,
)
from anhuan.domains.mechanism.rules.score import RunLevel, WeekFacts, level_of, score_of
from anhuan.domains.mechanism.rules.settings import Settings, settings_blockers

NOW = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Shanghai")
DAY = date(2026, 11, 1)
OWN = Settings()


def plan(every: Every, **more: object) -> Recurrence:
    return Recurrence(every, DAY, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (plan(Every.HOUR, step=2), (2, "小时")),
        (plan(Every.DAY), (1, "天")),
        (plan(Every.DAY, step=3), (3, "天")),
        (plan(Every.DAY, times=2), (12, "小时")),
        (plan(Every.DAY, times=2, hours=(WHOLE_DAY, WHOLE_DAY)), (6, "小时")),
        (plan(Every.WEEK), (7, "天")),
        (plan(Every.WEEK, weekdays=frozenset({1, 4})), (3, "天")),
        (plan(Every.MONTH, step=3), (3, "月")),
        (plan(Every.YEAR), (1, "年")),
        (plan(Every.SHIFT), (12, "小时")),
        (plan(Every.ONCE), None),
        (plan(Every.HOLIDAY), None),
    ],
)
def test_cycles_are_told_in_hours_days_months_years_only(given, told):
    assert cycle_of(given) == told


def found(**more: bool) -> Found:
    facts = {"is_abnormal": False, "is_skipped": False, "became_hazard": False} | more
    return Found(NOW, **facts)


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        ([found(), found()], "0"),
        ([found(), found(is_abnormal=True, became_hazard=True)], "1"),
        ([found(is_abnormal=True, became_hazard=True)], "1"),  # one item still open
        ([found()], "2"),
        ([], "2"),
        ([found(), found(is_abnormal=True)], "3"),  # put right on the spot
        ([found(is_skipped=True), found(is_skipped=True)], "3"),
        ([found(), found(is_skipped=True)], "0"),
    ],
)
def test_the_gravest_answer_is_the_result_of_a_check(answers, told):
    assert status_of(answers, 2) == told


def facts(**more: object) -> TaskFacts:
    known = {
        "id": "a" * 36, "measure": "b" * 36, "content": "呼吸阀有无堵塞", "cycle": (1, "天"),
        "checked_at": NOW, "status": Status.NORMAL, "is_deleted": False,
    } | more  # fmt: skip
    return TaskFacts(**known)  # type: ignore[arg-type]


@pytest.mark.clause("DUAL-064")
def test_a_row_of_table_4_has_its_eight_fields_in_order_and_type():
    row = task_row(facts(), ZONE)
    assert list(row.items()) == [
        ("ID", "a" * 36), ("RISK_MEASURE_ID", "b" * 36), ("TROUBLESHOOT_CONTENT", "呼吸阀有无堵塞"),
        ("CHECK_CYCLE", 1), ("CHECK_CYCLE_UNIT", "天"),
        ("INVESTIGATION_DATE", "2026-11-20 12:00:00"), ("CHECK_STATUS", "0"), ("DELETED", "0"),
    ]  # fmt: skip
    assert not list(row_blockers(TASK, row))


@pytest.mark.clause("DUAL-064")
def test_a_row_of_table_5_has_its_five_fields_in_order_and_type():
    row = record_row("a" * 36, "b" * 36, NOW, Status.HAZARD, ZONE)
    assert list(row.items()) == [
        ("ID", "a" * 36), ("CHECK_TASK_ID", "b" * 36), ("CHECK_TIME", "2026-11-20 12:00:00"),
        ("CHECK_STATUS", "1"), ("DELETED", "0"),
    ]  # fmt: skip
    assert not list(row_blockers(RECORD, row))


def codes(**more: object) -> set[str]:
    return {one.code for one in row_blockers(TASK, task_row(facts(**more), ZONE))}


def test_the_time_of_the_last_check_is_owed_only_once_there_was_one():
    assert codes(checked_at=None, status=Status.UNCHECKED) == set()
    assert codes(checked_at=None, status=Status.NORMAL) == {"missing_investigation_date"}
    assert codes(checked_at=None, status=Status.HAZARD) == {"missing_investigation_date"}
    assert codes(checked_at=None, status=Status.OTHER) == {"missing_investigation_date"}


def test_what_keeps_a_row_of_table_4_at_home_on_both_sides_of_each_length():
    assert codes(cycle=None) == {"missing_check_cycle", "missing_check_cycle_unit"}
    assert codes(content="") == {"missing_troubleshoot_content"}
    assert codes(content="查" * 1000) == set()
    assert codes(content="查" * 1001) == {"long_troubleshoot_content"}
    assert codes(cycle=(9999, "小时")) == set()
    assert codes(cycle=(10000, "小时")) == {"long_check_cycle"}
    assert codes(measure="") == {"missing_risk_measure_id"}


def test_deleted_is_a_character_and_no_row_is_left_out():
    assert task_row(facts(is_deleted=True), ZONE)["DELETED"] == "1"
    assert record_row("a", "b", NOW, Status.OTHER, ZONE, is_deleted=True)["DELETED"] == "1"


@pytest.mark.parametrize(
    ("status", "hours_ago", "has_open", "state"),
    [
        (Status.NORMAL, 1, False, Holds.EFFECTIVE),
        (Status.NORMAL, 48, False, Holds.EFFECTIVE),
        (Status.NORMAL, 48.01, False, Holds.UNCHECKED),
        (Status.NORMAL, None, False, Holds.UNCHECKED),
        (Status.UNCHECKED, 1, False, Holds.UNCHECKED),
        (Status.HAZARD, 1, False, Holds.FAILED),
        (Status.NORMAL, 1, True, Holds.FAILED),
        (Status.OTHER, 1, False, Holds.EFFECTIVE),
    ],
)
def test_whether_a_measure_holds(status, hours_ago, has_open, state):
    checked_at = None if hours_ago is None else NOW - timedelta(hours=hours_ago)
    cycle = timedelta(days=1)
    assert holds(status, checked_at, cycle, NOW, has_open_hazard=has_open) is state


def test_rates_of_what_had_to_be_done():
    one = Checks(done=90, made_up=6, missed=4, waiting=30, rested=7, stops=500, came=490)
    assert (one.ended, one.completion_pct, one.in_time_pct) == (100, 96.0, 90.0)
    assert (one.missed_pct, one.sign_in_pct) == (4.0, 98.0)
    assert Checks(waiting=3, rested=2).completion_pct is None
    assert one + Checks(done=10) == Checks(100, 6, 4, 30, 7, 0, 500, 490)


def week(**more: object) -> WeekFacts:
    known = {
        "checks": {"patrol": Checks(done=95, missed=5)}, "duties_undone": {}, "hazards_due": 10,
        "hazards_cured": 9, "overdue": 0, "overdue_major": 0, "weeks_without": 0,
        "silent_days": 0.5,
    } | more  # fmt: skip
    return WeekFacts(**known)  # type: ignore[arg-type]


def test_the_score_has_the_governments_structure_and_names():
    score = score_of(
        week(duties_undone={"primary": 1, "technical": 2, "operational": 1}, overdue=3,
             overdue_major=1, weeks_without=2), OWN,
    )  # fmt: skip
    assert score.outward() == {
        "rateCheck": 95.0, "rateDanger": 90.0, "screeTaskScore": 95.0, "coverageScore": -23.0,
        "hiddenGovernScore": -16.0, "hiddenFewScore": -5.0, "vetoItem": "", "score": 51.0,
        "runLevel": "差",
    }  # fmt: skip


def test_nothing_taken_off_is_nought_without_a_sign():
    told = score_of(week(), OWN).outward()
    assert f"{told['coverageScore']:g}" == f"{told['hiddenFewScore']:g}" == "0"


@pytest.mark.parametrize(("weeks", "points"), [(1, 0), (2, 5), (9, 5)])
def test_two_weeks_without_a_hazard_are_too_few(weeks, points):
    assert score_of(week(weeks_without=weeks), OWN).few_deduction == points


@pytest.mark.parametrize(
    ("days", "veto"),
    [(7.0, ""), (7.01, "超过 7 天没有排查记录"), (None, "未开展隐患排查")],
)
def test_silence_for_more_than_seven_days_is_a_veto(days, veto):
    score = score_of(week(silent_days=days), OWN)
    assert (score.veto, score.score) == (veto, 0.0 if veto else 95.0)


def test_a_plant_at_rest_is_not_silent():
    resting = week(checks={"patrol": Checks(rested=20)}, silent_days=20.0)
    assert score_of(resting, OWN).veto == "" and score_of(resting, OWN).score == 100.0


@pytest.mark.parametrize(
    ("points", "level"),
    [(90, "good"), (89.9, "fair"), (80, "fair"), (79.9, "poor"), (60, "poor"), (59.9, "bad")],
)
def test_bounds_of_the_running_level(points, level):
    assert level_of(points, OWN) is RunLevel(level)


def test_weights_of_kinds_move_the_score_and_made_up_may_count_less():
    checks = {"patrol": Checks(done=10), "duty": Checks(missed=10)}
    assert score_of(week(checks=checks), OWN).task_points == 50.0
    heavy = Settings(kind_weights={"patrol": 1, "duty": 3})
    assert score_of(week(checks=checks), heavy).task_points == 25.0
    half = Settings(made_up_pct=50)
    assert score_of(week(checks={"patrol": Checks(made_up=10)}), half).task_points == 50.0


def test_the_score_stays_between_nought_and_a_hundred():
    assert score_of(week(overdue_major=50), OWN).score == 0.0


def test_settings_are_refused_with_every_reason():
    asked = Settings(silent_days=0, good_from=80, fair_from=80, duty_points={"primary": -1})
    assert {one.code for one in settings_blockers(asked)} == {
        "silent_days", "poor_from", "duty_primary"}  # fmt: skip
    nothing = Settings(kind_weights={})
    assert {one.code for one in settings_blockers(nothing)} == {"kind_weights"}
    assert not list(settings_blockers(OWN))


def test_points_of_a_person_and_decisions_about_them():
    part = Part(done=20, made_up=2, missed=1, found=3, found_major=1, overdue=1)
    assert points_of(part, OWN) == 2 * 3 + 20 - 5 - 2 - 5
    assert points_of(Part(done=99), OWN) == 0
    yes = list(award_blockers(DAY, DAY, 5, "发现泄漏", DAY))
    no = {one.code for one in award_blockers(DAY, DAY - timedelta(days=1), 0, " ", DAY)}
    assert not yes and no == {"last", "points", "reason"}
    assert [
        one.code for one in award_blockers(DAY, DAY, 5, "发现泄漏", DAY - timedelta(days=1))
    ] == ["last"]
