"""Rows for tests: a plan whose list checks a measure of the register, walked or missed."""

from datetime import datetime, timedelta
from typing import Any

from anhuan.domains.inspection import actions as inspection
from anhuan.domains.inspection.actions import Found, When
from anhuan.domains.inspection.models import Plan, StandardItem, Task
from anhuan.domains.inspection.rules.readings import Answer
from anhuan.domains.inspection.tests.make import make_plan, make_standard, make_walker
from anhuan.domains.mechanism.models import Award
from anhuan.domains.org.models import Account, Company
from anhuan.domains.org.tests.factories import make_person
from anhuan.domains.risk.models import RiskMeasure
from anhuan.domains.risk.tests.make import make_event, make_measure, make_object, make_unit
from anhuan.kernel import clock


def make_checked(company: Company, **changes: Any) -> tuple[Plan, RiskMeasure, Account]:
    """A daily plan of one list with two items, both of one measure, and who walks it."""
    event = make_event(make_unit(make_object(company)))
    measure, walker = make_measure(event), make_walker(company)
    standard = make_standard(company)
    StandardItem.objects.filter(standard=standard).update(risk_measure_id=measure.pk)
    department = event.unit.object.department
    plan = make_plan(company, walker, **changes)
    Plan.objects.filter(pk=plan.pk).update(route=None, standard=standard, department=department)
    plan.refresh_from_db()
    return plan, measure, walker


def first_task(plan: Plan, now: datetime) -> Task:
    """The plan's first task."""
    inspection.generate(plan, now)
    return plan.tasks.earliest("begins_at")


def walk(walker: Account, task: Task, at: datetime, **odd: Any) -> Task:
    """Every item normal, but the first one as told."""
    inspection.start(walker, task, When(at))
    for n, item in enumerate(task.stops[0]["items"]):
        answer = Answer(True if item["kind"] == "check" else 0.5)
        told = odd if n == 0 else {}
        if n == 0 and odd:
            answer = Answer(True, is_abnormal=True)
        inspection.enter(walker, task, Found(item["id"], answer, **told), When(at))
    return inspection.finish(walker, task, When(at))


def award_rows(company: Company, by: Account) -> dict[str, Award]:
    """One decision."""
    today = clock.now().date()
    person = make_person(company)
    return {"award": Award.objects.create(
        company=company, person=person, first=today - timedelta(days=7), last=today, points=5,
        proposed=4, amount_cny=50, reason="发现重大隐患", decided_by=by, decided_at=clock.now(),
    )}  # fmt: skip
