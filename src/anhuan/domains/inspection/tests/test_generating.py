"""A month with shifts, holidays and a shutdown: exactly the tasks expected, each once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from django.db import connections

from anhuan.domains.inspection.actions import (
    Still,
    end_standstill,
    generate,
    generate_due,
    note_standstill,
    tick,
    withdraw_standstill,
)
from anhuan.domains.inspection.models import Plan, Task
from anhuan.domains.inspection.queries import with_state
from anhuan.domains.inspection.rules.states import state
from anhuan.domains.inspection.tests.calendars import HOLIDAYS, MADE_UP, at
from anhuan.domains.inspection.tests.make import make_plan, make_route, make_walker
from anhuan.domains.notify.models import Notice
from anhuan.domains.org.models import DutyShift, Holiday
from anhuan.domains.org.rules import Role
from anhuan.domains.org.tests.factories import make_account, make_company, make_person
from anhuan.kernel.errors import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def company():
    return make_company()


def october(company):
    for day in HOLIDAYS:
        Holiday.objects.create(company=company, on=day, kind="holiday", name="国庆节")
    for day in MADE_UP:
        Holiday.objects.create(company=company, on=day, kind="workday", name="调休")


def shifts(company, days=31):
    leader = make_person(company)
    for day in range(days):
        for hour, team in ((8, "甲班"), (20, "乙班")):
            begin = at(10, 1, hour) + timedelta(days=day)
            DutyShift.objects.create(
                company=company, team=team, leader=leader, starts_at=begin,
                ends_at=begin + timedelta(hours=12),
            )  # fmt: skip


def begins(plan):
    return list(plan.tasks.order_by("begins_at").values_list("begins_at", flat=True))


def live_through_october(now=None):
    """The worker looks every six hours, and is down from the 12th to the 15th."""
    now = now or at(10, 1)
    while now < at(11, 1):
        if not at(10, 12) < now < at(10, 15):
            generate_due(now)
            generate_due(now)  # another worker, or the same one after a restart
        now += timedelta(hours=6)


@pytest.mark.clause("INS-016", "INS-022", "INS-036", "DUAL-010")
def test_a_month_has_exactly_its_tasks(company):
    october(company)
    shifts(company)
    daily = make_plan(company, name="工作日", days="workdays", route=make_route(company))
    route = daily.route
    hourly = make_plan(company, name="每两小时", every="hour", step=2, hours=[], route=route)
    shift = make_plan(company, name="每班", every="shift", hours=[], route=route)
    holiday = make_plan(company, name="节前", every="holiday", lead_days=3, route=route,
                        starts_on=date(2026, 9, 1), hours=[])  # fmt: skip
    Holiday.objects.create(company=company, on=date(2026, 10, 25), kind="special", name="重阳")
    live_through_october()
    in_october = {"begins_at__gte": at(10, 1), "begins_at__lt": at(11, 1)}
    workdays = [8, 9, 10, 12, 13, 14, 15, 16, 19, 20, 21, 22, 23, 26, 27, 28, 29, 30]
    rows = daily.tasks.filter(**in_october).order_by("begins_at")
    assert [row.begins_at for row in rows] == [at(10, day, 8) for day in workdays]
    assert hourly.tasks.filter(**in_october).count() == 31 * 12
    assert shift.tasks.filter(**in_october).count() == 62
    assert set(shift.tasks.values_list("team", flat=True)) == {"甲班", "乙班"}
    assert begins(holiday) == [at(10, 22)]


@pytest.mark.clause("INS-022")
@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_make_each_task_once():
    plan = make_plan(make_company(), every="hour", hours=[], ahead_days=5)

    def work(_):
        try:
            return generate(Plan.objects.get(pk=plan.pk), at(10, 1))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as workers:
        made = list(workers.map(work, range(8)))
    assert sum(made) == plan.tasks.count() == 5 * 24


@pytest.mark.clause("INS-023", "INS-036")
def test_people_take_turns(company):
    plan = make_plan(company, rotation_days=2, ahead_days=8, starts_on=date(2026, 10, 1))
    plan.people.set([make_person(company, number=number) for number in ("A", "B", "C")])
    generate(plan, at(10, 1))
    tasks = plan.tasks.order_by("begins_at").prefetch_related("people")
    turns = ["".join(person.number for person in task.people.all()) for task in tasks]
    assert turns == ["A", "A", "B", "B", "C", "C", "A", "A"]


@pytest.mark.clause("INS-021", "INS-024", "DUAL-022")
def test_nobody_came_then_it_is_missed_and_the_superior_is_told(company):
    walker = make_walker(company)
    plan = make_plan(company, walker)
    head = make_account(company, Role.DEPARTMENT_HEAD, department=plan.department)
    generate(plan, at(10, 9))
    task = plan.tasks.get(begins_at=at(10, 9, 8))

    def told(account):
        return list(Notice.objects.filter(account=account).values_list("title", flat=True))

    for moment, to_walker, to_head, outcome in (
        (at(10, 9, 9, 59, 59), [], [], ""),  # 15 minutes before 10:15
        (at(10, 9, 10), ["巡检即将到期：罐区日巡检"], [], ""),
        (at(10, 9, 11, 15), ["巡检即将到期：罐区日巡检"], [], ""),
        (at(10, 9, 11, 15, 1), ["巡检漏检：罐区日巡检"], [], "missed"),
        (at(10, 9, 11, 44, 59), ["巡检漏检：罐区日巡检"], [], "missed"),
        (at(10, 9, 11, 45), ["巡检漏检：罐区日巡检"], ["巡检漏检未处理：罐区日巡检"], "missed"),
    ):
        tick(moment)
        tick(moment)
        task.refresh_from_db()
        assert (told(walker), told(head), task.outcome) == (to_walker, to_head, outcome)


@pytest.mark.clause("INS-033", "INS-034")
def test_a_shutdown_leaves_nothing_overdue(company):
    """Noted after the tasks were made, cut short, and one that was a mistake."""
    manager = make_account(company)
    plan = make_plan(company, ahead_days=10)
    generate(plan, at(10, 8))

    def outcomes(now):
        rows = with_state(plan.tasks.all(), now).order_by("slot_at")
        assert all(row.state == state(row.window, row.course, now) for row in rows)
        return {row.begins_at.astimezone(at(1, 1).tzinfo).day: row.state for row in rows}

    row = note_standstill(
        manager, Still("overhaul", "三号装置大修", at(10, 9), at(10, 14), plans=(plan,))
    )
    for now in (at(10, 12), at(10, 13, 12)):
        tick(now)
    assert [outcomes(at(10, 13, 12))[day] for day in range(8, 15)] == [
        "missed", "paused", "paused", "paused", "paused", "paused", "pending",
    ]  # fmt: skip
    generate(plan, at(10, 13, 12))  # what is made later rests or not by the same record
    end_standstill(manager, row, at(10, 13, 14))
    later = note_standstill(manager, Still("holiday", "放假", at(10, 15), None))
    assert outcomes(at(10, 14))[15] == "paused"
    withdraw_standstill(manager, later, "填错")
    assert outcomes(at(10, 14))[15] == "pending"


def test_a_standstill_says_everything_that_is_wrong(company):
    manager = make_account(company)
    strange = make_plan(make_company())
    with pytest.raises(Refused) as refused:
        note_standstill(manager, Still("overhaul", "", at(10, 9), at(10, 8), plans=(strange,)))
    codes = {one.code for one in refused.value.blockers}
    assert {"ends_before", "other_company"} <= codes
    assert len(codes) >= 3  # and that the reason is missing


@pytest.mark.clause("INS-020")
def test_the_board_and_the_rules_agree_on_every_second(company):
    plan = make_plan(company)
    generate(plan, at(10, 9))
    task = Task.objects.get(begins_at=at(10, 9, 8))
    for moment in (task.opens_at, task.ends_at, task.due_at, task.closes_at):
        for second in (-1, 0, 1):
            now = moment + timedelta(seconds=second)
            for started in (None, task.opens_at):
                Task.objects.filter(pk=task.pk).update(started_at=started)
                row = with_state(Task.objects.filter(pk=task.pk), now).get()
                assert row.state == state(row.window, row.course, now)
