"""Walk tests, anchors and alarm tests through their lives, on the real record."""

from datetime import timedelta

import numpy as np
import pytest

from anhuan.domains.alarms.actions import seed_kinds
from anhuan.domains.alarms.models import Alarm
from anhuan.domains.alarms.rules import Place
from anhuan.domains.alarms.tests.make import make_alarm
from anhuan.domains.audit.actions import SYSTEM
from anhuan.domains.audit.models import AuditRow
from anhuan.domains.calibration import actions
from anhuan.domains.calibration.actions.measuring import keep_ranges
from anhuan.domains.calibration.models import AlarmTest, AnchorStand, WalkTest
from anhuan.domains.calibration.queries.accuracy import report_of
from anhuan.domains.calibration.queries.alarm_tests import report_of as rates_of
from anhuan.domains.calibration.queries.anchors import check_of
from anhuan.domains.calibration.queries.ranges import Heard
from anhuan.domains.calibration.tests import factories as make
from anhuan.domains.notify.models import Notice
from anhuan.domains.org.rules import Role
from anhuan.domains.outbox.models import OutboxEvent
from anhuan.domains.positioning.tests.factories import (
    make_account,
    make_anchor,
    make_area,
    make_company,
    make_tag,
    seal,
)
from anhuan.kernel import clock
from anhuan.kernel.chunks import Track
from anhuan.kernel.errors import Refused

pytestmark = pytest.mark.django_db
MIN = timedelta(minutes=1)


@pytest.fixture
def company():
    found = make_company()
    seed_kinds(found)
    return found


def reasons(action, *args, **kwargs):
    with pytest.raises(Refused) as refused:
        action(*args, **kwargs)
    return {one.code for one in refused.value.blockers}


def fixes(start, seconds, x_m, y_m, r68_m=0.5, floor=1):
    t_ms = np.array([clock.to_ms(start) + 1000 * s for s in range(seconds)], np.int64)
    ones = np.ones(seconds, np.int64)
    return Track(t_ms, round(100 * x_m) * ones, round(100 * y_m) * ones, floor * ones,
                 round(100 * r68_m) * ones)  # fmt: skip


