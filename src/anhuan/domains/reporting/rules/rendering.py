"""A row of ours as one receiver wants it: its names, its dates, its word for nothing."""

from collections.abc import Mapping
from typing import Any

from anhuan.domains.reporting.rules.options import Options, written
from anhuan.domains.reporting.rules.tables import Field, Table
from anhuan.domains.reporting.rules.values import read_moment

# The column a receiver's own codes go to: of alarms, of works.
CODED = {"POS_T1": "alarmType", "PTW_A1": "TICKET_TYPE", "PTW_A3": "ALARM_TYPE"}
KIND = "_kind"  # of the alarm or the work, by our name


def filled(table: Table, row: Mapping[str, Any], options: Options) -> dict[str, Any]:
    """The row with the receiver's own codes and fillings: what is checked, then rendered."""
    whole = dict(row)
    column = CODED.get(table.id)
    if column and (code := options.alarm_codes.get(str(row.get(KIND)))):
        whole[column] = code
    for one in table.columns:
        if whole.get(one.key) is None:
            word = options.fills.get(f"{table.id}.{one.key}", options.fills.get(one.key))
            whole[one.key] = word
    return whole


def is_asked_for(table: Table, row: Mapping[str, Any]) -> bool:
    """Not a kind of alarm or work the table has no code for: gatherings, loading of tank cars,
    unless a receiver gives one (note 8)."""
    column = CODED.get(table.id)
    return column is None or row.get(column) is not None


def rendered(table: Table, row: Mapping[str, Any], options: Options) -> dict[str, Any]:
    """The row as it goes out; files stay references until they are read."""
    whole = filled(table, row, options)
    wire: dict[str, Any] = {}
    for column in table.columns:
        value = _wire(table, column, whole.get(column.key), options)
        if value is None and options.empty_as == "omit":
            continue
        wire[_name(table, column, options)] = "" if _is_blank(value, options) else value
    known = {one.key for one in table.columns}
    return {k: v for k, v in options.extra.items() if k not in known} | wire


def _is_blank(value: Any, options: Options) -> bool:
    return value is None and options.empty_as == "empty"


def _name(table: Table, column: Field, options: Options) -> str:
    return options.rename.get(
        f"{table.id}.{column.key}", options.rename.get(column.key, column.key)
    )


def _wire(table: Table, column: Field, value: Any, options: Options) -> Any:
    if value is None:
        return None
    if column.type == "array":
        return [_line(table, column, line, options) for line in value]
    if column.type == "datetime":
        moment = read_moment(value)
        return written(moment, options.date_format) if moment else value
    if column.type == "number" and options.numbers_as_text:
        return str(value)
    return value


def _line(table: Table, column: Field, line: Mapping[str, Any], options: Options) -> dict[str, Any]:
    return {
        _name(table, part, options): _wire(table, part, line.get(part.key), options)
        for part in table.parts(column.key)
    }
