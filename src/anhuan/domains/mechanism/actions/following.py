"""A check has ended, was missed, or is spared: its rows go out, failed measures are told."""

from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.urls import reverse

from anhuan.domains.inspection.models import Task
from anhuan.domains.mechanism.actions.lining import RELATED, sync_plan, tell_line
from anhuan.domains.mechanism.events import CheckRow, MeasureFailed
from anhuan.domains.mechanism.models import CheckLine
from anhuan.domains.mechanism.queries.rows import (
    SPARED,
    Record,
    line_id,
    record_id,
    records_of,
    row_of_record,
    zone_of,
)
from anhuan.domains.mechanism.rules.checks import Status
from anhuan.domains.mechanism.rules.rows import RECORD, row_blockers
from anhuan.domains.notify.actions import Message, post
from anhuan.domains.org.models import Account, Person
from anhuan.domains.org.queries import accounts_with_role
from anhuan.domains.org.rules import Role
from anhuan.domains.outbox.actions import emit

FAILED = (Status.HAZARD, Status.OTHER)


@transaction.atomic
def follow_task(pk: UUID) -> int:
    """Rows of table 5 of one task, and table 4 with its last check; how many rows of table 5.

    Harmless to repeat. A task still to be done has no record; one that was told as missed and is
    spared afterwards is told as deleted.
    """
    task = Task.objects.select_related("company", "plan__company").filter(pk=pk).first()
    if task is None or not task.outcome or (task.outcome in SPARED and "missed" not in task.told):
        return 0
    zone, count = zone_of(task.company), 0
    for record in records_of(task):
        row = row_of_record(task, record, zone)
        line = _line(task, record)
        faults = [one.text for one in row_blockers(RECORD, row)]
        emit(task.company.code, CheckRow(RECORD, record_id(task.pk, record.measure), row, faults))
        count += 1
        if line and task.outcome not in SPARED:
            _keep(task, line, record, zone)
    return count


def _line(task: Task, record: Record) -> CheckLine | None:
    """The line of table 4; a plan nobody has looked at yet gets its lines now."""
    rows = CheckLine.objects.select_related(*RELATED).select_for_update(of=("self",))
    found = rows.filter(pk=line_id(task.plan_id, record.measure)).first()
    if found is None:
        sync_plan(task.plan)
        found = rows.filter(pk=line_id(task.plan_id, record.measure)).first()
    return found


def _keep(task: Task, line: CheckLine, record: Record, zone: ZoneInfo) -> None:
    """The newest task decides; one that comes later but was earlier changes nothing."""
    if line.slot_at is not None and line.slot_at > task.slot_at:
        return
    failed = record.status in FAILED and (line.task_id, line.status) != (task.pk, record.status)
    line.task, line.slot_at, line.status = task, task.slot_at, record.status
    if record.status is not Status.UNCHECKED:
        line.checked_at = record.at
    tell_line(line, zone)
    if failed and _is_abnormal(task, record):
        emit(task.company.code, MeasureFailed(record.measure, task.pk, record.status))
        _warn(task, line)


def _is_abnormal(task: Task, record: Record) -> bool:
    """其他 may also be a measure that stands still."""
    return record.status is Status.HAZARD or task.abnormal > 0


def _warn(task: Task, line: CheckLine) -> None:
    """To whoever answers for the measure, and the safety managers (DUAL-005)."""
    measure = line.measure
    accounts = [
        *Account.objects.filter(person__in=_holders(line), is_active=True),
        *accounts_with_role(task.company, Role.SAFETY_MANAGER),
    ]
    post(task.company, accounts, Message(
        topic=f"measure:{measure.pk}", title=f"管控措施失效：{measure.text}"[:100],
        text=f"{measure.event.unit.object}，{task.name}发现异常，请确认并恢复措施",
        url=reverse("inspection:task", args=[task.pk]), priority=3,
    ))  # fmt: skip


def _holders(line: CheckLine) -> set[Person]:
    unit = line.measure.event.unit
    return {one for one in (line.measure.person, unit.person, unit.object.person) if one}
