"""Both sides of every limit of time, as the running product keeps it."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from anhuan.domains.alarms.models import Alarm
from anhuan.domains.permits import actions
from anhuan.domains.permits.models import Permit, PermitSettings
from anhuan.domains.permits.tests.make import (
    analysed,
    approving,
    at,
    issued,
    make_plant,
    reserved,
    sample,
    verified,
    with_good_air,
    working,
)
from anhuan.kernel.errors import Refused

pytestmark = pytest.mark.django_db
PLANT = ZoneInfo("Asia/Shanghai")
MICROSECOND = timedelta(microseconds=1)


def codes(act):
    """The reasons of a refusal; empty when it was done."""
    try:
        act()
    except Refused as refused:
        return {one.code for one in refused.blockers}
    return set()


def standing(permit):
    return set(permit.alarms.filter(ended_at__isnull=True).values_list("code", flat=True))


def look_at(plant, permit):
    """What the worker does each second."""
    actions.tick_due(plant.hand.now())
    permit.refresh_from_db()
    return permit


@pytest.mark.clause("GBW-083", "AQP-028", "PTW-035", "PTW-122")
def test_work_begins_within_30_minutes_of_the_sample(plant):
    permit = verified(plant)
    plant.hand.go(minutes=30)
    plant.everybody_on_site()
    assert not codes(lambda: actions.start(plant.guardian, permit))
    assert Permit.objects.get().state == "working"


@pytest.mark.clause("GBW-083", "AQP-028")
def test_a_minute_later_it_does_not(plant):
    permit = verified(plant)
    plant.hand.go(minutes=31)
    assert codes(lambda: actions.start(plant.guardian, permit)) == {"gas_stale"}
    assert "02" in standing(permit)
    assert not codes(lambda: actions.record_gas_test(plant.analyst, permit, sample(plant)))
    assert not codes(lambda: actions.start(plant.guardian, permit))
    assert standing(permit) == set()


@pytest.mark.clause("PTW-162", "AQP-028")
def test_a_permit_that_waits_too_long_goes_back_to_the_test_and_keeps_its_evidence(plant):
    permit = actions.approve(plant.guardian, approving(plant))
    plant.hand.go(minutes=30)
    assert look_at(plant, permit).state == "approving"
    plant.hand.go(seconds=1)
    assert look_at(plant, permit).state == "analysed"
    assert "02" in set(permit.alarms.values_list("code", flat=True))
    permit = actions.record_gas_test(plant.analyst, permit, sample(plant))
    assert permit.state == "briefed"
    plant.everybody_on_site()
    permit = actions.submit(plant.applicant, permit)
    assert [one.decided_at for one in permit.approvals.filter(turn=2)] == [None] * 4


@pytest.mark.clause("PTW-040", "PTW-042", "GBW-088")
@pytest.mark.parametrize(("vol_pct", "state"), [(0.5, "tested"), (0.51, "analysed")])
def test_the_flow_goes_on_with_good_air_only(plant, vol_pct, state):
    permit = actions.record_gas_test(plant.analyst, analysed(plant), sample(plant, vol_pct))
    assert permit.state == state


@pytest.mark.clause("GBW-085", "AQP-064", "PTW-036", "AQP-062")
def test_second_grade_rests_60_minutes_without_a_new_test(plant):
    permit = actions.suspend(plant.worker, working(plant), "午休")
    plant.hand.go(minutes=60)
    assert "03" not in standing(look_at(plant, permit))
    assert not codes(lambda: actions.resume(plant.guardian, permit))


@pytest.mark.clause("GBW-085", "AQP-064", "AQP-062")
def test_61_minutes_demand_one(plant):
    permit = actions.suspend(plant.worker, working(plant), "午休")
    plant.hand.go(minutes=61)
    assert "03" in standing(look_at(plant, permit))
    assert codes(lambda: actions.resume(plant.guardian, permit)) == {"retest_missing"}
    actions.record_gas_test(plant.analyst, permit, sample(plant))
    assert not codes(lambda: actions.resume(plant.guardian, permit))
    assert standing(permit) == set()


@pytest.mark.clause("GBW-084", "AQP-063")
@pytest.mark.parametrize(("minutes", "needs_test"), [(30, set()), (31, {"retest_missing"})])
def test_first_grade_rests_30_minutes(plant, minutes, needs_test):
    permit = working_first_grade(plant)
    actions.suspend(plant.worker, permit, "等料")
    plant.hand.go(minutes=minutes)
    assert codes(lambda: actions.resume(plant.guardian, permit)) == needs_test


def working_first_grade(plant):
    """Raised by the plant: the safety department signs too, and approves."""
    permit = approving(plant, grade="first")
    for by in (plant.guardian, plant.leader, plant.head, plant.safety, plant.safety):
        permit = actions.approve(by, permit)
    return actions.start(plant.guardian, actions.verify_issue(plant.shift, permit))


@pytest.mark.clause("GBW-056", "GBW-057")
@pytest.mark.parametrize(
    ("grade", "span", "refused"),
    [
        ("special", timedelta(hours=8), set()),
        ("special", timedelta(hours=8, minutes=1), {"too_long"}),
        ("first", timedelta(hours=8, minutes=1), {"too_long"}),
        ("second", timedelta(hours=72), set()),
        ("second", timedelta(hours=72, minutes=1), {"too_long"}),
    ],
)
def test_no_permit_is_reserved_for_longer_than_the_standard_lets_it(plant, grade, span, refused):
    now = plant.hand.now()
    asked = {"grade": grade, "starts_at": now, "ends_at": now + span}
    assert codes(lambda: reserved(plant, **asked)) == refused


@pytest.mark.clause("AQP-070", "PTW-079", "GBW-046")
def test_at_its_last_second_a_permit_is_valid_and_after_it_expires_by_itself(plant):
    permit = working(plant)
    plant.hand.at = permit.ends_at
    assert look_at(plant, permit).state == "working"
    plant.hand.at += MICROSECOND
    assert look_at(plant, permit).state == "expired"
    assert "10" in standing(permit)
    assert "too_early" not in codes(lambda: actions.resume(plant.guardian, permit))
    actions.finish(plant.guardian, permit)
    assert "10" not in standing(permit)
    expected = Alarm.objects.get(kind__code="permit_expired")
    assert expected.returned_at is not None


@pytest.mark.clause("PTW-079")
def test_half_an_hour_before_the_end_there_is_a_reminder_once(plant):
    from anhuan.domains.outbox.models import OutboxEvent

    permit = working(plant)
    plant.hand.at = permit.ends_at - timedelta(minutes=30)
    for _ in range(3):
        look_at(plant, permit)
        plant.hand.go(seconds=1)
    told = [one.data["what"] for one in OutboxEvent.objects.filter(type="permits.reminder")]
    assert told == ["expires_soon"]


@pytest.mark.clause("AQP-075", "AQP-011")
def test_a_step_that_waits_30_minutes_raises_its_alarm_and_signing_ends_it(plant):
    permit = approving(plant)
    for _ in range(2):
        plant.hand.go(minutes=14)
        actions.record_gas_test(plant.analyst, permit, sample(plant))
    plant.hand.go(minutes=2)
    assert "11" not in standing(look_at(plant, permit))
    plant.hand.go(seconds=1)
    assert "11" in standing(look_at(plant, permit))
    plant.everybody_on_site()
    actions.approve(plant.guardian, permit)
    assert "11" not in standing(permit)


@pytest.mark.clause("GBW-086", "AQP-065", "PTW-034")
def test_a_minute_to_midnight_the_day_before_counts_and_a_minute_after_it_does_not():
    evening = datetime(2026, 11, 24, 22, 50, tzinfo=PLANT)
    with at(evening) as hand:
        plant = make_plant(hand)
        raises_the_approver(plant)
        permit = working_at_night(plant)
        hand.at = datetime(2026, 11, 24, 23, 59, 59, tzinfo=PLANT)
        assert "04" not in standing(look_at(plant, permit))
        hand.at = datetime(2026, 11, 25, 0, 0, 0, 1, tzinfo=PLANT)
        assert "04" in standing(look_at(plant, permit))
        actions.record_gas(plant.analyst, permit, sample(plant))
        assert "04" not in standing(look_at(plant, permit))


def raises_the_approver(plant):
    """The plant upgrades by the approver's post, not by the grade (U4)."""
    PermitSettings.objects.create(company=plant.company, figures={"upgrade_mode": "approver"})


