"""From a row and a column to what the table shows."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Manager

from anhuan.desk.lists.spec import Column
from anhuan.desk.marks import Tag, read, short_time


@dataclass(frozen=True, slots=True)
class Cell:
    """One table cell, ready for the template."""

    column: Column
    text: str = ""
    url: str = ""
    tags: list[Tag] = field(default_factory=list)
    people: list[Any] = field(default_factory=list)
    title: str = ""


def cell(column: Column, row: Any, row_url: Callable[[Any], str] | None) -> Cell:
    """The row's value in the column's kind."""
    value = read(row, column.value or column.key)
    if column.kind == "tag":
        return Cell(column, tags=[as_tag(one) for one in _many(value)])
    if column.kind == "people":
        return Cell(column, people=_many(value))
    link = column.url or (row_url if column.kind == "link" else None)
    return Cell(column, text=as_text(column, value), url=link(row) if link else "")


def as_tag(value: Any) -> Tag:
    """A word becomes a grey tag."""
    return value if isinstance(value, Tag) else Tag(str(value))


def as_text(column: Column, value: Any) -> str:
    """What a person reads; empty for nothing."""
    if value is None or value == "":
        return ""
    if column.kind == "bool":
        return "✓" if value else ""
    if isinstance(value, datetime):
        return short_time(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return f"{value:,.6g}"
    if column.kind == "number" and isinstance(value, int):
        return f"{value:,}"
    return str(value)


def _many(value: Any) -> list[Any]:
    if value is None or value == "":
        return []
    if isinstance(value, Manager):
        return list(value.all())
    if isinstance(value, Iterable) and not isinstance(value, str):
        return list(value)
    return [value]
