"""The legal numbers, on both sides."""

from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from anhuan.domains.calibration.rules import accuracy, alarm_tests, anchors, due, walks
from anhuan.domains.calibration.rules.accuracy import Limits, limit_for
from anhuan.domains.calibration.rules.alarm_tests import Raised, Rates, Staged
from anhuan.domains.calibration.rules.thresholds import threshold_blockers

NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)
S = timedelta(seconds=1)


def codes(found):
    return [one.code for one in found]


# --- accuracy ----------------------------------------------------------------------------
@pytest.mark.clause("TECH-010", "POS-114", "AQL-083", "AQL-085")
@pytest.mark.parametrize(
    ("is_key", "risk", "limit"),
    [(False, "", 5.0), (True, "", 3.0), (False, "blue", 3.0), (False, "yellow", 3.0),
     (False, "orange", 2.5), (True, "red", 2.5)],
)  # fmt: skip
def test_of_the_limits_that_apply_the_least_holds(is_key, risk, limit):
    assert limit_for(is_key, risk, Limits()) == limit


@pytest.mark.clause("TECH-010", "POS-114")
@pytest.mark.parametrize(("error", "limit", "kept"), [
    (5.0, 5.0, True), (5.001, 5.0, False), (3.0, 3.0, True), (3.001, 3.0, False),
])  # fmt: skip
def test_an_error_at_the_limit_keeps_it(error, limit, kept):
    found = accuracy.figures_of([error] * 100, [1.0] * 100)
    assert accuracy.holds(found, limit) is kept


def test_nothing_measured_keeps_no_limit():
    assert accuracy.figures_of([], []) is None
    assert not accuracy.holds(None, 5.0)


@pytest.mark.clause("AQL-083")
def test_figures_are_read_from_the_distribution():
    errors = [k / 100 for k in range(1, 101)]  # 0.01 … 1.00 m
    found = accuracy.figures_of(errors, [0.5] * 100)
    assert (found.p6827_m, found.p75_m, found.p95_m) == (0.69, 0.75, 0.95)
    assert (found.n, found.worst_m, found.inside) == (100, 1.0, 0.5)
    assert found.mean_m == pytest.approx(0.505)
    assert found.rmse_m == pytest.approx(np.sqrt(np.mean(np.square(errors))))


@given(st.lists(st.integers(0, 40), min_size=1, max_size=60))
def test_the_percentile_is_the_smallest_that_so_many_do_not_exceed(grid):
    ordered = np.sort(np.array(grid, float) / 4)
    for percent in (68.27, 75.0, 95.0):
        found = accuracy.percentile(ordered, percent)
        assert 100 * np.mean(ordered <= found) >= percent
        below = ordered[ordered < found]
        assert not len(below) or 100 * np.mean(ordered <= below[-1]) < percent


def test_the_curve_ends_at_everybody():
    curve = accuracy.curve_of(list(np.linspace(0, 4, 5000)))
    assert curve[-1] == (4.0, 100.0) and len(curve) <= 200
    assert curve == sorted(curve)
    assert accuracy.curve_of([]) == []


# --- anchors -----------------------------------------------------------------------------
def stands(*biases, n=30):
    return [anchors.seen_from_stand([10 + b] * n, 10.0) for b in biases]


def test_one_hidden_place_does_not_decide_the_bias():
    found = anchors.survey_of(stands(0.40, 0.42, 3.0))
    assert found.bias_m == pytest.approx(0.42)
    assert (found.stands, found.ranges) == (3, 90)


def test_reflected_ranges_are_outliers_and_do_not_move_the_median():
    found = anchors.seen_from_stand([10.2] * 80 + [14.0] * 20, 10.0)
    assert (found.bias_m, found.outliers) == (pytest.approx(0.2), 0.2)
    assert list(anchors.findings(anchors.survey_of([found] * 3), 0.2, 0.3, False)) == ["scattered"]


