"""ISA-18.2 figures on made-up floods, chatter and stale alarms."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from anhuan.domains.alarms.rules.statistics import (
    Occurrence,
    chattering,
    false_rates,
    floods,
    is_stale,
    kpis,
    most_within,
    shares,
    top_share,
)

T0 = datetime(2026, 11, 21, tzinfo=UTC)
SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)

PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def at(*seconds):
    return [T0 + second * SECOND for second in seconds]


def one(second=0, condition="c", **changes):
    values = {"kind": "still", "priority": 2} | changes
    return Occurrence(raised_at=T0 + second * SECOND, condition=condition, **values)


@pytest.mark.parametrize(("count", "flooded"), [(10, False), (11, True), (30, True)])
def test_a_flood_is_more_than_ten_in_ten_minutes(count, flooded):
    assert bool(floods(at(*range(0, count * 10, 10)))) is flooded


def test_eleven_within_ten_minutes_and_one_second_are_no_flood():
    assert floods(at(*(61 * n for n in range(11)))) == ()


def test_a_flood_ends_when_fewer_than_five_are_in_ten_minutes():
    burst = list(range(0, 120, 10))  # twelve in two minutes, the last at 110 s
    (flood,) = floods(at(*burst))
    assert (flood.began, flood.count) == (T0, 12)
    # The fifth-last came at 70 s: ten minutes later only four are left.
    assert flood.ended == T0 + 670 * SECOND


def test_alarms_every_minute_keep_a_flood_going():
    (flood,) = floods(at(*range(0, 120, 10), *range(180, 1800, 60)))
    assert flood.count == 12 + 27


def test_two_floods_with_quiet_between():
    found = floods(at(*range(0, 120, 10), *range(7200, 7320, 10)))
    assert [flood.count for flood in found] == [12, 12]


@PATIENT
@given(st.lists(st.integers(0, 4000), max_size=60))
def test_floods_never_overlap_and_hold_more_than_ten(seconds):
    found = floods(sorted(at(*seconds)))
    assert all(flood.count > 10 for flood in found)
    for earlier, later in pairwise(found):
        assert earlier.began <= later.began
        assert earlier.ended <= later.ended


@pytest.mark.parametrize(("seconds", "chatters"), [((0, 30, 60), True), ((0, 30, 61), False)])
def test_three_within_a_minute_is_chattering(seconds, chatters):
    assert bool(chattering(one(s) for s in seconds)) is chatters


def test_other_conditions_do_not_add_up_to_chatter():
    assert chattering([one(0, "a"), one(1, "b"), one(2, "a")]) == ()


@pytest.mark.parametrize(("hours", "stale"), [(24, False), (24.01, True)])
def test_more_than_a_day_is_stale(hours, stale):
    assert is_stale(one(), T0 + hours * HOUR) is stale
    assert is_stale(one(returned_at=T0 + hours * HOUR), T0 + 99 * HOUR) is stale


@PATIENT
@given(st.lists(st.integers(0, 300), min_size=1, max_size=40), st.integers(1, 120))
def test_the_most_in_a_window_is_what_counting_says(seconds, span):
    times = sorted(at(*seconds))
    counted = max(sum(t <= other <= t + span * SECOND for other in times) for t in times)
    assert most_within(times, span * SECOND) == counted


def test_figures_of_a_day():
    alarms = [one(600 * n, f"c{n}", priority=4 if n % 10 else 1) for n in range(100)]
    found = kpis(alarms, T0, T0 + 24 * HOUR, T0 + 24 * HOUR)
    assert (found.count, found.per_day) == (100, 100.0)
    assert found.per_ten_minutes == pytest.approx(100 / 144)
    assert found.by_priority == {1: 0.1, 4: 0.9}
    assert found.top_ten_share == pytest.approx(0.1)
    assert found.floods == ()


def test_no_alarms_no_figures_but_no_error_either():
    found = kpis([], T0, T0 + HOUR, T0 + HOUR)
    assert (found.count, found.most_in_ten_minutes, found.median_acknowledged_s) == (0, 0, None)


def test_waits_are_medians():
    alarms = [one(acknowledged_at=T0 + s * SECOND) for s in (10, 20, 600)]
    assert kpis(alarms, T0, T0 + HOUR, T0 + HOUR).median_acknowledged_s == 20


@pytest.mark.clause("AQL-057")
def test_false_alarms_per_rule_among_those_judged():
    causes = ["real", "real", "real", "false", "test", "maintenance", ""]
    (rate,) = false_rates([one(rule="still", cause=cause) for cause in causes])
    assert (rate.rule, rate.raised, rate.judged, rate.false, rate.share) == ("still", 7, 4, 1, 0.25)
    assert false_rates([one(rule="x")])[0].share is None


def test_shares():
    assert shares([1, 2, 2, 4]) == {1: 0.25, 2: 0.5, 4: 0.25}
    assert top_share([one(condition=str(n % 20)) for n in range(100)], 10) == 0.5
