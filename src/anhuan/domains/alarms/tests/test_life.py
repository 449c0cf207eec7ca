"""What people may and may not do to an alarm."""

from datetime import timedelta

import pytest

from anhuan.domains.alarms import actions
from anhuan.domains.alarms.models import Alarm, AlarmKind
from anhuan.domains.alarms.queries import card_of
from anhuan.domains.alarms.tests.make import T0, make_account, make_alarm, make_company
from anhuan.domains.audit.models import AuditRow
from anhuan.domains.outbox.models import OutboxEvent
from anhuan.kernel import clock
from anhuan.kernel.errors import Refused

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def company():
    return make_company()


@pytest.fixture
def operator(company):
    return make_account(company, "operator", "李四")


def codes(act):
    with pytest.raises(Refused) as refused:
        act()
    return [blocker.code for blocker in refused.value.blockers]


def crowd(company, kind="crowd_red"):
    return make_alarm(company, kind=kind, condition="crowd:1", title="聚集")


@pytest.mark.clause("AQL-033", "POS-095")
def test_confirm_handle_close_with_who_when_and_what(company, operator):
    alarm = make_alarm(company)
    actions.acknowledge(alarm.pk, operator)
    actions.return_alarm(company, alarm.condition, T0 + HOUR)
    actions.handle(alarm.pk, operator, "real", "已疏散两人")
    actions.close(alarm.pk, operator)
    alarm = Alarm.objects.get(pk=alarm.pk)
    assert [step.verb for step in alarm.steps.all()] == [
        "raise", "acknowledge", "return", "handle", "close",
    ]  # fmt: skip
    assert alarm.steps.get(verb="handle").text == "真实：已疏散两人"
    assert (alarm.acknowledged_by, alarm.handled_by) == (operator, operator)
    types = list(OutboxEvent.objects.order_by("at").values_list("type", flat=True))
    assert types == [
        "alarm.raised", "alarm.acknowledged", "alarm.returned", "alarm.handled", "alarm.closed",
    ]  # fmt: skip
    assert AuditRow.objects.filter(actor_name="李四").count() == 3


@pytest.mark.clause("AQL-033")
def test_no_result_no_close(company, operator):
    alarm = make_alarm(company)
    assert codes(lambda: actions.close(alarm.pk, operator)) == [
        "not_acknowledged", "not_handled", "still_active",
    ]  # fmt: skip
    actions.acknowledge(alarm.pk, operator)
    assert codes(lambda: actions.handle(alarm.pk, operator, "", "  ")) == [
        "cause_missing", "result_missing",
    ]  # fmt: skip
    actions.return_alarm(company, alarm.condition, T0 + HOUR)
    assert codes(lambda: actions.close(alarm.pk, operator)) == ["not_handled"]
    actions.handle(alarm.pk, operator, "false", "标签漂移")
    actions.close(alarm.pk, operator)
    assert codes(lambda: actions.handle(alarm.pk, operator, "real", "x")) == ["closed"]


def test_handling_acknowledges_and_closing_comes_after_returning(company, operator):
    alarm = make_alarm(company)
    actions.handle(alarm.pk, operator, "real", "x")
    alarm = Alarm.objects.get(pk=alarm.pk)
    assert alarm.acknowledged_by == operator
    assert [step.verb for step in alarm.steps.all()] == ["raise", "acknowledge", "handle"]
    assert codes(lambda: actions.acknowledge(alarm.pk, operator)) == ["already_acknowledged"]
    assert codes(lambda: actions.close(alarm.pk, operator)) == ["still_active"]


@pytest.mark.clause("AQL-040")
@pytest.mark.parametrize("kind", ["crowd_orange", "crowd_red"])
def test_orange_and_red_crowds_are_cleared_by_a_person(company, operator, kind):
    alarm = crowd(company, kind)
    actions.acknowledge(alarm.pk, operator)
    actions.handle(alarm.pk, operator, "real", "已疏散")
    actions.return_alarm(company, "crowd:1", T0 + HOUR)
    assert codes(lambda: actions.close(alarm.pk, operator)) == ["not_cleared"]
    actions.clear(alarm.pk, operator, "视频确认已疏散")
    card = card_of(Alarm.objects.get(pk=alarm.pk))
    assert (card["active"], card["needs_clearing"]) == (False, False)
    actions.close(alarm.pk, operator)


@pytest.mark.clause("AQL-041")
def test_clearing_keeps_time_people_and_place(company, operator):
    alarm = crowd(company)
    actions.acknowledge(alarm.pk, operator)
    actions.clear(alarm.pk, operator, "视频确认已疏散")
    step = alarm.steps.get(verb="clear")
    assert step.by == operator
    assert step.data["people"][0]["name"] == "张三"
    assert step.data["people"][0]["x_m"] == 5.0
    assert step.data["place"] == {"area": "", "x_m": 5.0, "y_m": 5.0, "floor": 1}


def test_clearing_what_devices_still_see_needs_a_note(company, operator):
    alarm = crowd(company)
    assert codes(lambda: actions.clear(alarm.pk, operator)) == ["not_acknowledged", "note_missing"]
    actions.acknowledge(alarm.pk, operator)
    assert codes(lambda: actions.clear(alarm.pk, operator)) == ["note_missing"]
    actions.return_alarm(company, "crowd:1", T0 + HOUR)
    actions.clear(alarm.pk, operator)
    assert codes(lambda: actions.clear(alarm.pk, operator)) == ["already_returned"]


