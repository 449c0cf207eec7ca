"""Entering what was found, and what is done about it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.db import transaction

from anhuan.domains.hazards.actions import Report
from anhuan.domains.inspection.actions.abnormal import note_entry
from anhuan.domains.inspection.actions.walking import When, locked, walk_blockers
from anhuan.domains.inspection.models import Entry, Task
from anhuan.domains.inspection.queries.process import latest_value
from anhuan.domains.inspection.queries.progress import item_of, progress_of
from anhuan.domains.inspection.rules.abnormal import handling_blockers
from anhuan.domains.inspection.rules.readings import (
    Answer,
    Item,
    Result,
    answer_blockers,
    differs,
    judge,
)
from anhuan.domains.org.models import Account
from anhuan.kernel.errors import Blocker, refuse_if_any


@dataclass(frozen=True, slots=True)
class Found:
    """What somebody enters for one item. point None: the task has no route."""

    item: UUID
    answer: Answer
    point: UUID | None = None
    note: str = ""
    files: tuple[str, ...] = ()  # SM3 of stored pictures, voice notes, clips
    handling: str = ""
    handled: str = ""
    hazard: Report | None = None  # more of it than the item's own words
    proposed: float | None = None  # what was read from a picture
    has_photo: bool | None = None  # among the files; None: they are all pictures
    instrument: str = ""  # a thermal camera, a vibration meter: what measured it


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
    shown = bool(found.files) if found.has_photo is None else found.has_photo
    answer = replace(found.answer, has_photo=shown)
    refuse_if_any(_blockers(item, answer, found))
    process = latest_value(held.company, row["process_point"], when.at)
    entry, was_abnormal = _kept(held, found)
    entry.item, entry.value, entry.result = row, answer.value, judge(item, answer)
    entry.process_value, entry.differs = process, differs(item, answer.value, process)
    entry.note, entry.files = found.note.strip() or answer.reason.strip(), list(found.files)
    entry.handling, entry.handled = found.handling, found.handled.strip()
    entry.person, entry.at, entry.received_at = by.person, when.at, when.received_at
    entry.proposed, entry.doubts = found.proposed, list(when.doubts)
    entry.instrument = found.instrument.strip()
    entry.save()
    _count(held, was_abnormal, entry.result == Result.ABNORMAL)
    note_entry(by, entry, found.hazard)
    return entry


def _blockers(item: Item, answer: Answer, found: Found) -> Iterator[Blocker]:
    yield from answer_blockers(item, answer)
    if judge(item, answer) is Result.ABNORMAL:
        yield from handling_blockers(found.handling, found.handled)


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


def _count(task: Task, was: bool, now: bool) -> None:
    task.abnormal += int(now) - int(was)
    task.save(update_fields=["abnormal"])
