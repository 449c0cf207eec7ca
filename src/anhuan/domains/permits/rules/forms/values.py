"""Whether what people filled in is whole and of the right sort."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any

from anhuan.domains.permits.rules.conditions import holds
from anhuan.domains.permits.rules.facts import Facts, facts_from_values
from anhuan.domains.permits.rules.forms.parts import (
    STAGES,
    Column,
    Field,
    FieldType,
    FormTemplate,
    Stage,
    applies,
)
from anhuan.domains.permits.rules.kinds import Kind
from anhuan.domains.permits.rules.numbers import number_of
from anhuan.kernel.errors import Blocker


def check_values(
    template: FormTemplate,
    values: Mapping[str, Any],
    stage: Stage,
    level: str = "",
    facts: Facts | None = None,
) -> list[Blocker]:
    """Every fault of `values` at the end of `stage`: fields due by then that are empty, and values
    of the wrong sort anywhere. `facts` default to what the values say of themselves. Codes are
    `{key}_missing`, `{key}_invalid`, `{key}_unknown`."""
    known = facts if facts is not None else facts_from_values(values)
    keys = {field.key for field in template.fields}
    found = [
        Blocker(f"{key}_unknown", f"票面没有“{key}”这一栏，请核对模板版本")
        for key in values
        if key not in keys
    ]
    for field in template.fields:
        if applies(field.levels, level):
            is_owed = is_due(field, stage) and is_required(field, template.kind, level, known)
            found.extend(_field_faults(field, values.get(field.key), is_owed))
    return found


def is_due(field: Field, stage: Stage) -> bool:
    """Whether a field is to be filled by the end of this step."""
    return STAGES.index(field.stage) <= STAGES.index(stage)


def is_required(field: Field, kind: Kind, level: str, facts: Facts) -> bool:
    """Whether it must be filled: always, or because a condition of the job holds."""
    return field.required or any(holds(name, kind, level, facts) for name in field.forced)


def _field_faults(field: Field, value: Any, is_owed: bool) -> Iterator[Blocker]:
    if is_empty(value):
        if is_owed:
            yield Blocker(f"{field.key}_missing", f"请填写{field.label}")
        return
    fault = _FAULTS[field.type](field, value)
    if fault:
        yield Blocker(f"{field.key}_invalid", f"{field.label}{fault}")


def is_empty(value: Any) -> bool:
    """Nothing, blanks, or a list of nothing. Zero and False are answers."""
    if isinstance(value, str):
        return not value.strip()
    return value is None or (isinstance(value, list | tuple | dict) and not value)


def _text_fault(_field: Field | Column, value: Any) -> str:
    return "" if isinstance(value, str) else "应为文字"


def _number_fault(field: Field | Column, value: Any) -> str:
    number = number_of(value)
    if number is None:
        return "应为数字"
    least, most = getattr(field, "least", None), getattr(field, "most", None)
    if least is not None and number < least:
        return f"不能小于 {least:g} {field.unit}".rstrip()
    return f"不能大于 {most:g} {field.unit}".rstrip() if most is not None and number > most else ""


def _moment_fault(_field: Field | Column, value: Any) -> str:
    try:
        moment = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return "应为日期时间"
    return "" if moment.tzinfo else "缺少时区"


def _choice_fault(field: Field, value: Any) -> str:
    return "" if value in [one.key for one in field.options] else f"没有“{value}”这一选项"


def _multi_fault(field: Field, value: Any) -> str:
    fault = _list_fault(field, value)
    unknown = [] if fault else [one for one in value if one not in {o.key for o in field.options}]
    return f"没有“{unknown[0]}”这一选项" if unknown else fault


def _list_fault(_field: Field | Column, value: Any) -> str:
    if not isinstance(value, list) or not all(isinstance(one, str) and one for one in value):
        return "应为列表"
    return "中有重复" if len(set(value)) != len(value) else ""


def _sketch_fault(field: Field, value: Any) -> str:
    return "" if isinstance(value, dict) and "type" in value else _list_fault(field, value)


def _table_fault(field: Field, value: Any) -> str:
    if not isinstance(value, list) or not all(isinstance(row, Mapping) for row in value):
        return "应为表格"
    faults = (
        f"第 {n} 行{fault}"
        for n, row in enumerate(value, 1)
        for fault in _row_faults(field.columns, row)
    )
    return next(faults, "")


def _row_faults(columns: tuple[Column, ...], row: Mapping[str, Any]) -> Iterator[str]:
    for key in row.keys() - {column.key for column in columns}:
        yield f"没有“{key}”这一列"
    for column in columns:
        value = row.get(column.key)
        if is_empty(value):
            if column.required:
                yield f"请填写{column.label}"
        elif fault := _CELL_FAULTS[column.type](column, value):
            yield f"{column.label}{fault}"


_CELL_FAULTS: dict[FieldType, Callable[[Any, Any], str]] = {
    FieldType.TEXT: _text_fault,
    FieldType.NUMBER: _number_fault,
    FieldType.DATETIME: _moment_fault,
    FieldType.PERSON: _text_fault,
}
_FAULTS: dict[FieldType, Callable[[Any, Any], str]] = {
    **_CELL_FAULTS,
    FieldType.CHOICE: _choice_fault,
    FieldType.MULTI: _multi_fault,
    FieldType.PEOPLE: _list_fault,
    FieldType.PLACE: _text_fault,
    FieldType.FILE: _list_fault,
    FieldType.SKETCH: _sketch_fault,
    FieldType.TABLE: _table_fault,
    FieldType.PERMITS: _list_fault,
}