@pytest.mark.clause("AQL-042", "AQL-043")
def test_a_judged_gathering_stays_in_warning_and_rings_again_when_its_time_is_over(
    company, operator
):
    alarm = crowd(company)
    until = clock.now() + HOUR
    judged = {"reason": "吊装抢修", "measures": "专人监护、气体检测", "until": until}
    assert codes(
        lambda: actions.approve_gathering(alarm.pk, operator, **judged | {"measures": ""})
    ) == ["measures_missing"]
    actions.approve_gathering(alarm.pk, operator, **judged)
    card = card_of(Alarm.objects.get(pk=alarm.pk))
    assert (card["state"], card["active"], card["suppressed"]) == ("acknowledged", True, False)
    assert actions.escalate_due(until - timedelta(seconds=1)) == 0
    assert actions.escalate_due(until) == 1
    card = card_of(Alarm.objects.get(pk=alarm.pk))
    assert (card["state"], card["active"]) == ("unacknowledged", True)
    assert alarm.steps.get(verb="approve").data["measures"] == "专人监护、气体检测"


def test_only_gatherings_are_judged(company, operator):
    alarm = make_alarm(company)
    until = clock.now() + HOUR
    judge = lambda **more: actions.approve_gathering(  # noqa: E731
        alarm.pk, operator, **{"reason": "r", "measures": "m", "until": until} | more
    )
    assert codes(judge) == ["not_a_gathering"]
    assert "until_wrong" in codes(lambda: judge(until=clock.now() + 9 * HOUR))


@pytest.mark.parametrize(
    ("hours", "kind", "reason", "expected"),
    [
        (8, "over_count", "检修", []),
        (8.01, "over_count", "检修", ["shelved_too_long"]),
        (0, "over_count", "检修", ["shelved_too_short"]),
        (1, "over_count", " ", ["reason_missing"]),
        (1, "sos", "检修", ["priority_one", "needs_clearing"]),
        (1, "crowd_orange", "检修", ["needs_clearing"]),
        (1, "crowd_yellow", "检修", ["never_silent"]),
        (
            9,
            "crowd_red",
            "",
            ["priority_one", "needs_clearing", "shelved_too_long", "reason_missing"],
        ),
    ],
)
def test_shelving_is_short_and_has_a_reason(
    company, operator, time_machine, hours, kind, reason, expected
):
    alarm = make_alarm(company, kind=kind)
    until = clock.now() + timedelta(hours=hours)
    shelve = lambda: actions.shelve(alarm.pk, operator, until, reason)  # noqa: E731
    if expected:
        assert codes(shelve) == expected
    else:
        shelve()
        assert Alarm.objects.get(pk=alarm.pk).shelved_until == until


@pytest.fixture
def time_machine():
    import time_machine as machine

    with machine.travel(T0, tick=False):
        yield


def test_shelving_ends_by_itself_and_rings_again(company, operator):
    alarm = make_alarm(company)
    until = clock.now() + HOUR
    actions.shelve(alarm.pk, operator, until, "检修")
    assert codes(lambda: actions.acknowledge(alarm.pk, operator)) == ["shelved"]
    assert Alarm.objects.get(pk=alarm.pk).next_escalation_at is None
    assert actions.unshelve_due(until - timedelta(seconds=1)) == 0
    assert actions.unshelve_due(until) == 1
    alarm = Alarm.objects.get(pk=alarm.pk)
    assert alarm.shelved_until is None
    assert alarm.next_escalation_at is not None
    assert codes(lambda: actions.unshelve(alarm.pk, operator)) == ["not_shelved"]


def test_a_shelved_condition_that_comes_back_stays_silent(company, operator):
    alarm = make_alarm(company)
    actions.shelve(alarm.pk, operator, clock.now() + HOUR, "检修")
    actions.return_alarm(company, alarm.condition, T0 + HOUR)
    again = make_alarm(company, raised_at=T0 + 2 * HOUR)
    assert again == alarm
    assert Alarm.objects.get(pk=alarm.pk).shelved_until is not None


def test_a_shelved_alarm_that_gets_worse_rings(company, operator):
    alarm = make_alarm(company)
    actions.shelve(alarm.pk, operator, clock.now() + HOUR, "检修")
    make_alarm(company, priority=1, raised_at=T0 + HOUR)
    alarm = Alarm.objects.get(pk=alarm.pk)
    assert (alarm.priority, alarm.shelved_until) == (1, None)


def test_seeding_twice_keeps_what_the_plant_tuned(company):
    AlarmKind.objects.filter(code="still").update(priority=1)
    assert actions.seed_kinds(company) == 0
    assert AlarmKind.objects.get(code="still").priority == 1


@pytest.mark.clause("TECH-015")
@pytest.mark.parametrize(("days", "refused"), [(364, True), (365, False)])
def test_alarms_are_kept_a_year_at_least(company, days, refused):
    if refused:
        assert codes(lambda: actions.prune_alarms(company, days, T0)) == ["kept_too_short"]
    else:
        assert actions.prune_alarms(company, days, T0) == 0


@pytest.mark.clause("TECH-015")
def test_only_closed_alarms_older_than_that_go_and_the_chain_says_so(company, operator):
    for number, days_ago in enumerate((364, 366, 400)):
        alarm = make_alarm(company, condition=str(number), raised_at=T0 - days_ago * 24 * HOUR)
        if days_ago < 400:
            closed = {"closed_at": alarm.raised_at + HOUR, "returned_at": T0, "result": "x"}
            Alarm.objects.filter(pk=alarm.pk).update(**closed)
    assert actions.prune_alarms(company, 365, T0) == 1
    assert set(Alarm.objects.values_list("condition", flat=True)) == {"0", "2"}
    assert AuditRow.objects.get(verb="prune").before == {"alarms": 1}
