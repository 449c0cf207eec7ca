"""Two weeks of checks of the register's own measures in the demo plant, and what came of them."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from anhuan.devices.seeding.sown import Sown
from anhuan.domains.inspection import actions as inspection
from anhuan.domains.inspection.actions import Found, When
from anhuan.domains.inspection.models import Plan, Task
from anhuan.domains.inspection.rules.readings import Answer
from anhuan.domains.mechanism import actions
from anhuan.domains.org.models import Account
from anhuan.domains.risk.queries.near import KnownRisk, checked_risks
from anhuan.kernel import clock

DAYS_BACK = 15
MOST = 2  # departments
ITEMS = 3  # of a list
# What became of the check of each day, the oldest first, over and over.
_DAYS = ("done", "done", "late", "done", "done", "missed", "done")


def sow_mechanism(sown: Sown) -> None:
    """One plan for each department with measures, walked as people do: mostly in time."""
    risks = checked_risks(sown.company)
    owners = {risk.department for risk in risks}
    departments = [one for one in sown.departments.values() if one.pk in owners]
    for n, department in enumerate(departments[:MOST]):
        plan = _plan(sown, n, department, [one for one in risks if one.department == department.pk])
        _past(sown, plan, n)
        actions.sync_plan(plan)
        for task in plan.tasks.exclude(outcome=""):
            actions.follow_task(task.pk)
    actions.score_weeks(sown.company, clock.now())


def _plan(sown: Sown, n: int, department: Any, risks: Sequence[KnownRisk]) -> Plan:
    safety, company = sown.accounts["safety"], sown.company
    measures = [(risk, one) for risk in risks for one in risk.measures][:ITEMS]
    rows = [
        {"part": risk.unit_name[:100], "name": one.check_content[:300], "kind": "check",
         "risk_measure_id": one.id}
        for risk, one in measures
    ]  # fmt: skip
    listed = inspection.save_standard(
        safety, company, rows, library="双重预防", name=f"{department.name}管控措施排查"
    )
    walker = sown.accounts["operator" if n % 2 else "worker"].person
    first = clock.now().date() - timedelta(days=DAYS_BACK)
    return inspection.save_plan(
        safety, company, None, name=f"{department.name}每日排查", kind="patrol", every="day",
        hours=[["08:00", "12:00"]], department=department, standard=listed, starts_on=first,
        tolerance_min=15, make_up_min=120, people=[walker],
    )  # fmt: skip


def _past(sown: Sown, plan: Plan, n: int) -> None:
    """The plan's tasks from its first day on, those of past days ended."""
    Plan.objects.filter(pk=plan.pk).update(made_until=clock.now() - timedelta(days=DAYS_BACK))
    plan.refresh_from_db()
    inspection.generate(plan, clock.now())
    walker = sown.accounts["operator" if n % 2 else "worker"]
    over = plan.tasks.filter(closes_at__lt=clock.now()).order_by("begins_at")
    for day, task in enumerate(over):
        became = _DAYS[(day + 2 * n) % len(_DAYS)]
        if became == "missed":
            _miss(task)
        else:
            _walk(walker, task, became, odd=(day + n) % 9 == 4)


def _walk(walker: Account, task: Task, became: str, *, odd: bool) -> None:
    late = became == "late"
    at = task.due_at + timedelta(minutes=40) if late else task.begins_at + timedelta(hours=1)
    inspection.start(walker, task, When(at))
    for k, item in enumerate(task.stops[0]["items"]):
        answer, told = Answer(True), {}
        if odd and k == 0:
            answer, told = Answer(True, is_abnormal=True), _put_right()
        inspection.enter(walker, task, Found(item["id"], answer, **told), When(at))
    inspection.finish(walker, task, When(at + timedelta(minutes=18)))


def _put_right() -> dict[str, Any]:
    return {"handling": "on_spot", "handled": "当场紧固并复查合格", "note": "螺栓松动"}


def _miss(task: Task) -> None:
    """As the clock would have left it, without telling anybody of last week today."""
    task.outcome, task.told = Task.Outcome.MISSED, ["before", "missed", "superior"]
    task.save(update_fields=["outcome", "told"])
