"""What is written on the form, box by box, and why the grade is what it is."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from anhuan.desk.details import Fact, Panel
from anhuan.desk.marks import short_time
from anhuan.domains.org.models import Person
from anhuan.domains.permits.models import Permit
from anhuan.domains.permits.queries.look import Look
from anhuan.domains.permits.rules.forms import Field, FieldType
from anhuan.domains.permits.rules.forms.values import is_empty
from anhuan.domains.permits.rules.kinds import KINDS, Kind, level_name

# Shown above, or in panels of their own.
_ABOVE = {
    "apply_unit", "work_unit", "content", "place", "starts_at", "ends_at", "apply_at", "workers",
    "guardians", "slingers", "work_leader", "commander",
}  # fmt: skip


def facts(look: Look) -> list[Fact]:
    """The seven things of the reservation and the moments since."""
    permit = look.permit
    form = permit.template
    return [
        Fact("作业内容", permit.content, wide=True),
        Fact("作业位置", permit.place), Fact("区域", permit.area.name if permit.area else ""),
        Fact("申请单位", permit.unit.name), Fact("作业单位", permit.work_unit),
        Fact("承包商", permit.contractor.name if permit.contractor else "否"),
        Fact("申请人", permit.reserved_by.display_name),
        Fact("计划时间", _span(permit.starts_at, permit.ends_at)),
        Fact("有效期至", permit.valid_until and short_time(permit.valid_until)[:-3]),
        Fact("实际开始", permit.started_at),
        Fact("完工", permit.finished_at), Fact("票样", f"{form.name} 第 {form.version} 版"),
        *_unusual(permit),
    ]  # fmt: skip


def _unusual(permit: Permit) -> Iterator[Fact]:
    if permit.urgent_reason:
        yield Fact("紧急原因", permit.urgent_reason, wide=True)
    if permit.changed_why:
        yield Fact("变更", permit.changed_why, wide=True)
    if permit.cancel_why:
        yield Fact("取消原因", permit.cancel_why, wide=True)
    if permit.closed_why:
        yield Fact("关闭原因", permit.closed_why, wide=True)


def _span(begin: datetime, end: datetime) -> str:
    return f"{short_time(begin)[:-3]} – {short_time(end)[:-3]}"


def panels(look: Look) -> Iterator[Panel]:
    """The grade with its reasons; the boxes of the form."""
    if KINDS[look.kind].is_graded:
        yield grade_panel(look.permit)
    boxes = [box for box in look.form.fields if box.key not in _ABOVE]
    values = look.filled
    shown = [box for box in boxes if not is_empty(values.get(box.key))]
    if shown:
        names = _names(look, shown, values)
        rows = [
            Fact(box.label, said(box, values[box.key], names), box.unit, wide=_is_wide(box))
            for box in shown
        ]
        yield Panel("票面内容", facts=rows, key="boxes")


def grade_panel(permit: Permit) -> Panel:
    """How the grade came about."""
    kind, why = Kind(permit.kind), permit.grade_why
    rows = [
        Fact(one.get("clause") or "企业规定", one.get("text", ""), wide=True)
        for one in why.get("reasons") or []
    ]
    computed = level_name(kind, why["computed"]) if why.get("computed") is not None else ""
    label = level_name(kind, permit.grade)
    note = label if computed in ("", label) else f"按条件{computed}，按{label}办理"
    return Panel("级别依据", facts=rows or [Fact("级别", label)], note=note, key="grade")


def _is_wide(box: Field) -> bool:
    return box.wide or box.type in (FieldType.TABLE, FieldType.MULTI, FieldType.FILE)


def _names(look: Look, boxes: list[Field], values: dict[str, Any]) -> dict[str, str]:
    """What ids stand for: people and permits, in two queries."""
    ids: set[UUID] = set()
    for box in boxes:
        if box.type in (FieldType.PERSON, FieldType.PEOPLE, FieldType.PERMITS, FieldType.TABLE):
            ids |= set(_ids(values[box.key]))
    company = look.permit.company_id
    people = Person.objects.filter(company=company, pk__in=ids).values_list("pk", "name")
    permits = Permit.objects.filter(company=company, pk__in=ids).values_list("pk", "number")
    return {str(pk): name for pk, name in (*people, *permits)} if ids else {}


def _ids(value: Any) -> Iterator[UUID]:
    if isinstance(value, list | tuple):
        for one in value:
            yield from _ids(one)
    elif isinstance(value, dict):
        for one in value.values():
            yield from _ids(one)
    elif isinstance(value, str):
        try:
            yield UUID(value)
        except ValueError:
            return


def said(box: Any, value: Any, names: dict[str, str]) -> str:
    """A box in words: options by their labels, people by their names, tables line by line."""
    labels = {one.key: one.label for one in getattr(box, "options", ())}
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        if box.type is FieldType.TABLE:
            return "；".join(_line(box, row, names) for row in value)
        if box.type in (FieldType.FILE, FieldType.SKETCH):
            return f"{len(value)} 份"
        return "、".join(labels.get(one) or names.get(one) or str(one) for one in value)
    if isinstance(value, dict):
        return "已绘制"
    if box.type is FieldType.DATETIME and isinstance(value, str):
        return short_time(datetime.fromisoformat(value))
    return labels.get(value) or names.get(str(value)) or str(value)


def _line(box: Field, row: dict[str, Any], names: dict[str, str]) -> str:
    cells = [said(column, row.get(column.key, ""), names) for column in box.columns]
    return " · ".join(cell for cell in cells if cell)
