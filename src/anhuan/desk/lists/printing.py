"""The rows that are seen, with the columns that are seen, on paper."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext

from anhuan.desk.files import respond_file
from anhuan.desk.lists.export import plain
from anhuan.desk.lists.spec import Column, ListSpec
from anhuan.desk.paper import PDF, ledger, print_papers

ROW_LIMIT = 2_000  # about 60 pages; a workbook holds the rest


def respond_paper(
    request: HttpRequest, spec: ListSpec, columns: Sequence[Column], rows: QuerySet[Any]
) -> HttpResponseBase:
    """A PDF to look at and print; says so when there are more rows than it holds."""
    count = rows.count()
    heads = [gettext(one.label) + (f"（{one.unit}）" if one.unit else "") for one in columns]
    lines = _lines(columns, rows[:ROW_LIMIT])
    paper = ledger(gettext(spec.title), heads, lines, note=_note(count))
    content = BytesIO(print_papers([paper]))
    if spec.on_export:
        spec.on_export(request, min(count, ROW_LIMIT))
    name = f"{gettext(spec.title)} {timezone.localtime():%Y%m%d-%H%M}.pdf"
    return respond_file(request, content, name, PDF, inline=True)


def _lines(columns: Sequence[Column], rows: QuerySet[Any]) -> Iterator[list[str]]:
    for row in rows:
        yield [_text(plain(column, row)) for column in columns]


def _text(held: str | int | float | datetime | date | None) -> str:
    if isinstance(held, datetime):
        return f"{held:%Y-%m-%d %H:%M}"
    return f"{held:g}" if isinstance(held, float) else "" if held is None else str(held)


def _note(count: int) -> str:
    printed = f"打印于 {timezone.localtime():%Y-%m-%d %H:%M}，共 {count} 条"
    return f"{printed}，只打印前 {ROW_LIMIT} 条" if count > ROW_LIMIT else printed
