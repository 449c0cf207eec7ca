"""Check plans out of the register; the chain from object to record in what goes out."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from anhuan.domains.audit.actions import SYSTEM
from anhuan.domains.hazards.actions import Report
from anhuan.domains.hazards.models import Hazard
from anhuan.domains.inspection.models import Plan
from anhuan.domains.mechanism import actions, queries
from anhuan.domains.mechanism.models import CheckLine
from anhuan.domains.mechanism.rules.planning import Group, timetable
from anhuan.domains.mechanism.tests.make import first_task, make_checked, walk
from anhuan.domains.org.rules import Role
from anhuan.domains.org.tests.factories import make_account, make_company, make_post, sign_in
from anhuan.domains.outbox.models import OutboxEvent
from anhuan.domains.plant.tests.factories import make_site
from anhuan.domains.risk import actions as risk
from anhuan.domains.risk.queries import report_row
from anhuan.domains.risk.tests.make import make_farm, make_measure
from anhuan.kernel import clock
from anhuan.kernel.ids import uuid7

NOW = datetime(2026, 11, 2, 22, 0, tzinfo=UTC)  # six in the morning of Tuesday, plant time


@pytest.mark.parametrize(
    ("count", "unit", "every", "step"),
    [(8, "hour", "hour", 8), (1, "shift", "shift", 1), (2, "day", "day", 2), (1, "week", "week", 1),
     (1, "month", "month", 1), (1, "quarter", "month", 3), (2, "quarter", "month", 6),
     (1, "year", "year", 1)],
)  # fmt: skip
def test_a_cycle_of_the_register_is_a_timetable(count, unit, every, step):
    told = timetable(Group(uuid7(), count, unit))
    assert (told["every"], told["step"]) == (every, step)


@pytest.mark.django_db
@pytest.mark.clause("DUAL-012", "DUAL-013")
def test_a_new_line_of_the_register_makes_a_task_and_a_changed_cycle_moves_it():
    farm = make_farm()
    company = farm.company
    actions.save_settings(SYSTEM, company, {"plans_itself": True})
    assert actions.tick(NOW) > 0
    plan = Plan.objects.get(company=company, is_retired=False)
    assert (plan.every, plan.step, plan.department) == ("day", 1, farm.object.department)
    assert list(plan.people.all()) == [farm.person]
    assert plan.tasks.count() >= 1
    second = make_measure(farm.event, text="阻火器完好")
    actions.tick(NOW)
    assert plan.standard.items.count() == 2
    risk.save_measure(SYSTEM, second, {"cycle_count": 1, "cycle_unit": "week"})
    actions.tick(NOW)
    weekly = Plan.objects.get(company=company, every="week")
    assert weekly.standard.items.get().risk_measure_id == second.pk
    assert plan.standard.items.get().risk_measure_id == farm.measure.pk
    lines = CheckLine.objects.filter(measure=second)
    lines = CheckLine.objects.filter(measure=second)
    told = {one.row["CHECK_CYCLE"]: one.is_retired for one in lines}
    assert told == {1: True, 7: False}


@pytest.mark.django_db
def test_a_post_without_people_waits_and_twice_is_once():
    farm = make_farm()
    post = make_post(farm.company)
    risk.save_measure(SYSTEM, farm.measure, {"post": post})
    assert actions.plan_register(SYSTEM, farm.company, NOW) == 0
    farm.person.post = post
    farm.person.save()
    assert actions.plan_register(SYSTEM, farm.company, NOW) == 1
    assert actions.plan_register(SYSTEM, farm.company, NOW) == 0
    risk.retire(SYSTEM, farm.object)
    assert actions.plan_register(SYSTEM, farm.company, NOW) == 1
    assert Plan.objects.get(company=farm.company).is_retired


@pytest.mark.django_db
def test_the_board_makes_the_plans_for_who_may():
    farm = make_farm()
    keeper = make_account(farm.company, Role.SAFETY_MANAGER)
    assert sign_in(keeper).post(reverse("mechanism:measures_plan")).status_code == 302
    assert Plan.objects.filter(company=farm.company).count() == 1
    assert [one.state for one in queries.boarded(keeper, clock.now())] == ["unchecked"]
    leader = make_account(farm.company, Role.SHIFT_LEADER)
    assert sign_in(leader).post(reverse("mechanism:measures_plan")).status_code == 403


@pytest.mark.django_db
@pytest.mark.clause("DUAL-007", "INS-011", "INS-052")
def test_the_chain_from_object_to_hazard_is_whole_in_what_goes_out():
    company = make_company()
    make_site(company)
    plan, measure, walker = make_checked(company)
    task = walk(walker, first_task(plan, NOW), datetime(2026, 11, 3, 1, 0, tzinfo=UTC),
                handling="hazard", hazard=Report(name="呼吸阀堵塞"))  # fmt: skip
    actions.follow_task(task.pk)
    events = OutboxEvent.objects.filter(type="mechanism.row").order_by("pk")
    rows = {one.data["table"]: one.data["row"] for one in events}
    _, third = report_row(measure)
    _, second = report_row(measure.event)
    _, first = report_row(measure.event.unit)
    hazard = Hazard.objects.get(check_task_id=task.pk)
    assert rows["DUAL_T5"]["CHECK_TASK_ID"] == rows["DUAL_T4"]["ID"]
    assert rows["DUAL_T4"]["RISK_MEASURE_ID"] == third["ID"] == str(hazard.risk_measure_id)
    assert (third["RISK_EVENT_ID"], second["RISK_UNIT_ID"]) == (second["ID"], first["ID"])
    assert first["HAZARD_CODE"] == hazard.object_code
