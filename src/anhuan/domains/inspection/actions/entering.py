"""Entering what was found, and what is done about it."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from anhuan.domains.audit.actions import record
from anhuan.domains.hazards.actions import Report, report
from anhuan.domains.inspection.actions.walking import When, locked, walk_blockers
from anhuan.domains.inspection.events import FaultFound
from anhuan.domains.inspection.models import Entry, Point, Task
from anhuan.domains.inspection.queries.process import latest_value
from anhuan.domains.inspection.queries.progress import item_of, progress_of
from anhuan.domains.inspection.rules.kinds import HAZARD_SOURCES, Kind
from anhuan.domains.inspection.rules.readings import (
    Answer,
    Result,
    answer_blockers,
    differs,
    judge,
)
from anhuan.domains.org.models import Account
from anhuan.domains.outbox.actions import emit
from anhuan.kernel.errors import Blocker, refuse_if_any


@dataclass(frozen=True, slots=True)
class Found:
    """What somebody enters for one item. point None: the task has no route."""

    item: UUID
    answer: Answer
    point: UUID | None = None
    note: str = ""
    files: tuple[str, ...] = ()  # SM3 of stored pictures and voice notes
    handling: str = ""
    handled: str = ""
    hazard: Report | None = None  # more of it than the item's own words


@transaction.atomic
def enter(by: Account, task: Task | UUID, found: Found, when: When) -> Entry:
    """One item. The same item again before the round ends replaces what was entered."""
    held = locked(task)
    refuse_if_any(walk_blockers(held, by, when.at))
    assert by.person is not None  # among the reasons
    row = _item_row(held, found)
    progress, item = progress_of(held), item_of(row)
    point = str(found.point or "")
    if point and point not in progress.visits:
        refuse_if_any([Blocker("not_arrived", "请先在点位签到，再录入检查结果", "INS-041")])
    answer = replace(found.answer, has_photo=bool(found.files))
    refuse_if_any([*answer_blockers(item, answer), *_handling_blockers(found, judge(item, answer))])
    process = latest_value(held.company, row["process_point"], when.at)
    entry, was_abnormal = _kept(held, found)
    entry.item, entry.value, entry.result = row, answer.value, judge(item, answer)
    entry.process_value, entry.differs = process, differs(item, answer.value, process)
    entry.note, entry.files = found.note.strip() or answer.reason.strip(), list(found.files)
    entry.handling, entry.handled = found.handling, found.handled.strip()
    entry.person, entry.at, entry.received_at = by.person, when.at, when.received_at
    entry.save()
    _count(held, was_abnormal, entry.result == Result.ABNORMAL)
    _follow_up(by, held, entry, found)
    return entry


def _item_row(task: Task, found: Found) -> dict[str, Any]:
    point, item = str(found.point or ""), str(found.item)
    for stop in task.stops:
        for row in stop["items"]:
            if stop["point"] == point and row["id"] == item:
                known: dict[str, Any] = row
                return known
    refuse_if_any([Blocker("item_unknown", "此检查项不属于本次任务，请刷新任务", "INS-044")])
    raise AssertionError  # refused above


def _kept(task: Task, found: Found) -> tuple[Entry, bool]:
    rows = Entry.objects.filter(task=task, point=found.point, item_id=found.item)
    known = rows.first()
    if known is None:
        return Entry(task=task, point_id=found.point, item_id=found.item), False
    return known, known.result == Entry.Result.ABNORMAL


def _handling_blockers(found: Found, result: Result) -> list[Blocker]:
    if result is not Result.ABNORMAL:
        return []
    if not found.handling:
        return [Blocker("handling", "发现异常，请选择：当场处理、登记隐患或设备故障", "INS-054")]
    if found.handling == Entry.Handling.ON_SPOT and not found.handled.strip():
        return [Blocker("handled", "请填写当场处理的结果", "INS-054")]
    return []


def _count(task: Task, was: bool, now: bool) -> None:
    task.abnormal += int(now) - int(was)
    task.save(update_fields=["abnormal"])


def _follow_up(by: Account, task: Task, entry: Entry, found: Found) -> None:
    if entry.result != Entry.Result.ABNORMAL:
        return
    record(by, "inspection_abnormal", task, after={"item": entry.item["name"],
           "value": entry.value, "handling": entry.handling})  # fmt: skip
    if entry.handling == Entry.Handling.HAZARD and entry.hazard_id is None:
        entry.hazard_id = _hazard(by, task, entry, found).pk
        entry.save(update_fields=["hazard_id"])
    if entry.handling == Entry.Handling.FAULT:
        text = entry.note or entry.item["name"]
        equipment = entry.point.equipment if entry.point else ""
        emit(task.company.code, FaultFound(entry.pk, task.pk, entry.point_id, equipment, text))


def _hazard(by: Account, task: Task, entry: Entry, found: Found) -> Any:
    """The hazard a check found, bound to the measure it was checked for (EXC-015)."""
    rows = Point.objects.select_related("area", "structure")
    point = rows.get(pk=entry.point_id) if entry.point_id else None
    measure = entry.item.get("measure") or task.plan.risk_measure_id
    asked = found.hazard or Report(name=f"{entry.item['name']}异常"[:100])
    return report(by, replace(
        asked,
        description=asked.description or entry.note or _said(entry),
        place=asked.place or (point.name if point else task.name),
        source=HAZARD_SOURCES[Kind(task.kind)],
        found_at=_moment(entry.at), origin=f"check:{entry.pk}",
        area=point.area if point else None, structure=point.structure if point else None,
        x_m=point.x_m if point else None, y_m=point.y_m if point else None,
        floor=(point.floor or None) if point else None,
        check_unit=task.department, inspectors=by.display_name,
        risk_unit_id=point.risk_unit_id if point else None,
        risk_measure_id=UUID(str(measure)) if measure else None,
        check_task_id=task.pk, check_record_id=entry.pk,
    ))  # fmt: skip


def _moment(at: datetime) -> datetime:
    return at.replace(microsecond=0)


def _said(entry: Entry) -> str:
    unit = entry.item.get("unit") or ""
    return f"{entry.item['name']}：{entry.value} {unit}".strip()
