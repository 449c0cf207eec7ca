"""Both sides of every limit the province node decides by."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from anhuan.domains.province.rules import orders, sensing, window
from anhuan.domains.province.rules.facts import facts_of
from anhuan.domains.province.rules.governance import Seen, evaluation, faults_of
from anhuan.domains.province.rules.levels import due_at, is_overdue
from anhuan.domains.province.rules.mapping import sheet_for
from anhuan.domains.province.rules.model import Picture, judge
from anhuan.domains.province.rules.reading import file_of, moment
from anhuan.domains.province.rules.reports import state_of
from anhuan.domains.province.rules.settings import blockers

TEN = datetime(2026, 11, 22, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
NOON = TEN + timedelta(hours=2)
WELL = Seen(committed_at=TEN - timedelta(minutes=1), last_contact_at=NOON)


def codes(seen, now=NOON):
    return [one.code for one in faults_of(seen, now, TEN)]


def level_of(**changes):
    return judge(Picture(**changes)).level


@pytest.mark.parametrize(
    ("points", "level"), [(24, "blue"), (25, "yellow"), (49, "yellow"), (50, "orange"),
                          (79, "orange"), (80, "red")],
)  # fmt: skip
def test_the_colour_holds_from_its_bound_on(points, level):
    found = judge(Picture(other_works=1), {"other_work": points})
    assert (found.points, found.level) == (points, level)


def test_each_reason_weighs_and_says_why():
    found = judge(Picture(
        alarms=3, grave_alarms=1, old_alarms=2, hot_works=1, confined_works=1, other_works=1,
        is_committed=False, is_past_ten=True, major_hazards=1, overdue_hazards=2, videos_off=1,
        is_online=False,
    ))  # fmt: skip
    weighed = {one.code: one.points for one in found.reasons}
    assert weighed == {
        "alarm": 16, "grave_alarm": 25, "old_alarm": 12, "alarm_at_work": 20, "hot_work": 8,
        "confined_work": 8, "other_work": 2, "no_commitment": 15, "major_hazard": 30,
        "overdue_hazard": 16, "video_off": 4, "offline": 15,
    }  # fmt: skip
    assert found.points == 171
    assert all(one.text for one in found.reasons)


def test_a_major_hazard_alone_is_orange_and_a_grave_alarm_alone_is_yellow():
    assert level_of(major_hazards=1) == "orange"  # 30 points would be yellow
    assert judge(Picture(grave_alarms=1, alarms=1), {"grave_alarm": 1}).level == "yellow"
    assert level_of(grave_alarms=1, alarms=1, hot_works=1) == "orange"
    assert level_of(alarms=1) == "blue"


def test_the_sixth_of_a_kind_says_nothing_new():
    assert judge(Picture(alarms=5)).points == judge(Picture(alarms=6)).points == 40


@pytest.mark.parametrize(("grade", "points"), [("blue", 0), ("yellow", 6), ("orange", 12),
                                               ("red", 20)])  # fmt: skip
def test_the_commitments_own_colour_counts(grade, points):
    assert judge(Picture(committed_grade=grade)).points == points


def test_before_ten_nobody_is_late_with_the_commitment():
    assert judge(Picture(is_committed=False)).points == 0
    assert judge(Picture(is_committed=False, is_past_ten=True)).points == 15


@pytest.mark.clause("GOV-021")
def test_ten_sharp_is_late():
    assert codes(WELL) == []
    assert codes(replace(WELL, committed_at=TEN)) == ["late_commitment"]
    assert codes(replace(WELL, committed_at=None)) == ["no_commitment"]
    assert codes(replace(WELL, committed_at=None), TEN - timedelta(seconds=1)) == []


@pytest.mark.clause("GOV-022")
def test_an_alarm_may_stand_open_an_hour():
    for minutes, expected in ((60, []), (61, ["alarm_open"])):
        seen = replace(WELL, oldest_alarm_at=NOON - timedelta(minutes=minutes), open_alarms=1)
        assert codes(seen) == expected


@pytest.mark.clause("GOV-024")
def test_silence_of_system_collection_and_video():
    for minutes, expected in ((30, []), (31, ["offline"])):
        assert codes(replace(WELL, last_contact_at=NOON - timedelta(minutes=minutes))) == expected
    for minutes, expected in ((60, []), (61, ["collection", "video"])):
        since = NOON - timedelta(minutes=minutes)
        assert codes(replace(WELL, last_sensed_at=since, video_off_since=since)) == expected
    assert codes(replace(WELL, last_contact_at=None)) == ["offline"]


@pytest.mark.clause("GOV-025")
def test_what_is_missing_and_what_is_wrong():
    seen = replace(
        WELL, wanted=frozenset({"PROMISE", "DUAL_T6", "POS_T1"}), tables=frozenset({"PROMISE"})
    )
    assert codes(seen) == ["missing"]
    assert codes(replace(seen, tables=frozenset({"PROMISE", "DUAL_T6"}))) == []  # no alarm is fine
    assert codes(replace(WELL, lacking=("经纬度",))) == ["missing"]
    assert codes(replace(WELL, points_lacking=("仓库一号库：湿度",))) == ["missing"]
    assert codes(replace(WELL, refused=1)) == ["wrong"]
    assert codes(replace(WELL, clashes=1)) == ["reused_id"]


@pytest.mark.clause("AQG-037")
@pytest.mark.parametrize(
    ("days", "state"), [(-1, "expired"), (0, "soon"), (60, "soon"), (61, "valid")]
)
def test_a_report_holds_on_its_last_day_and_is_told_sixty_days_before(days, state):
    today = NOON.date()
    assert state_of(today + timedelta(days=days), today) == state


@pytest.mark.clause("GOV-023")
def test_warnings_not_answered_or_not_checked_in_time():
    assert codes(replace(WELL, late_orders=1)) == ["order_late"]
    assert codes(replace(WELL, unchecked_answers=1)) == ["order_late"]


@pytest.mark.parametrize(
    ("level", "minutes"), [("red", 30), ("orange", 60), ("yellow", 240), ("blue", 1440)]
)
def test_the_time_to_answer_by_colour(level, minutes):
    due = due_at(level, NOON, {})
    assert due - NOON == timedelta(minutes=minutes)
    assert not is_overdue(due, None, due)
    assert is_overdue(due, None, due + timedelta(seconds=1))
    assert not is_overdue(due, due, due + timedelta(days=1))
    assert due_at(level, NOON, {level: 5}) - NOON == timedelta(minutes=5)


@pytest.mark.clause("AQG-059")
def test_four_indicators():
    found = evaluation(
        frozenset({"PROMISE", "POS_T1"}), frozenset({"PROMISE", "POS_T1", "VID_T4", "VID_T2"}),
        (90, 100), (1, 4),
    )  # fmt: skip
    assert found.scenes == pytest.approx(2 / 3)  # commitment, people; no video
    assert (found.connected, found.complete, found.closed) == (0.5, 0.9, 0.25)
    assert evaluation(frozenset(), frozenset(), (0, 0), (0, 0)).scenes is None


@pytest.mark.clause("GOV-004")
@pytest.mark.parametrize(
    ("substance", "needs"),
    [("ammonium_nitrate", ["temperature", "humidity", "toxic"]),
     ("potassium_chlorate", ["temperature", "humidity"]),
     ("sodium_chlorate", ["temperature", "humidity"]),
     ("nitrocellulose", ["temperature", "humidity", "combustible"])],
)  # fmt: skip
def test_a_warehouse_reports_what_its_substance_asks_for(substance, needs):
    assert sensing.lacking("warehouse", substance, []) == needs
    assert sensing.lacking("warehouse", substance, needs) == []


def test_a_rack_a_tank_and_the_plant():
    assert sensing.lacking("rack", "other", []) == ["combustible", "grounding", "overfill"]
    assert sensing.lacking("tank", "other", ["pressure"]) == ["temperature", "level"]
    assert sensing.lacking("plant", "other", ["toxic"]) == []


@pytest.mark.parametrize(
    ("value", "word"), [(37.9, "high"), (38.0, "high_high"), (32.0, "high"), (31.9, ""),
                        (5.0, "low"), (5.1, ""), (0.0, "low_low")],
)  # fmt: skip
def test_on_the_threshold_is_beyond_it(value, word):
    limits = sensing.Limits(0.0, 5.0, 32.0, 38.0)
    assert sensing.judged("temperature", value, limits) == word


@pytest.mark.parametrize("parameter", ["grounding", "overfill"])
def test_a_switch_that_is_on_is_an_alarm(parameter):
    assert sensing.judged(parameter, 1, sensing.Limits()) == "on"
    assert sensing.judged(parameter, 0, sensing.Limits()) == ""


def test_thresholds_stand_in_order_and_a_change_says_why():
    assert not list(sensing.limit_blockers({"low": 1.0, "high": 1.0}, "卡片"))
    found = list(sensing.limit_blockers({"low": 2.0, "high": 1.0}, " "))
    assert [one.code for one in found] == ["limits_order", "no_reason"]


def test_numbers_make_gaps_and_fill_them():
    state = (0, [])
    for number in (1, 2, 5, 9, 2):
        state = window.taken(*state, number)
    assert state == (2, [(5, 5), (9, 9)])
    assert window.missing(*state) == [(3, 4), (6, 8)]
    for number in (4, 3):
        state = window.taken(*state, number)
    assert state == (5, [(9, 9)])
    assert window.taken(*state, 1_000_005) == (5, [(9, 9), (1_000_005, 1_000_005)])
    assert window.taken(*state, 1_000_006) == state


def test_the_same_number_means_two_things_at_a_plant_and_at_a_filling_station():
    row = {"ALARM_TYPE": "10", "ALARM_STATUS": "1", "ALARM_TIME": "2026-11-22T08:00:00+08:00"}
    assert facts_of("VID_T4", row).title == "视频报警 未穿着工作服"
    assert facts_of("GAS_T4", row).title == "视频报警 明火"
    assert (facts_of("VID_T4", row).grade, facts_of("GAS_T4", row).grade) == ("", "grave")


def test_times_and_files_as_they_come():
    zone = ZoneInfo("Asia/Shanghai")
    expected = datetime(2026, 11, 22, 0, 0, 1, tzinfo=UTC)
    assert moment(1795305601000, zone) == expected
    assert moment("20261122080001", zone) == expected
    assert moment("gestern", zone) == "gestern"
    assert file_of("JVBERi0=")["name"].endswith(".pdf")
    assert file_of("https://p/a.png")["name"] == "a.png"
    assert file_of("a.png") == "a.png"


def test_the_sheet_shows_every_place_and_one_alone_stands_in_the_middle():
    assert sheet_for([], 100, 80) is None
    one = sheet_for([(118.5, 37.5)], 100, 80)
    assert one.at(118.5, 37.5) == (50.0, 40.0)
    two = sheet_for([(118.0, 37.0), (119.0, 38.0)], 100, 80)
    for place in ((118.0, 37.0), (119.0, 38.0)):
        x, y = two.at(*place)
        assert 0 < x < 100 and 0 < y < 80


def test_settings_say_everything_wrong_at_once():
    assert not list(blockers({"alarm": 0}, {"red": 51}, {"red": 1}))
    found = list(blockers({"alarm": 101}, {"red": 50}, {"red": 0}))
    assert [one.code for one in found] == ["bad_weight", "bounds_order", "bad_deadline"]


def test_an_answer_is_checked_when_it_is_there():
    assert not list(orders.verdict_blockers("answered", "", is_closing=True, is_ours=True))
    found = list(orders.verdict_blockers("taken", "", is_closing=False, is_ours=False))
    assert [one.code for one in found] == ["not_ours", "not_answered", "no_reason"]