@pytest.mark.clause("AQP-060", "AQP-132", "GBW-050", "PTW-077")
def test_night_work_is_raised_by_itself_and_refused_with_its_alarm_when_somebody_insists():
    with at(datetime(2026, 11, 24, 16, 0, tzinfo=PLANT)) as hand:
        plant = make_plant(hand)
        assert reserved(plant).grade == "first"  # until 20:00, which is night
        assert codes(lambda: analysed(plant, grade="second")) == {"night"}
        assert "42" in standing(Permit.objects.order_by("number").last())


def working_at_night(plant):
    """Night work is upgraded: the approver one post higher, the grade as it was."""
    permit = approving(plant, grade="second")
    assert permit.approvals.get(key="approver").role == "safety"
    for by in (plant.guardian, plant.leader, plant.head, plant.safety):
        permit = actions.approve(by, permit)
    return actions.start(plant.guardian, actions.verify_issue(plant.shift, permit))


@pytest.mark.clause("AQP-013", "AQP-014", "AQP-015")
def test_work_is_reserved_a_day_ahead_or_urgently_with_a_reason(plant):
    tomorrow = plant.hand.now() + timedelta(days=1)
    ahead = {"starts_at": tomorrow, "ends_at": tomorrow + timedelta(hours=3)}
    assert not codes(lambda: reserved(plant, is_urgent=False, urgent_reason="", **ahead))
    assert codes(lambda: reserved(plant, is_urgent=False)) == {"same_day"}
    assert codes(lambda: reserved(plant, urgent_reason=" ")) == {"urgent_reason_missing"}
    nothing = {"content": "", "place": "", "work_unit": ""}
    assert codes(lambda: reserved(plant, **nothing)) == {
        "content_missing", "place_missing", "work_unit_missing",
    }  # fmt: skip


def test_hot_work_is_never_extended(plant):
    permit = working(plant)
    later = permit.ends_at + timedelta(hours=1)
    refused = codes(lambda: actions.extend(plant.boss, permit, later, "未完"))
    assert refused == {"not_extendable"}


def test_the_scan_finds_only_what_is_due(plant, django_assert_num_queries):
    issued(plant)
    with django_assert_num_queries(1):
        assert actions.tick_due(plant.hand.now()) == 0
    assert with_good_air(plant).due_at is not None