@pytest.mark.parametrize(("bias", "found"), [(0.30, []), (0.31, ["biased"]), (-0.31, ["biased"])])
def test_a_bias_over_the_limit_is_shown(bias, found):
    survey = anchors.Survey(bias, 0.05, 3, 90, 0.0)
    assert list(anchors.findings(survey, 0.0, 0.30, is_silent=False)) == found
    assert list(anchors.findings(survey, bias, 0.30, is_silent=True)) == ["silent"]


@pytest.mark.parametrize(("error", "counts"), [(5.0, True), (5.01, False)])
def test_a_tag_that_was_not_at_the_point_says_nothing_about_anchors(error, counts):
    assert anchors.is_credible([error] * 30) is counts
    assert anchors.is_credible([])


def test_too_few_ranges_say_nothing():
    assert anchors.seen_from_stand([10.0] * 9, 10.0) is None
    assert anchors.seen_from_stand([10.0] * 10, 10.0) is not None
    assert list(anchors.findings(None, 0.0, 0.3, is_silent=False)) == ["unmeasured"]


@pytest.mark.parametrize(("survey", "why"), [
    (None, ["too_few_stands"]),
    (anchors.Survey(0.4, 0.1, 2, 60, 0.0), ["too_few_stands"]),
    (anchors.Survey(0.4, 0.1, 3, 90, 0.0), []),
    (anchors.Survey(3.01, 0.1, 3, 90, 0.0), ["bias_too_large"]),
    (anchors.Survey(0.2, 0.31, 3, 90, 0.0), ["bias_uncertain"]),
    (anchors.Survey(0.0, 0.1, 3, 90, 0.0), ["already_in_force"]),
])  # fmt: skip
def test_only_a_well_measured_bias_may_be_taken_over(survey, why):
    assert codes(anchors.correction_blockers(survey, 0.0)) == why


# --- due dates ---------------------------------------------------------------------------
@pytest.mark.clause("AQL-086", "AQL-096")
@pytest.mark.parametrize(("today", "state"), [
    (date(2026, 10, 22), "fine"), (date(2026, 10, 23), "soon"), (date(2026, 11, 22), "soon"),
    (date(2026, 11, 23), "overdue"),
])  # fmt: skip
def test_a_test_is_due_within_twelve_months(today, state):
    found = due.due_of(date(2025, 11, 22), today)
    assert (found.on, found.state) == (date(2026, 11, 22), state)


def test_never_tested_is_due_now_and_leap_days_end_the_month():
    assert due.due_of(None, date(2026, 1, 1)).state == "never"
    assert due.months_later(date(2028, 2, 29), 12) == date(2029, 2, 28)


# --- stands ------------------------------------------------------------------------------
def test_times_of_a_stand():
    assert not codes(walks.span_blockers(NOW - 20 * S, NOW, NOW, walks.LEAST))
    assert codes(walks.span_blockers(NOW - 19 * S, NOW, NOW, walks.LEAST)) == ["too_short"]
    assert codes(walks.span_blockers(NOW, NOW + S, NOW)) == ["in_the_future"]
    assert codes(walks.span_blockers(NOW - S, NOW - 2 * S, NOW)) == ["ends_before_start"]
    assert codes(walks.span_blockers(NOW - 7201 * S, NOW, NOW)) == ["too_long"]
    assert not codes(walks.span_blockers(NOW - 7200 * S, NOW, NOW))


def test_a_tag_stands_at_one_point_at_a_time():
    before, open_one = (NOW - 60 * S, NOW - 30 * S), (NOW - 10 * S, None)
    assert not codes(walks.overlap_blockers((NOW - 30 * S, NOW - 10 * S), [before, open_one]))
    assert codes(walks.overlap_blockers((NOW - 31 * S, NOW), [before])) == ["stands_overlap"]
    assert codes(walks.overlap_blockers((NOW, None), [open_one])) == ["stands_overlap"]


# --- alarm tests -------------------------------------------------------------------------
def rates(**changes):
    return Rates(**{"staged": 100, "raised": 100, **changes})


@pytest.mark.clause("AQL-094", "AQL-095")
@pytest.mark.parametrize(("missed", "false", "passed"), [
    (9, 14, True), (10, 14, False), (9, 15, False),
])  # fmt: skip
def test_both_rates_must_lie_below_their_limits(missed, false, passed):
    assert alarm_tests.verdict(rates(missed=missed, false_raised=false)) is passed


