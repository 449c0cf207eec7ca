"""What a list is made of."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django.db.models import QuerySet
from django.http import HttpRequest

from anhuan.desk.marks import Value

Choices = Iterable[tuple[Any, str]]
ColumnKind = Literal["text", "number", "time", "date", "tag", "link", "people", "bool"]
FilterKind = Literal["choice", "text", "date_range", "bool"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `value` is a callable of the row or an attribute path; `key` when left out.

    Kinds: text; number (right-aligned, with `unit`); time and date (plant time); tag (a `Tag` or
    a word); link (to `url(row)`, else the list's `row_url`); people (one or many objects with
    `name` and `map_kind`); bool (a tick, else nothing).
    """

    key: str
    label: str
    value: Value = ""
    kind: ColumnKind = "text"
    sort: str = ""  # the field to order by; empty = cannot be sorted
    unit: str = ""
    url: Callable[[Any], str] | None = None
    hidden: bool = False  # not shown until somebody chooses it
    phone: bool = True  # kept on phones


@dataclass(frozen=True, slots=True)
class Filter:
    """One filter. `apply` is a field lookup or `(queryset, value) -> queryset`.

    `value` is the chosen string; for bool True/False; for date_range `(date | None, date | None)`.
    """

    key: str
    label: str
    kind: FilterKind = "choice"
    choices: Choices | Callable[[HttpRequest], Choices] = ()
    apply: str | Callable[[QuerySet[Any], Any], QuerySet[Any]] = ""

    def options(self, request: HttpRequest) -> list[tuple[str, str]]:
        """The choices as strings."""
        found = self.choices(request) if callable(self.choices) else self.choices
        return [(str(value), str(label)) for value, label in found]


@dataclass(frozen=True, slots=True)
class Link:
    """A button of the title line that leads somewhere."""

    label: str
    url: str
    right: str = ""


@dataclass(frozen=True, slots=True)
class BulkAction:
    """What can be done to ticked rows: their ids are posted to `url` as `ids`."""

    label: str
    url: str
    right: str
    danger: bool = False


@dataclass(frozen=True, slots=True)
class ListSpec:
    """A whole list page."""

    title: str
    columns: Sequence[Column]
    filters: Sequence[Filter] = ()
    search: Sequence[str] = ()  # fields, "name__icontains" is implied
    search_hint: str = "搜索"
    default_sort: str = ""
    row_url: Callable[[Any], str] | None = None
    row_tone: Callable[[Any], str] | None = None  # "p1"…"p4" tints a row, "off" greys it
    noun: str = "条"  # measure word of the count
    create_url: str = ""
    create_right: str = ""
    create_label: str = "新建"
    import_url: str = ""
    import_right: str = ""
    links: Sequence[Link] = ()
    bulk: Sequence[BulkAction] = ()
    empty: str = "还没有记录"  # says what to do first
    page_size: int = 50
    on_export: Callable[[HttpRequest, int], None] | None = None  # audits the export of private data
    csv: bool = False  # offered as plain text too, for other programs
    template: str = "desk/list.html"
