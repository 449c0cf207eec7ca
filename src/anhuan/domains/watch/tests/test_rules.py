"""Holes of the watch, on both sides of every limit."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from anhuan.domains.watch.rules.gaps import Gap, Hole, Stint, gaps
from anhuan.domains.watch.rules.handing import Standing, give_blockers, take_blockers

T0 = datetime(2026, 11, 24, 0, 0, tzinfo=UTC)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
GRACE = timedelta(minutes=30)


def stint(start_h: float, end_h: float, people: int = 1, taken_h: float | None = None) -> Stint:
    taken = None if taken_h is None else T0 + taken_h * HOUR
    return Stint(f"{start_h}", T0 + start_h * HOUR, T0 + end_h * HOUR, people, taken)


def holes(stints, now, seats=1):
    return [(g.hole, g.key) for g in gaps(stints, T0, now, seats=seats, grace=GRACE)]


def test_a_whole_day_handed_over_has_no_hole():
    day = [stint(0, 12, taken_h=12), stint(12, 24)]
    assert holes(day, T0 + 13 * HOUR) == []


def test_time_without_a_shift_is_a_hole_to_the_minute():
    broken = [stint(0, 8, taken_h=8), stint(9, 20)]
    found = gaps(broken, T0, T0 + 10 * HOUR, seats=1, grace=GRACE)
    assert found == [Gap(Hole.NO_SHIFT, T0 + 8 * HOUR, T0 + 9 * HOUR)]


def test_the_next_two_hours_count():
    one = [stint(0, 12)]
    assert holes(one, T0 + 10 * HOUR) == []
    assert holes(one, T0 + 10 * HOUR + MINUTE) == [(Hole.NO_SHIFT, "")]


@pytest.mark.parametrize(("people", "is_hole"), [(0, True), (1, True), (2, False)])
def test_fewer_than_the_post_wants_is_a_hole(people, is_hole):
    assert holes([stint(0, 12, people)], T0 + HOUR, seats=2) == [(Hole.NOBODY, "0")] * is_hole


@pytest.mark.parametrize(("late_min", "is_hole"), [(30, False), (31, True)])
def test_a_shift_is_handed_over_within_the_grace(late_min, is_hole):
    now = T0 + 12 * HOUR + late_min * MINUTE
    assert holes([stint(0, 12), stint(12, 24)], now) == [(Hole.NO_LOG, "0")] * is_hole


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.integers(0, 20), st.integers(1, 6)), max_size=6))
def test_every_minute_is_covered_or_in_a_hole(spans):
    stints = [stint(start, start + long, taken_h=start + long) for start, long in spans]
    found = gaps(stints, T0, T0 + 22 * HOUR, seats=1, grace=GRACE)
    bare = [g for g in found if g.hole is Hole.NO_SHIFT]
    for half in range(48):
        at = T0 + half * HOUR / 2
        covered = any(one.starts_at <= at < one.ends_at for one in stints)
        assert covered != any(g.since <= at < g.until for g in bare)


def codes(found):
    return [one.code for one in found]


def test_who_is_not_on_watch_hands_nothing_over_and_not_before_the_last_hour():
    turn = Standing(T0 + 12 * HOUR, {"a"})
    assert codes(give_blockers(turn, "a", T0 + 11 * HOUR)) == []
    assert codes(give_blockers(turn, "a", T0 + 11 * HOUR - MINUTE)) == ["too_early"]
    assert codes(give_blockers(turn, "b", T0 + 11 * HOUR)) == ["not_on_watch"]


def test_taking_over_wants_another_login_and_a_seat_on_the_next_turn():
    given_, following = Standing(T0, {"a"}, given_by="A"), Standing(T0, {"b"})
    assert codes(take_blockers(given_, following, "B", "b")) == []
    assert codes(take_blockers(given_, following, "A", "b")) == ["same_account"]
    assert codes(take_blockers(given_, following, "B", "c")) == ["not_on_next_watch"]
    assert codes(take_blockers(given_, None, "B", "b")) == ["no_next_shift"]
    assert codes(take_blockers(Standing(T0, {"a"}), following, "B", "b")) == ["not_given"]
