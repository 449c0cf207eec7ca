"""The rows that are seen, with the columns that are seen, as a workbook or as plain text."""

import csv
import tempfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from io import TextIOWrapper
from typing import IO, Any

import xlsxwriter
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext

from anhuan.desk.files import CSV, XLSX, respond_file
from anhuan.desk.lists.cells import as_tag
from anhuan.desk.lists.spec import Column, ListSpec
from anhuan.desk.marks import read

ROW_LIMIT = 200_000
_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # how a spreadsheet knows one


def respond_workbook(
    request: HttpRequest, spec: ListSpec, columns: Sequence[Column], rows: QuerySet[Any]
) -> HttpResponseBase:
    """Streamed from a temporary file, so that memory stays flat whatever the number of rows."""
    book = write_workbook(spec.title, columns, _exported(request, spec, rows))
    return respond_file(request, book, f"{_name(spec)}.xlsx", XLSX)


def respond_csv(
    request: HttpRequest, spec: ListSpec, columns: Sequence[Column], rows: QuerySet[Any]
) -> HttpResponseBase:
    """The same for other programs: RFC 4180 in UTF-8 with its mark, which Excel looks for."""
    file = write_csv(columns, _exported(request, spec, rows))
    return respond_file(request, file, f"{_name(spec)}.csv", CSV)


def _exported(request: HttpRequest, spec: ListSpec, rows: QuerySet[Any]) -> Iterable[Any]:
    """Those that go out, which is noted where the list wants it."""
    if spec.on_export:
        spec.on_export(request, min(rows.count(), ROW_LIMIT))
    return rows[:ROW_LIMIT].iterator(chunk_size=2000)


def _name(spec: ListSpec) -> str:
    return f"{gettext(spec.title)} {timezone.localtime():%Y%m%d-%H%M}"


def write_csv(columns: Sequence[Column], rows: Iterable[Any]) -> IO[bytes]:
    """A line for each row, times in plant time; text that begins like a formula gets a quote."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - handed on to the answer, which closes it
    text = TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=True)
    sheet = csv.writer(text)
    sheet.writerow(_head(column) for column in columns)
    for row in rows:
        sheet.writerow(_harmless(plain(column, row)) for column in columns)
    text.detach()
    file.seek(0)
    return file


def _harmless(value: Any) -> Any:
    is_formula = isinstance(value, str) and value.startswith(_FORMULA)
    return f"'{value}" if is_formula else value


def _head(column: Column) -> str:
    unit = f"（{column.unit}）" if column.unit and "（" not in column.label else ""
    return gettext(column.label) + unit


def write_workbook(title: str, columns: Sequence[Column], rows: Iterable[Any]) -> IO[bytes]:
    """One sheet, header frozen, times in plant time; text is never taken for a formula."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - handed on to the answer, which closes it
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(file, options)
    sheet = book.add_worksheet(title[:31])
    bold = book.add_format({"bold": True, "bottom": 1, "bg_color": "#f4f5f6"})
    formats: dict[type, Any] = {
        datetime: book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
        date: book.add_format({"num_format": "yyyy-mm-dd"}),
    }
    sheet.freeze_panes(1, 0)
    for place, column in enumerate(columns):
        sheet.set_column(place, place, 20 if column.kind in ("time", "link") else 16)
        sheet.write_string(0, place, _head(column), bold)
    for line, row in enumerate(rows, start=1):
        for place, column in enumerate(columns):
            value = plain(column, row)
            sheet.write(line, place, value, formats.get(type(value)))
    book.close()
    file.seek(0)
    return file


def plain(column: Column, row: Any) -> str | int | float | datetime | date | None:
    """The cell's value as a workbook holds it."""
    value = read(row, column.value or column.key)
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return timezone.localtime(value).replace(tzinfo=None)
    if value is None or isinstance(value, int | float | date):
        return value
    if column.kind == "people":
        people = value if isinstance(value, list | tuple) else [value]
        return "、".join(person.name for person in people)
    if column.kind == "tag" and isinstance(value, list | tuple):
        return "、".join(as_tag(one).text for one in value)
    return str(value)
