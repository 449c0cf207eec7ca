"""Values as we keep them: text, numbers, moments with their offset; whatever the source handed in.

A value that cannot be read is kept as it came: the fault names it, and nothing is lost.
"""

import re
from collections.abc import Mapping
from datetime import date, datetime, tzinfo
from decimal import Decimal, InvalidOperation
from typing import Any

from anhuan.domains.reporting.rules.tables import Field, Table

_LOCAL = re.compile(r"\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}(:\d{2})?")


def normal(table: Table, given: Mapping[str, Any], zone: tzinfo) -> dict[str, Any]:
    """The row in the table's order; keys with "_" in front are ours and never go out.

    Times without an offset are the plant's. What is empty is None.
    """
    row = {one.key: _value(table, one, given.get(one.key), zone) for one in table.columns}
    return row | {key: value for key, value in given.items() if key.startswith("_")}


def _value(table: Table, column: Field, value: Any, zone: tzinfo) -> Any:
    if value is None or value == "":
        return None
    if column.type == "array":
        return [
            {part.key: _plain(part, line.get(part.key), zone) for part in table.parts(column.key)}
            for line in value
        ]
    return _plain(column, value, zone)


def _plain(column: Field, value: Any, zone: tzinfo) -> Any:
    if value is None or value == "":
        return None
    if column.type == "number":
        return number_of(value)
    if column.type == "datetime":
        return moment_of(value, zone)
    if column.type == "date":
        return value.isoformat() if isinstance(value, date) else str(value)
    return value if column.type == "file" else str(value).strip()


def number_of(value: Any) -> Any:
    """An int where it is one, else a float; what is no number stays as it is."""
    if isinstance(value, bool | int | float):
        return value
    try:
        number = Decimal(str(value).strip())
    except InvalidOperation:
        return value
    if not number.is_finite():
        return value
    return int(number) if number == number.to_integral_value() else float(number)


def moment_of(value: Any, zone: tzinfo) -> Any:
    """ISO 8601 with an offset; what is no moment stays as it is."""
    if isinstance(value, str) and (_LOCAL.match(value) or "T" in value):
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            return value
    if isinstance(value, datetime):
        return (value if value.tzinfo else value.replace(tzinfo=zone)).astimezone(zone).isoformat()
    return value


def read_moment(value: Any) -> datetime | None:
    """The moment `moment_of` wrote, else None."""
    try:
        found = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return found if found and found.tzinfo else None
