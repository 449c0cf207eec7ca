"""Whether what people filled in is whole and of the right sort."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any

from anhuan.domains.permits.rules.forms.parts import (
    STAGES,
    Column,
    Field,
    FieldType,
    FormTemplate,
    Stage,
    applies,
)
from anhuan.kernel.errors import Blocker


def check_values(
    template: FormTemplate, values: Mapping[str, Any], stage: Stage, level: str = ""
) -> list[Blocker]:
    """Every fault of `values` at the end of `stage`: fields due by then that are empty, and values
    of the wrong sort anywhere. Codes are `{key}_missing`, `{key}_invalid`, `{key}_unknown`."""
    known = {field.key: field for field in template.fields if applies(field.levels, level)}
    found = [
        Blocker(f"{key}_unknown", f"票面没有“{key}”这一栏，请核对模板版本")
        for key in values
        if key not in {field.key for field in template.fields}
    ]
    for field in known.values():
        found.extend(_field_faults(field, values.get(field.key), stage))
    return found


def _field_faults(field: Field, value: Any, stage: Stage) -> Iterator[Blocker]:
    if is_empty(value):
        if field.required and STAGES.index(field.stage) <= STAGES.index(stage):
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
    if not isinstance(value, int | float) or isinstance(value, bool):
        return "应为数字"
    least, most = getattr(field, "least", None), getattr(field, "most", None)
    if value != value or (least is not None and value < least):
        return f"不能小于 {least:g} {field.unit}".rstrip() if least is not None else "应为数字"
    return f"不能大于 {most:g} {field.unit}".rstrip() if most is not None and value > most else ""


def _moment_fault(_field: Field | Column, value: Any) -> str:
    try:
        moment = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return "应为日期时间"
    return "" if moment.tzinfo else "缺少时区"


def _choice_fault(field: Field, value: Any) -> str:
    return "" if value in {one.key for one in field.options} else f"没有“{value}”这一选项"


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