@pytest.mark.clause("AQL-106")
@pytest.mark.parametrize(("wrong", "passed"), [(11, True), (12, False)])
def test_samples_count_as_in_the_appendix(wrong, passed):
    """Ten minutes at 5 s are 120 samples: FN = E / N < 10 %."""
    whole = rates(miss_samples=120, miss_wrong=wrong)
    assert alarm_tests.verdict(whole) is passed


def test_a_session_that_tested_only_one_rate_has_no_verdict():
    assert alarm_tests.verdict(Rates(staged=5)) is None
    assert alarm_tests.verdict(Rates()) is None


def event(kind="over_count", since=0.0, until=600.0, should=True, area=None):
    return Staged("e", kind, should, since, until, area)


def alarm(kind="over_count", since=0.0, until=None, area=None, pk="a"):
    return Raised(pk, kind, since, until, area)


def result(staged, raised, **within):
    return alarm_tests.result_of(staged, raised, within or {"over_count": 5.0}, 5.0)


@pytest.mark.clause("AQL-108")
@pytest.mark.parametrize(("after", "missed"), [(5.0, 0), (5.1, 1)])
def test_an_alarm_must_come_in_time(after, missed):
    found = result([event()], [alarm(since=after)])
    assert found.whole.missed == missed
    assert found.whole.false_raised == 0  # late is missed, not false


@pytest.mark.clause("AQL-108", "AQL-106")
def test_an_alarm_that_drops_out_is_missed_in_the_samples():
    found = result([event(until=605.0)], [alarm(since=2, until=305.0)])
    one = found.outcomes[0]
    assert (one.samples, one.wrong, one.delay_s) == (120, 60, 2.0)
    assert found.whole.miss_rate == 0.5


@pytest.mark.clause("AQL-107", "AQL-109")
def test_what_must_not_alarm_and_does_is_false_in_every_sample():
    found = result([event(should=False)], [alarm(since=300.0, until=450.0)])
    one = found.outcomes[0]
    assert (one.samples, one.wrong) == (120, 30)
    assert (found.whole.false_rate, found.false_alarms) == (1.0, ["a"])
    assert result([event(should=False)], []).whole.false_rate == 0.0


def test_alarms_elsewhere_and_of_other_kinds_are_no_answer():
    found = result([event(area="x")], [alarm(area="y"), alarm("sos", pk="b")])
    assert found.whole.missed == 1
    assert found.false_alarms == ["a"]  # of a tested kind, but nobody acted that out


@pytest.mark.clause("AQL-106")
def test_a_wrong_colour_is_no_missed_alarm_but_counts_against_the_colour():
    staged = [
        event("crowd_orange"),
        event("crowd_orange", 1000, 1600),
        event("crowd_red", 2000, 2600),
    ]
    raised = [alarm("crowd_orange", 62, 600), alarm("crowd_yellow", 1063, 1600, pk="b"),
              alarm("crowd_red", 2064, 2600, pk="c")]  # fmt: skip
    found = result(staged, raised, crowd=65.0)
    assert found.whole.missed == 0
    assert found.colours == {"crowd_orange": (1, 2), "crowd_red": (1, 1)}


def test_a_short_session_says_what_the_standard_wants():
    said = alarm_tests.shortcomings([event(until=599.0)], 5.0)
    assert any("10 min" in one for one in said) and any("误报试验" in one for one in said)
    assert alarm_tests.shortcomings([event(), event(should=False)], 5.0) == []


@pytest.mark.clause("AQL-094", "AQL-095")
def test_a_test_may_be_stricter_than_the_standard_never_milder():
    assert not codes(threshold_blockers({"crowd": 65.0}, 5.0, 10.0, 15.0))
    assert codes(threshold_blockers({"crowd": 0}, 5.1, 10.1, 15.1)) == [
        "bad_within", "bad_sample", "bad_miss_limit", "bad_false_limit",
    ]  # fmt: skip
