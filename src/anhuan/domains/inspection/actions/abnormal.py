"""What was found wrong: kept, handed to whoever deals with it, closed. On a round or outside one.

INS-050, INS-051, INS-053, INS-054.
"""

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.db import transaction

from anhuan.domains.audit.actions import record
from anhuan.domains.hazards.actions import Report, report
from anhuan.domains.inspection.actions.walking import When
from anhuan.domains.inspection.events import FaultFound
from anhuan.domains.inspection.models import Abnormality, Entry, Point
from anhuan.domains.inspection.rules.abnormal import (
    Handling,
    close_blockers,
    handling_blockers,
    outside_blockers,
)
from anhuan.domains.inspection.rules.kinds import HAZARD_SOURCES, Kind
from anhuan.domains.org.models import Account
from anhuan.domains.org.queries import company_of
from anhuan.domains.outbox.actions import emit
from anhuan.kernel import clock
from anhuan.kernel.errors import refuse_if_any


@dataclass(frozen=True, slots=True)
class Seen:
    """Something found outside a round; `origin`: the same one again is the same record."""

    text: str
    handling: str
    origin: UUID
    point: Point | None = None
    place: str = ""
    equipment: str = ""
    handled: str = ""
    files: tuple[str, ...] = ()
    hazard: Report | None = None


def note_entry(by: Account, entry: Entry, hazard: Report | None) -> None:
    """An entry's abnormality as it is now; one entered again as normal is closed."""
    known = Abnormality.objects.filter(entry=entry).first()
    if entry.result != Entry.Result.ABNORMAL:
        if known is not None and known.closed_at is None:
            _end(by, known, "复查正常")
        return
    row = known or Abnormality(id=entry.pk, entry=entry)
    _fill(row, entry)
    if row.handling == Handling.HAZARD and row.hazard_id is None:
        row.hazard_id = entry.hazard_id = _hazard_of(by, entry, hazard).pk
        entry.save(update_fields=["hazard_id"])
    row.save()
    _hand_over(by, row)


@transaction.atomic
def report_outside(by: Account, seen: Seen, when: When) -> Abnormality:
    """The same entry as on a round, without a round (INS-053)."""
    known = Abnormality.objects.filter(pk=seen.origin, company=company_of(by)).first()
    if known is not None:
        return known
    place = seen.place.strip() or (seen.point.name if seen.point else "")
    refuse_if_any([
        *outside_blockers(seen.text, place, bool(seen.files), has_person=by.person is not None),
        *handling_blockers(seen.handling, seen.handled),
    ])  # fmt: skip
    person = by.person
    assert person is not None  # among the reasons
    point = seen.point
    row = Abnormality(
        id=seen.origin, company=company_of(by), point=point, place=place[:200], person=person,
        department=(point.area.department if point else None) or person.department,
        equipment=seen.equipment or (point.equipment if point else ""), handled=seen.handled,
        text=seen.text.strip() or "见照片、录音或视频", files=list(seen.files),
        handling=seen.handling, at=when.at, received_at=when.received_at,
    )  # fmt: skip
    if row.handling == Handling.HAZARD:
        row.hazard_id = _hazard_outside(by, row, seen.hazard).pk
    row.save(force_insert=True)
    _hand_over(by, row)
    return row


@transaction.atomic
def close(by: Account, row: Abnormality | UUID, words: str) -> Abnormality:
    """Dealt with. One that became a hazard ends with the hazard (INS-051)."""
    pk = row.pk if isinstance(row, Abnormality) else row
    held = Abnormality.objects.select_for_update(of=("self",)).get(pk=pk)
    is_closed = held.closed_at is not None
    refuse_if_any(close_blockers(held.handling, words, is_closed=is_closed))
    _end(by, held, words.strip())
    return held


def _end(by: Account, row: Abnormality, words: str) -> None:
    row.closed_at, row.closed_by, row.handled = clock.now(), by, words[:500]
    row.save(update_fields=["closed_at", "closed_by", "handled"])
    record(by, "abnormality_close", row, after={"handled": row.handled})


def _fill(row: Abnormality, entry: Entry) -> None:
    task, point = entry.task, entry.point
    row.company, row.department, row.point = task.company, task.department, point
    row.item_id, row.place = entry.item_id, point.name if point else task.name
    row.equipment = point.equipment if point else ""
    row.text, row.files = _text_of(entry)[:1000], entry.files
    row.handling, row.handled, row.person = entry.handling, entry.handled, entry.person
    row.at, row.received_at = entry.at, entry.received_at
    row.closed_at, row.closed_by = None, None


def _hand_over(by: Account, row: Abnormality) -> None:
    record(by, "inspection_abnormal", row, after={"text": row.text, "handling": row.handling})
    if row.handling == Handling.ON_SPOT:
        row.closed_at, row.closed_by = row.at, by
        row.save(update_fields=["closed_at", "closed_by"])
    if row.handling == Handling.FAULT:
        task = row.entry.task_id if row.entry else None
        found = FaultFound(row.pk, row.entry_id, task, row.point_id, row.equipment, row.text)
        emit(row.company.code, found)


def _hazard_of(by: Account, entry: Entry, asked: Report | None) -> Any:
    """The hazard a check found, bound to the measure it was checked for (EXC-015)."""
    task, point = entry.task, entry.point
    measure = entry.item.get("measure") or task.plan.risk_measure_id
    told = asked or Report(name=f"{entry.item['name']}异常"[:100])
    return report(by, replace(
        _there(told, point),
        description=told.description or _text_of(entry),
        place=told.place or (point.name if point else task.name),
        source=HAZARD_SOURCES[Kind(task.kind)],
        found_at=entry.at.replace(microsecond=0), origin=f"check:{entry.pk}",
        check_unit=task.department, inspectors=by.display_name,
        risk_measure_id=UUID(str(measure)) if measure else None,
        check_task_id=task.pk, check_record_id=entry.pk,
    ))  # fmt: skip


def _hazard_outside(by: Account, row: Abnormality, asked: Report | None) -> Any:
    told = asked or Report(name=row.text[:100])
    return report(by, replace(
        _there(told, row.point), description=told.description or row.text, place=row.place,
        found_at=row.at.replace(microsecond=0), origin=f"abnormality:{row.pk}",
    ))  # fmt: skip


def _there(told: Report, point: Point | None) -> Report:
    if point is None:
        return told
    return replace(
        told, area=point.area, structure=point.structure, x_m=point.x_m, y_m=point.y_m,
        floor=point.floor or None, risk_unit_id=point.risk_unit_id,
    )  # fmt: skip


def _text_of(entry: Entry) -> str:
    if entry.note:
        return entry.note
    said = "异常" if isinstance(entry.value, bool) else entry.value
    return f"{entry.item['name']}：{said} {entry.item.get('unit') or ''}".strip()
