"""Tables 4 and 5 through the outbox: what goes out when checks end, are missed, spared, changed."""

from datetime import UTC, datetime, timedelta

import pytest

from anhuan.domains.audit.actions import SYSTEM
from anhuan.domains.hazards.actions import Report
from anhuan.domains.inspection import actions as inspection
from anhuan.domains.inspection.models import Plan, StandardItem, Task
from anhuan.domains.mechanism import actions
from anhuan.domains.mechanism.models import CheckLine
from anhuan.domains.mechanism.queries.rates import Asked, cells_of, total
from anhuan.domains.mechanism.queries.rows import line_id, record_id
from anhuan.domains.mechanism.tests.make import first_task, make_checked, walk
from anhuan.domains.notify.models import Notice
from anhuan.domains.org.rules import Role
from anhuan.domains.org.tests.factories import make_account, make_company
from anhuan.domains.outbox.models import OutboxEvent
from anhuan.domains.plant.tests.factories import make_site
from anhuan.domains.risk import actions as risk
from anhuan.kernel import clock

MORNING = datetime(2026, 11, 2, 22, 0, tzinfo=UTC)  # six in the morning of Tuesday, plant time
NINE = datetime(2026, 11, 3, 1, 0, tzinfo=UTC)
NOON = datetime(2026, 11, 3, 4, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture
def company():
    company = make_company()
    make_site(company)
    return company


def rows(table: str) -> list[dict]:
    found = OutboxEvent.objects.filter(type="mechanism.row", data__table=table).order_by("pk")
    return [one.data["row"] for one in found]


def test_a_plan_and_its_measure_are_a_line_of_table_4_told_once(company):
    plan, measure, _ = make_checked(company)
    assert (actions.sync_plan(plan), actions.sync_plan(plan)) == (1, 0)
    assert rows("DUAL_T4") == [{
        "ID": str(line_id(plan.pk, measure.pk)), "RISK_MEASURE_ID": str(measure.pk),
        "TROUBLESHOOT_CONTENT": "呼吸阀有无堵塞", "CHECK_CYCLE": 1, "CHECK_CYCLE_UNIT": "天",
        "INVESTIGATION_DATE": "", "CHECK_STATUS": "2", "DELETED": "0",
    }]  # fmt: skip


def test_a_normal_check_is_a_record_and_the_last_date_of_its_line(company):
    plan, measure, walker = make_checked(company)
    task = walk(walker, first_task(plan, MORNING), NINE)
    assert actions.follow_task(task.pk) == 1
    assert rows("DUAL_T5") == [{
        "ID": str(record_id(task.pk, measure.pk)),
        "CHECK_TASK_ID": str(line_id(plan.pk, measure.pk)),
        "CHECK_TIME": "2026-11-03 09:00:00", "CHECK_STATUS": "0", "DELETED": "0",
    }]  # fmt: skip
    last = rows("DUAL_T4")[-1]
    assert (last["INVESTIGATION_DATE"], last["CHECK_STATUS"]) == ("2026-11-03 09:00:00", "0")


@pytest.mark.parametrize(
    ("odd", "status"),
    [
        ({"handling": "hazard", "hazard": Report(name="呼吸阀堵塞")}, "1"),
        ({"handling": "on_spot", "handled": "已疏通"}, "3"),
        ({"handling": "fault"}, "3"),
    ],
)
@pytest.mark.clause("DUAL-005")
def test_an_abnormal_check_tells_what_came_of_it_and_warns_whoever_answers(company, odd, status):
    plan, measure, walker = make_checked(company)
    safety = make_account(company, Role.SAFETY_MANAGER)
    task = walk(walker, first_task(plan, MORNING), NINE, **odd)
    actions.follow_task(task.pk)
    assert rows("DUAL_T5")[-1]["CHECK_STATUS"] == rows("DUAL_T4")[-1]["CHECK_STATUS"] == status
    assert OutboxEvent.objects.filter(type="mechanism.measure_failed").count() == 1
    assert Notice.objects.filter(account=safety, topic=f"measure:{measure.pk}").exists()
    actions.follow_task(task.pk)  # once more: nobody is told twice
    assert OutboxEvent.objects.filter(type="mechanism.measure_failed").count() == 1


def missed(plan: Plan) -> Task:
    task = first_task(plan, MORNING)
    Task.objects.filter(plan=plan).exclude(pk=task.pk).delete()
    inspection.tick(NOON)
    task.refresh_from_db()
    return task


def test_what_nobody_did_is_told_as_unchecked_and_comes_later_under_the_same_id(company):
    plan, _, walker = make_checked(company)
    task = missed(plan)
    actions.follow_task(task.pk)
    (row,) = rows("DUAL_T5")
    assert (row["CHECK_STATUS"], row["CHECK_TIME"]) == ("2", "2026-11-03 11:15:00")
    assert rows("DUAL_T4")[-1]["INVESTIGATION_DATE"] == ""
    walk(walker, task, NINE)  # captured without a network in its time
    actions.follow_task(task.pk)
    later = rows("DUAL_T5")[-1]
    assert (later["ID"], later["CHECK_STATUS"], later["CHECK_TIME"]) == (
        row["ID"], "0", "2026-11-03 09:00:00")  # fmt: skip


def test_what_was_told_as_missed_and_is_spared_is_told_as_deleted(company):
    plan, _, _ = make_checked(company)
    task = missed(plan)
    actions.follow_task(task.pk)
    Task.objects.filter(pk=task.pk).update(outcome="paused", reason="检维修：换热器")
    actions.follow_task(task.pk)
    first, last = rows("DUAL_T5")
    assert (first["DELETED"], last["DELETED"]) == ("0", "1") and first["ID"] == last["ID"]


def test_a_task_that_rests_or_waits_has_no_record(company):
    plan, _, _ = make_checked(company)
    task = first_task(plan, MORNING)
    assert actions.follow_task(task.pk) == 0
    Task.objects.filter(pk=task.pk).update(outcome="paused", reason="停用")
    assert actions.follow_task(task.pk) == 0 and not rows("DUAL_T5")


@pytest.mark.clause("DUAL-062", "DUAL-063")
def test_a_shutdown_written_down_afterwards_takes_back_what_was_told_as_missed(company):
    plan, _, _ = make_checked(company)
    task = missed(plan)
    actions.follow_task(task.pk)
    still = inspection.Still("overhaul", "全厂大修", MORNING, NOON + timedelta(days=30))
    inspection.note_standstill(make_account(company, Role.SAFETY_MANAGER), still)
    actions.follow_task(task.pk)
    task.refresh_from_db()
    assert (task.outcome, task.reason) == ("paused", "检维修：全厂大修")
    assert [row["DELETED"] for row in rows("DUAL_T5")] == ["0", "1"]
    inspection.generate(plan, NOON)
    inspection.tick(NOON + timedelta(days=2))
    assert not plan.tasks.filter(outcome="missed").exists()
    cells = cells_of(plan.tasks.all(), Asked(MORNING, NOON + timedelta(days=2)), NOON)
    assert total(cells).completion_pct is None and total(cells).rested >= 1


@pytest.mark.parametrize("how", ["plan", "measure", "item"])
def test_what_is_no_longer_checked_is_told_as_deleted_and_kept(company, how):
    plan, measure, _ = make_checked(company)
    actions.sync_plan(plan)
    if how == "plan":
        Plan.objects.filter(pk=plan.pk).update(is_retired=True)
    elif how == "measure":
        risk.retire(SYSTEM, measure)
    else:
        StandardItem.objects.filter(standard=plan.standard).update(risk_measure_id=None)
    assert actions.sync_lines(company) == 1
    assert [row["DELETED"] for row in rows("DUAL_T4")] == ["0", "1"]
    assert CheckLine.objects.filter(plan=plan).count() == 1


def test_the_measure_of_the_plan_holds_for_items_without_their_own(company):
    plan, measure, _ = make_checked(company)
    StandardItem.objects.filter(standard=plan.standard).update(risk_measure_id=None)
    Plan.objects.filter(pk=plan.pk).update(risk_measure_id=measure.pk)
    assert actions.sync_plan(plan) == 1


def test_a_changed_cycle_or_content_is_told_by_the_next_look(company):
    plan, measure, _ = make_checked(company)
    actions.sync_plan(plan)
    Plan.objects.filter(pk=plan.pk).update(every="week", weekdays=[1])
    risk.save_measure(SYSTEM, measure, {"check_content": "呼吸阀、阻火器"})
    assert actions.tick(clock.now()) >= 1
    last = rows("DUAL_T4")[-1]
    assert (last["CHECK_CYCLE"], last["CHECK_CYCLE_UNIT"]) == (7, "天")
    assert last["TROUBLESHOOT_CONTENT"] == "呼吸阀、阻火器"


def test_a_plan_without_a_cycle_takes_the_measures_own_else_the_row_stays(company):
    plan, measure, _ = make_checked(company, every="holiday")
    actions.sync_plan(plan)
    assert (rows("DUAL_T4")[-1]["CHECK_CYCLE"], rows("DUAL_T4")[-1]["CHECK_CYCLE_UNIT"]) == (
        1,
        "天",
    )
    risk.save_measure(SYSTEM, measure, {"cycle_count": None, "cycle_unit": ""})
    actions.sync_plan(plan)
    event = OutboxEvent.objects.filter(type="mechanism.row").latest("pk")
    assert len(event.data["faults"]) == 2 and "巡检周期" in event.data["faults"][0]


def test_an_older_task_that_comes_late_does_not_change_the_last_result(company):
    plan, _, walker = make_checked(company)
    old = first_task(plan, MORNING)
    new = plan.tasks.exclude(pk=old.pk).earliest("begins_at")
    walk(walker, new, NINE + timedelta(days=1))
    actions.follow_task(new.pk)
    walk(walker, old, NINE)
    actions.follow_task(old.pk)
    assert rows("DUAL_T4")[-1]["INVESTIGATION_DATE"] == "2026-11-04 09:00:00"
