"""Objects, units, events and measures: made, changed, retired; never deleted."""

from collections.abc import Iterator
from typing import Any

from django.db import transaction

from anhuan.domains.audit.actions import Actor, draft_of, save_audited, save_checked
from anhuan.domains.risk.actions.rolling import colour, roll_up
from anhuan.domains.risk.actions.versioning import branch_of, note
from anhuan.domains.risk.models import RiskEvent, RiskMeasure, RiskObject, RiskUnit
from anhuan.domains.risk.queries.register import editing_blockers
from anhuan.domains.risk.queries.settings import settings_of
from anhuan.domains.risk.queries.versions import Line
from anhuan.domains.risk.rules.classes import cycle_blockers, measure_blockers
from anhuan.domains.risk.rules.levels import Control, Level, control_blockers, control_of
from anhuan.domains.risk.rules.settings import Settings
from anhuan.kernel.errors import Blocker, refuse_if_any


@transaction.atomic
def save_object(by: Actor, row: RiskObject, changes: dict[str, Any]) -> RiskObject:
    """Make or change an object; its units' rows follow, and the areas it was and is in."""
    before = row.area
    found = list(object_blockers(by, row, draft_of(row, changes)))
    saved = save_checked(by, row, changes, found)
    note(saved)
    roll_up(by, saved)
    if before is not None and before.pk != saved.area_id:
        colour(before)
    return saved


@transaction.atomic
def save_unit(by: Actor, row: RiskUnit, changes: dict[str, Any]) -> RiskUnit:
    """Make or change a unit."""
    draft = draft_of(row, changes)
    found = [*editing_blockers(by, draft.object), *unit_blockers(draft)]
    saved = save_checked(by, row, changes, found)
    note(saved)
    roll_up(by, saved.object)
    return saved


@transaction.atomic
def save_event(by: Actor, row: RiskEvent, changes: dict[str, Any]) -> RiskEvent:
    """Make or change an event. Its level comes from `assess`; here it can only be lifted."""
    draft = draft_of(row, changes)
    above = draft.unit.object
    found = [*editing_blockers(by, above), *event_blockers(draft, settings_of(above.company))]
    changes = changes | {"control": controlled_by(draft.level, draft.raised_to)}
    saved = save_checked(by, row, changes, found)
    note(saved)
    roll_up(by, saved.unit.object)
    return saved


@transaction.atomic
def save_measure(by: Actor, row: RiskMeasure, changes: dict[str, Any]) -> RiskMeasure:
    """Make or change a measure."""
    if row._state.adding:
        row.company = row.event.unit.object.company
    draft = draft_of(row, changes)
    found = [*editing_blockers(by, branch_of(draft)), *line_blockers(draft)]
    saved = save_checked(by, row, changes, found)
    note(saved)
    roll_up(by, branch_of(saved))
    return saved


@transaction.atomic
def retire(by: Actor, line: Line) -> None:
    """Take a line out of use with everything below it. Rows are sent once more, DELETED=1."""
    above = branch_of(line)
    refuse_if_any(editing_blockers(by, above))
    for one in (*_below(line), line):
        save_audited(by, one, {"is_retired": True})
        note(one)
    roll_up(by, above)


def _below(line: Line) -> Iterator[Line]:
    """Lines in use below, the lowest first."""
    if isinstance(line, RiskMeasure):
        return
    rows: Any = line.measures if isinstance(line, RiskEvent) else (
        line.events if isinstance(line, RiskUnit) else line.units
    )  # fmt: skip
    for one in rows.filter(is_retired=False):
        yield from _below(one)
        yield one


def controlled_by(level: str, raised_to: str) -> str:
    """The layer that controls an event: by its level, or higher where the plant wants it."""
    return raised_to or (control_of(Level(level)).value if level else "")


def object_blockers(by: Actor, row: RiskObject, draft: RiskObject) -> Iterator[Blocker]:
    """Every reason against an object as it would be."""
    if not row._state.adding:
        yield from editing_blockers(by, row)
    if row._state.adding or draft.department_id != row.department_id:
        yield from editing_blockers(by, draft)
    company = draft.company_id
    if any(
        one is not None and one.company_id != company
        for one in (draft.department, draft.person, draft.area, draft.source)
    ):
        yield Blocker("other_company", "部门、责任人、区域和重大危险源须是本企业的")  # fmt: skip
    if draft.source is not None and draft.code and draft.source.code != draft.code:
        text = (
            f"危险源编码 {draft.code} 与重大危险源 {draft.source} 的编码 {draft.source.code} 不同"
        )
        yield Blocker("code_differs", text + "，请核对登记系统")
    same = RiskObject.objects.filter(company=company, name=draft.name, is_retired=False)
    if same.exclude(pk=draft.pk).exists():
        yield Blocker("object_twice", f"已有分析对象“{draft.name}”")


def unit_blockers(draft: RiskUnit) -> Iterator[Blocker]:
    """Every reason against a unit as it would be."""
    same = RiskUnit.objects.filter(object=draft.object_id, name=draft.name, is_retired=False)
    if same.exclude(pk=draft.pk).exists():
        yield Blocker("unit_twice", f"{draft.object} 已有分析单元“{draft.name}”")


def event_blockers(draft: RiskEvent, settings: Settings) -> Iterator[Blocker]:
    """Every reason against an event as it would be."""
    same = RiskEvent.objects.filter(unit=draft.unit_id, name=draft.name, is_retired=False)
    if same.exclude(pk=draft.pk).exists():
        yield Blocker("event_twice", f"{draft.unit} 已有风险事件“{draft.name}”")
    if unknown := [one for one in draft.accidents if one not in settings.accidents]:
        text = f"没有事故类型{'、'.join(unknown)}，可选：{'、'.join(settings.accidents)}"
        yield Blocker("accidents", text)
    if draft.raised_to in set(Control):
        yield from control_blockers(Level(draft.level) if draft.level else None, draft.raised_to)


def line_blockers(draft: RiskMeasure) -> Iterator[Blocker]:
    """Every reason against a measure as it would be."""
    yield from measure_blockers(draft.data_source, draft.class_2, draft.check_content)
    yield from cycle_blockers(draft.cycle_count, draft.cycle_unit)
