"""Who is told, when, and that nothing is lost or told twice."""

from datetime import timedelta

import pytest

from anhuan.domains.alarms import actions
from anhuan.domains.alarms.models import Alarm, AlarmKind, AlarmStep, EscalationStep
from anhuan.domains.alarms.queries import card_of
from anhuan.domains.alarms.rules import Place
from anhuan.domains.alarms.tests.make import make_account, make_alarm, make_area, make_company
from anhuan.domains.notify.models import Notice
from anhuan.domains.org.models import Department
from anhuan.kernel import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def company():
    return make_company()


@pytest.fixture
def staff(company):
    roles = ("operator", "shift_leader", "safety_manager", "plant_head", "worker")
    return {role: make_account(company, role) for role in roles}


def after(alarm, seconds):
    """The ladder's clock runs from the step that made it ring."""
    return alarm.steps.get(verb="raise").at + timedelta(seconds=seconds)


def told(alarm):
    return list(alarm.steps.filter(verb="escalate").values_list("data__role", flat=True))


@pytest.mark.clause("AQL-088", "POS-038")
def test_the_operator_is_told_at_once_and_others_one_after_another(company, staff):
    alarm = make_alarm(company, kind="sos")
    ladder = [
        (0, ["operator"]),
        (59, ["operator"]),
        (60, ["operator", "shift_leader"]),
        (179, ["operator", "shift_leader"]),
        (180, ["operator", "shift_leader", "safety_manager"]),
        (599, ["operator", "shift_leader", "safety_manager"]),
        (600, ["operator", "shift_leader", "safety_manager", "plant_head"]),
        (9999, ["operator", "shift_leader", "safety_manager", "plant_head"]),
    ]
    for seconds, expected in ladder:
        actions.escalate_due(after(alarm, seconds))
        assert told(alarm) == expected, seconds
    assert Notice.objects.count() == 4
    assert card_of(Alarm.objects.get())["escalation"] == "主要负责人"


def test_looking_twice_tells_once(company, staff):
    alarm = make_alarm(company)
    for _ in range(3):
        actions.escalate_due(after(alarm, 0))
        actions.escalate(alarm.pk, after(alarm, 0))
    assert told(alarm) == ["operator"]
    assert Notice.objects.count() == 1


def test_a_worker_that_was_away_tells_everybody_who_is_due(company, staff):
    alarm = make_alarm(company, kind="sos")
    actions.escalate_due(after(alarm, 200))
    assert told(alarm) == ["operator", "shift_leader", "safety_manager"]


@pytest.mark.parametrize("stop", ["acknowledge", "shelve", "return"])
def test_the_ladder_stops(company, staff, stop):
    alarm = make_alarm(company)
    actions.escalate_due(after(alarm, 0))
    if stop == "acknowledge":
        actions.acknowledge(alarm.pk, staff["operator"])
    elif stop == "shelve":
        actions.shelve(alarm.pk, staff["operator"], clock.now() + timedelta(hours=1), "检修")
    else:
        actions.return_alarm(company, alarm.condition, clock.now() + timedelta(days=365))
    actions.escalate_due(after(alarm, 9999))
    assert told(alarm) == ["operator"]


def test_what_must_be_cleared_goes_on_up_after_it_returned(company, staff):
    alarm = make_alarm(company, kind="crowd_red")
    actions.return_alarm(company, alarm.condition, clock.now() + timedelta(days=365))
    actions.escalate_due(after(alarm, 60))
    assert told(alarm) == ["operator", "shift_leader"]


def test_a_worse_alarm_starts_from_the_first_rung(company, staff):
    alarm = make_alarm(company, kind="crowd_orange")
    actions.escalate_due(after(alarm, 0))
    actions.acknowledge(alarm.pk, staff["operator"])
    make_alarm(company, kind="crowd_red", condition=alarm.condition)
    actions.escalate_due(clock.now())
    assert told(alarm) == ["operator", "operator"]


@pytest.mark.clause("AQL-034")
def test_who_is_told_is_set_per_kind_and_area(company, staff):
    area = make_area(company)
    make_account(company, "department_head", "车间主任")
    kind = AlarmKind.objects.get(company=company, code="over_count")
    EscalationStep.objects.create(kind=kind, area=area, after_s=0, role="department_head")
    here = make_alarm(company, place=Place(area=area.pk), condition="here")
    there = make_alarm(company, condition="there")
    actions.escalate_due(clock.now())
    assert told(here) == ["department_head"]
    assert told(there) == ["operator"]
    step = here.steps.get(verb="escalate")
    assert "车间主任" in step.text


def test_only_holders_of_the_role_over_the_area_are_told(company):
    root = Department.objects.create(company=company, level="company", name="公司")
    one = Department.objects.create(company=company, level="workshop", name="一车间", parent=root)
    two = Department.objects.create(company=company, level="workshop", name="二车间", parent=root)
    mine = make_account(company, "operator", "甲", one)
    above = make_account(company, "operator", "乙", root)
    make_account(company, "operator", "丙", two)
    area = make_area(company, department=one)
    alarm = make_alarm(company, place=Place(area=area.pk))
    actions.escalate_due(clock.now())
    step = alarm.steps.get(verb="escalate")
    assert set(step.data["accounts"]) == {str(mine.pk), str(above.pk)}


def test_with_nobody_over_the_area_everybody_with_the_role_is_told(company):
    lone = Department.objects.create(company=company, level="workshop", name="三车间")
    other = Department.objects.create(company=company, level="workshop", name="四车间")
    account = make_account(company, "operator", "丁", other)
    area = make_area(company, department=lone)
    alarm = make_alarm(company, place=Place(area=area.pk))
    actions.escalate_due(clock.now())
    assert alarm.steps.get(verb="escalate").data["accounts"] == [str(account.pk)]


def test_an_alarm_that_fails_holds_up_no_other(company, staff, monkeypatch):
    from anhuan.domains.alarms.actions import escalating

    first, second = make_alarm(company, condition="a"), make_alarm(company, condition="b")
    honest = escalating.ladder_of

    def broken(alarm):
        if alarm.pk == first.pk:
            raise ValueError("broken ladder")
        return honest(alarm)

    monkeypatch.setattr(escalating, "ladder_of", broken)
    assert actions.escalate_due(clock.now()) == 1
    assert AlarmStep.objects.filter(verb="escalate", alarm=second).exists()


@pytest.mark.clause("AQL-037")
def test_managers_are_told_of_a_gathering_by_its_colour_at_once_as_the_plant_rules(company, staff):
    """The people themselves are told by the engine: see engine/tests/test_every_alarm.py."""
    rules = {"crowd_yellow": ["operator"], "crowd_orange": ["operator", "shift_leader"],
             "crowd_red": ["operator", "shift_leader", "safety_manager"]}  # fmt: skip
    for code, roles in rules.items():
        kind = AlarmKind.objects.get(company=company, code=code)
        kind.escalation.all().delete()
        for role in roles:
            EscalationStep.objects.create(kind=kind, after_s=0, role=role)
    for code, roles in rules.items():
        alarm = make_alarm(company, kind=code, condition=code)
        Notice.objects.all().delete()
        actions.escalate(alarm.pk, clock.now())
        assert sorted(told(alarm)) == sorted(roles)
        heard = Notice.objects.values_list("account__username", flat=True)
        assert sorted(heard) == sorted(roles)
