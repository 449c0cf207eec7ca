"""Who is affected, when somebody is safe, what the numbers are: both sides of every limit."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from anhuan.domains.emergency.rules.blockers import order_blockers, settings_blockers
from anhuan.domains.emergency.rules.delivery import Delivery, delivery_of
from anhuan.domains.emergency.rules.life import TRANSITIONS, State, Verb, next_state
from anhuan.domains.emergency.rules.person import (
    Course,
    Gate,
    How,
    Limits,
    Reading,
    Stage,
    is_affected,
    is_silent,
    seen,
    ticked,
    unticked,
)
from anhuan.domains.emergency.rules.roll import (
    Line,
    accounted_s,
    areas_of,
    arrival_s,
    curve,
    emptied_s,
    percent,
    roll_of,
    within_target,
)
from anhuan.domains.emergency.rules.wording import said

T0 = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
MUSTER, OTHER = UUID(int=1), UUID(int=2)
LIMITS = Limits(silent_s=30, muster_s=5, gate=Gate.PASSAGE, presence_h=12)
ASKED = Course(T0)


def after(seconds: float) -> datetime:
    return T0 + timedelta(seconds=seconds)


def inside(seconds: float = 0) -> Reading:
    return Reading(after(seconds), inside=True, deep=True)


def outside(seconds: float, muster: UUID | None = None, *, gate: bool = False) -> Reading:
    return Reading(after(seconds), muster=muster, at_gate=gate)


def walk(*readings: Reading, limits: Limits = LIMITS, course: Course = ASKED) -> Course:
    for reading in readings:
        course = seen(course, reading, reading.at or T0, limits)
    return course


def test_silence_begins_after_30_seconds():
    assert not is_silent(T0, after(30), LIMITS)
    assert is_silent(T0, after(30.001), LIMITS)
    assert is_silent(None, T0, LIMITS)


def test_a_dead_tag_in_the_area_counts_for_12_hours():
    reading = Reading(T0, inside=True)
    assert is_affected(reading, after(12 * 3600), LIMITS, entering=False)
    assert not is_affected(reading, after(12 * 3600 + 1), LIMITS, entering=False)


def test_who_went_out_by_the_gate_is_not_affected_unless_the_gate_does_not_count():
    gone = Reading(T0, inside=True, went_out_at=after(1))
    assert not is_affected(gone, after(2), LIMITS, entering=False)
    never = Limits(gate=Gate.NO)
    assert is_affected(gone, after(2), never, entering=False)


def test_after_the_order_only_who_is_live_and_well_inside_is_added():
    rim = Reading(T0, inside=True, deep=False)
    assert not is_affected(rim, T0, LIMITS, entering=True)
    assert is_affected(inside(), after(30), LIMITS, entering=True)
    assert not is_affected(inside(), after(31), LIMITS, entering=True)


def test_five_seconds_at_a_muster_point_count_from_the_first_of_them():
    almost = walk(outside(10, MUSTER), outside(14.999, MUSTER))
    assert (almost.stage, almost.out_at) == (Stage.OUT, after(10))
    there = walk(outside(10, MUSTER), outside(15, MUSTER))
    assert (there.stage, there.how, there.safe_at) == (Stage.SAFE, How.MUSTER, after(10))
    assert there.muster == MUSTER


def test_walking_past_one_muster_point_to_another_counts_at_the_other():
    there = walk(outside(1, MUSTER), outside(4, None), outside(9, OTHER), outside(14, OTHER))
    assert (there.muster, there.safe_at) == (OTHER, after(9))


def test_a_silent_tag_changes_nothing():
    late = Reading(after(10), muster=MUSTER)
    assert seen(ASKED, late, after(41), LIMITS) == ASKED
    assert seen(ASKED, late, after(40), LIMITS).stage is Stage.OUT


def test_on_the_rim_nobody_flickers():
    rim = Reading(after(3), inside=True, deep=False)
    assert walk(rim).stage is Stage.INSIDE  # not out before out
    assert walk(outside(1), rim).stage is Stage.OUT  # and not in again before well in


def test_who_was_safe_and_goes_back_in_is_inside_again():
    back = walk(outside(1, MUSTER), outside(6, MUSTER), inside(20))
    assert back == Course(T0)


@pytest.mark.parametrize(
    ("gate", "stage"), [(Gate.NO, Stage.OUT), (Gate.PASSAGE, Stage.SAFE), (Gate.ZONE, Stage.SAFE)]
)
def test_leaving_by_the_gate_counts_as_the_plant_has_set_it(gate, stage):
    gone = Reading(after(8), went_out_at=after(9))
    assert walk(gone, limits=Limits(gate=gate)).stage is stage


def test_a_passage_before_the_order_is_of_no_account():
    gone = Reading(after(-20), inside=True, deep=True, went_out_at=after(-10))
    assert seen(ASKED, gone, T0, LIMITS).stage is Stage.INSIDE


def test_only_by_zone_is_the_gate_area_enough():
    assert walk(outside(5, gate=True)).stage is Stage.OUT
    by_zone = walk(outside(5, gate=True), limits=Limits(gate=Gate.ZONE))
    assert (by_zone.stage, by_zone.how) == (Stage.SAFE, How.GATE)


def test_a_tick_stands_whatever_the_tag_says_until_it_is_taken_back():
    course = ticked(ASKED, after(30), MUSTER)
    assert walk(inside(60), course=course) == course
    assert unticked(course) == ASKED


def test_nobody_is_safe_before_being_out_even_when_a_tags_clock_runs_ahead():
    ahead = walk(outside(20))
    assert ahead.out_at == after(20)
    assert ticked(ahead, after(10), None).out_at == after(10)


def test_delivery():
    def of(**changes):
        values = {
            "has_tag": True, "sent_at": T0, "acknowledged_at": None, "heard_at": T0,
            "now": after(30), "silent_s": 30, **changes,
        }  # fmt: skip
        return delivery_of(**values)

    assert of() is Delivery.SENT
    assert of(sent_at=None) is Delivery.WAITING
    assert of(now=after(30.001)) is Delivery.UNREACHABLE
    assert of(has_tag=False) is Delivery.UNREACHABLE
    assert of(heard_at=None) is Delivery.UNREACHABLE
    assert of(acknowledged_at=T0, now=after(3600)) is Delivery.ACKNOWLEDGED


def line(stage=Stage.INSIDE, *, out=None, safe=None, area=None, joined=0.0, silent=False) -> Line:
    moments = [None if one is None else after(one) for one in (out, safe)]
    return Line(stage, silent, after(joined), *moments, area)


def test_the_roll_adds_up_and_only_the_missing_are_silent():
    rows = [
        line(silent=True), line(Stage.OUT, out=5), line(Stage.SAFE, out=5, safe=9, silent=True)
    ]  # fmt: skip
    roll = roll_of(rows)
    assert (roll.affected, roll.inside, roll.out, roll.safe) == (3, 1, 1, 1)
    assert (roll.left, roll.silent) == (2, 1)


def test_an_area_is_clear_when_its_last_one_is_out_not_when_all_are_accounted_for():
    rows = [
        line(Stage.OUT, out=60, area=MUSTER), line(Stage.SAFE, out=90, safe=300, area=MUSTER),
        line(area=OTHER), line(Stage.OUT, out=10, area=OTHER),
    ]  # fmt: skip
    busy, clear = areas_of(rows, T0)
    assert (busy.area, busy.inside, busy.clear_s) == (OTHER, 1, None)
    assert (clear.area, clear.affected, clear.clear_s) == (MUSTER, 2, 90.0)
    assert emptied_s(rows, T0) is None
    assert accounted_s(rows[:2], T0) is None
    assert accounted_s(rows[1:2], T0) == 300.0


def test_within_target_takes_the_limit_itself_and_counts_later_entrants_from_their_own_order():
    rows = [
        line(Stage.SAFE, out=1, safe=300), line(Stage.SAFE, out=1, safe=300.001),
        line(Stage.SAFE, out=500, safe=560, joined=400), line(),
    ]  # fmt: skip
    assert within_target(rows, 300) == 2
    assert arrival_s(rows[2]) == 160.0
    assert arrival_s(rows[3]) is None


def test_percent_is_100_for_everybody_only():
    assert percent(199, 200) == 99
    assert percent(200, 200) == 100
    assert percent(0, 0) == 100


def test_the_curve_begins_with_all_and_ends_with_the_missing():
    rows = [
        line(Stage.SAFE, out=1, safe=60), line(), line(Stage.SAFE, out=1, safe=90, joined=30)
    ]  # fmt: skip
    assert curve(rows, T0, after(120)) == [
        (0.0, 2), (30.0, 3), (60.0, 2), (90.0, 1), (120.0, 1)
    ]  # fmt: skip


def test_the_life_has_one_way_on():
    assert next_state(State.ORDERED, 5, 5, 5) is State.ORDERED
    assert next_state(State.ORDERED, 5, 4, 5) is State.CLEARING
    assert next_state(State.ORDERED, 0, 0, 0) is State.CLEARED
    assert next_state(State.CLEARING, 5, 5, 5) is State.CLEARING  # walking back in is no new order
    assert next_state(State.CLEARING, 5, 0, 0) is State.CLEARED
    assert next_state(State.CLEARED, 6, 1, 1) is State.CLEARING
    assert next_state(State.STOOD_DOWN, 5, 5, 5) is State.STOOD_DOWN
    assert {state for (state, verb) in TRANSITIONS if verb is Verb.STAND_DOWN} == {
        State.ORDERED, State.CLEARING, State.CLEARED
    }  # fmt: skip


def codes(found):
    return [one.code for one in found]


def test_an_order_needs_a_place_words_and_a_sensible_target():
    point = {"type": "Point", "coordinates": [1, 1]}
    assert codes(order_blockers(None, None, " ", 29)) == [
        "place_missing", "text_missing", "target_range"
    ]  # fmt: skip
    assert codes(order_blockers(point, 4.9, "走", 30)) == ["radius_range"]
    assert codes(order_blockers(point, None, "走", 30)) == ["radius_range"]
    assert codes(order_blockers(point, 5, "走", 30)) == []
    assert codes(order_blockers(point, 5000.1, "走", 7200)) == ["radius_range"]
    line = {"type": "LineString", "coordinates": [[0, 0], [1, 1]]}
    assert codes(order_blockers(line, 5, "走", 7201)) == ["geometry_shape", "target_range"]


def test_records_stay_at_least_a_year():
    assert codes(settings_blockers(365)) == ["kept_days"]
    assert codes(settings_blockers(366)) == []


def test_a_drill_says_so_first():
    assert said("请撤离", is_drill=True) == "【演练】请撤离"
    assert said("请撤离", is_drill=False) == "请撤离"