def walked(company, offsets, **point):
    """A walk with a stand of two minutes for each offset (m east of the truth), not finished."""
    walk = make.make_walk(company)
    begin = clock.now() - timedelta(minutes=90)
    begin = begin.replace(minute=begin.minute // 10 * 10, second=0, microsecond=0)
    for k, offset in enumerate(offsets):
        at = make.make_point(company, **point)
        since = begin + 10 * k * MIN
        seal(walk.tag, fixes(since, 120, 10 + offset, 20))
        actions.add_stand(SYSTEM, walk, at, since, since + 2 * MIN)
    return walk


@pytest.mark.clause("TECH-010", "POS-114", "AQL-083")
@pytest.mark.parametrize(("offset", "passed"), [(5.0, True), (5.01, False)])
def test_errors_come_from_the_stored_track_and_the_surveyed_truth(company, offset, passed):
    walk = actions.finish_walk(SYSTEM, walked(company, [0.3, offset]))
    report = report_of(walk)
    assert walk.passed is passed
    assert [row.figures.p6827_m for row in report.points] == [0.3, offset]
    assert report.overall.figures.n == 2 * 115  # the first 5 s at each point do not count
    assert report.overall.figures.inside == 0.5  # 0.3 m lies within the claimed 0.5 m


@pytest.mark.clause("TECH-010")
@pytest.mark.parametrize(("offset", "passed"), [(3.0, True), (3.01, False)])
def test_key_explosion_areas_are_held_to_three_metres(company, offset, passed):
    walk = actions.finish_walk(SYSTEM, walked(company, [offset], is_key=True))
    assert walk.passed is passed


@pytest.mark.clause("AQL-083", "AQL-085")
def test_the_report_is_by_area_with_its_colour(company):
    blue, red = make_area(company, name="罐区"), make_area(company, name="合成", risk="red")
    walk = walked(company, [2.9], area=blue)
    at = make.make_point(company, area=red)
    since = clock.now() - 5 * MIN
    seal(walk.tag, fixes(since, 120, 12.6, 20))
    actions.add_stand(SYSTEM, walk, at, since, since + 2 * MIN)
    rows = {row.name: row for row in report_of(actions.finish_walk(SYSTEM, walk)).areas}
    assert (rows["罐区"].limit_m, rows["罐区"].passed) == (3.0, True)
    assert (rows["合成"].limit_m, rows["合成"].passed) == (2.5, False)


def test_a_finished_test_is_a_record(company):
    walk = actions.finish_walk(SYSTEM, walked(company, [1.0]))
    point = walk.stands.get().point
    actions.save_point(SYSTEM, company, point, x_m=99.0)
    actions.change_settings(SYSTEM, company, limit_m=0.5)
    report = report_of(walk)
    assert (report.overall.figures.p6827_m, report.overall.limit_m) == (1.0, 5.0)
    assert reasons(actions.stand_at, SYSTEM, walk, point) == {"test_is_over"}
    assert reasons(actions.finish_walk, SYSTEM, walk) == {"test_is_over"}
    assert reasons(actions.cancel_walk, SYSTEM, walk, "错") == {"test_is_over"}
    assert AuditRow.objects.filter(verb="finish_test", target_id=str(walk.pk)).count() == 1
    assert OutboxEvent.objects.get(type="calibration.test.finished").data["passed"] is True


def test_on_the_phone_one_stands_leaves_and_finishes(company):
    walk, point = make.make_walk(company), make.make_point(company)
    stand = actions.stand_at(SYSTEM, walk, point)
    assert reasons(actions.stand_at, SYSTEM, walk, point) == {"stands_overlap"}
    assert reasons(actions.finish_walk, SYSTEM, walk) == {"still_standing"}
    assert reasons(actions.leave_point, SYSTEM, walk) == {"too_short"}
    stand.since -= MIN
    stand.save()
    assert actions.leave_point(SYSTEM, walk).until is not None
    assert reasons(actions.leave_point, SYSTEM, walk) == {"not_standing"}
    assert reasons(actions.finish_walk, SYSTEM, walk) == {"no_fixes"}
    assert WalkTest.objects.get().state == "open" and AnchorStand.objects.count() == 0


def test_a_tag_is_in_one_test_at_a_time_and_a_test_called_off_frees_it(company):
    walk = make.make_walk(company)
    assert reasons(make.make_walk, company, tag=walk.tag) == {"tag_in_test"}
    foreign = make_tag(make_company())
    assert reasons(make.make_walk, company, tag=foreign) == {"tag_unusable"}
    assert reasons(actions.cancel_walk, SYSTEM, walk, " ") == {"reason_missing"}
    actions.cancel_walk(SYSTEM, walk, "下雨")
    assert make.make_walk(company, tag=walk.tag).state == "open"


def test_ranges_of_the_standing_tag_are_kept_with_the_true_distance(company):
    anchor = make_anchor(company, x_m=10.0, y_m=24.0, z_m=4.0)
    walk = actions.finish_walk(SYSTEM, walked(company, [0.1, 0.1, 0.1]))
    assert walk.has_ranges is False, "no engine answers in this test"
    heard = Heard({anchor.number: [5.4] * 30, "no such": [1.0]})
    told = {stand.pk: heard for stand in walk.stands.all()}
    assert keep_ranges(walk, walk.stands.all(), told)
    check = check_of(anchor, clock.now())
    assert {one.distance_m for one in AnchorStand.objects.all()} == {5.0}
    assert check.survey.bias_m == pytest.approx(0.4) and "biased" in check.findings


def test_a_tag_far_from_its_point_does_not_spoil_the_anchors(company):
    anchor = make_anchor(company)
    walk = make.measured(anchor, company, [0.40, 0.42, 14.0])
    strayed = walk.stands.order_by("since").first()  # the one with 14 m
    strayed.errors_m = [18.0] * 30
    strayed.save()
    assert check_of(anchor, clock.now()).survey.stands == 2


def test_a_measured_bias_is_taken_over_with_a_trace_and_the_engine_is_told(company):
    anchor = make_anchor(company)
    make.measured(anchor, company, [0.40, 0.42, 0.44])
    actions.correct_anchor(SYSTEM, anchor)
    anchor.refresh_from_db()
    assert anchor.bias_m == pytest.approx(0.42)
    row = AuditRow.objects.get(verb="correct")
    assert (row.before, row.after) == ({"bias_m": 0.0}, {"bias_m": 0.42})
    assert OutboxEvent.objects.filter(type="positioning.config.changed").last().data == {
        "what": "anchors"
    }
    assert "biased" not in check_of(anchor, clock.now()).findings
    assert reasons(actions.correct_anchor, SYSTEM, anchor) == {"already_in_force"}


def test_a_bias_seen_from_two_points_only_is_refused(company):
    anchor = make_anchor(company)
    make.measured(anchor, company, [0.40, 0.42])
    assert reasons(actions.correct_anchor, SYSTEM, anchor) == {"too_few_stands"}


# --- alarm tests -------------------------------------------------------------------------
def staged(company, **thresholds):
    """Two hours ago: twenty minutes of over-count, then ten with one person less."""
    start = clock.now() - timedelta(hours=1, minutes=50)
    test = make.make_alarm_test(company, started_at=start, **thresholds)
    make.make_event(test, start + MIN, 1200)
    make.make_event(test, start + 30 * MIN, 600, should_alarm=False)
    return test, start + MIN


def raised(company, since, seconds, name="a", **changes):
    alarm = make_alarm(company, raised_at=since, condition=f"over_count:{name}", **changes)
    ended = since + timedelta(seconds=seconds)
    Alarm.objects.filter(pk=alarm.pk).update(returned_at=ended)
    return alarm


@pytest.mark.clause("AQL-094", "AQL-095", "AQL-108", "AQL-109")
def test_a_session_compares_what_was_acted_out_with_what_was_raised(company):
    test, since = staged(company)
    raised(company, since + timedelta(seconds=3), 1210)
    done = actions.finish_alarm_test(SYSTEM, test)
    result = rates_of(done, clock.now()).result
    assert done.passed is True
    assert (result.whole.miss_rate, result.whole.false_rate) == (0.0, 0.0)
    assert result.outcomes[0].delay_s == pytest.approx(3.0)


@pytest.mark.clause("AQL-094", "AQL-095")
def test_a_missed_and_a_false_alarm_fail_it(company):
    test, since = staged(company)
    false = raised(company, since + 35 * MIN, 60)
    done = actions.finish_alarm_test(SYSTEM, test)
    result = rates_of(done, clock.now()).result
    assert done.passed is False and result.false_alarms == [str(false.pk)]
    assert (result.whole.miss_rate, result.whole.false_rate) == (1.0, 1.0)


def test_a_session_keeps_its_alarms_and_changes_none(company):
    test, since = staged(company)
    alarm = raised(company, since, 1210)
    before = Alarm.objects.values().get()
    done = actions.finish_alarm_test(SYSTEM, test)
    assert Alarm.objects.values().get() == before
    Alarm.objects.filter(pk=alarm.pk).update(returned_at=since + MIN)
    assert rates_of(done, clock.now()).passed is True
    event = test.events.first()
    assert reasons(actions.stage_event, SYSTEM, done, kind="sos") == {"test_is_over"}
    assert reasons(actions.end_event, SYSTEM, event) == {"test_is_over", "already_ended"}


def test_thresholds_of_a_session_decide(company):
    late, since = staged(company, within_s={"over_count": 5})
    raised(company, since + timedelta(seconds=9), 1210)
    assert actions.finish_alarm_test(SYSTEM, late).passed is False
    patient = make.make_alarm_test(company, started_at=late.started_at, within_s={"over_count": 10})
    make.make_event(patient, since, 1200)
    make.make_event(patient, since + 29 * MIN, 600, should_alarm=False)
    assert actions.finish_alarm_test(SYSTEM, patient).passed is True
    milder = {"miss_limit_pct": 11.0, "false_limit_pct": 15.0}
    assert reasons(make.make_alarm_test, company, **milder) >= {"bad_miss_limit"}


def test_only_the_test_area_counts(company):
    here, there = make_area(company), make_area(company)
    start = clock.now() - timedelta(hours=1)
    test = make.make_alarm_test(company, area=here, started_at=start)
    make.make_event(test, start + MIN, 600, should_alarm=False)
    raised(company, start + 2 * MIN, 60, place=Place(area=there.pk))
    assert rates_of(test, clock.now()).result.whole.false_rate == 0.0
    assert reasons(actions.stage_event, SYSTEM, test, kind="sos", area=there) == {"outside_test"}


def test_a_session_is_not_over_while_something_is_acted_out(company):
    test = make.make_alarm_test(company)
    assert reasons(actions.finish_alarm_test, SYSTEM, test) == {"no_events"}
    event = actions.stage_event(SYSTEM, test, kind="sos")
    assert reasons(actions.finish_alarm_test, SYSTEM, test) == {"event_open"}
    assert reasons(actions.stage_event, SYSTEM, test, kind="nonsense") == {"kind_unknown"}
    actions.cancel_alarm_test(SYSTEM, test, "改期")
    assert AlarmTest.objects.get().state == "cancelled"
    assert reasons(actions.end_event, SYSTEM, event) == {"test_is_over"}


# --- yearly duty -------------------------------------------------------------------------
@pytest.mark.clause("AQL-086", "AQL-096")
def test_a_duty_that_comes_due_is_told_once_and_again_when_late(company):
    make_anchor(company)
    make_account(company, Role.SAFETY_MANAGER)
    now = clock.now()
    assert actions.remind_due(now) == 2  # neither was ever done
    assert actions.remind_due(now) == 0
    actions.finish_walk(SYSTEM, walked(company, [0.5]))
    Notice.objects.all().delete()
    assert actions.remind_due(now) == 1  # the alarms are still untested
    assert actions.remind_due(now + timedelta(days=340)) == 1
    assert "到期" in Notice.objects.latest("at").title
    assert actions.remind_due(now + timedelta(days=367)) == 1
    assert "逾期" in Notice.objects.latest("at").title


@pytest.mark.clause("AQL-086")
def test_a_failed_test_does_not_put_the_next_one_off(company):
    make_anchor(company)
    make_account(company, Role.SAFETY_MANAGER)
    actions.finish_walk(SYSTEM, walked(company, [9.0]))
    actions.remind_due(clock.now())
    assert Notice.objects.filter(topic__startswith="calibration:accuracy:never").exists()


@pytest.mark.parametrize(
    ("residual_m", "refused", "told"),
    [(0.5, 0.5, 0), (0.51, 0.1, 1), (-0.51, 0.1, 1), (0.1, 0.51, 1), (None, None, 0)],
)
def test_an_anchor_that_drifts_is_told_once_a_day_to_those_who_calibrate(
    company, residual_m, refused, told
):
    boss = make_account(company, Role.SAFETY_MANAGER)
    now = clock.now()
    at = now - MIN if residual_m is not None else None
    anchor = make_anchor(company, number="A-7")
    anchor.residual_m, anchor.refused_share = residual_m, refused
    anchor.residual_at, anchor.residual_ranges = at, 500 if at else None
    anchor.save()
    assert actions.remind_drift(now) == told
    assert actions.remind_drift(now) == 0
    found = Notice.objects.filter(account=boss)
    assert found.count() == told
    assert all("A-7" in one.title for one in found)
    check = check_of(anchor, now)
    assert bool({"drifts", "refused"} & set(check.findings)) is bool(told)
    anchor.residual_at = now - timedelta(hours=26)  # nobody walked by since: it says nothing now
    anchor.save()
    assert check_of(anchor, now).drift is None
    assert actions.remind_drift(now + timedelta(days=1)) == 0
