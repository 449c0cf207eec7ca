"""A page that answers one question: a form above, figures, a table below, the same as Excel."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from anhuan.desk.files import XLSX, respond_file
from anhuan.desk.forms import Form
from anhuan.desk.lists import Column, Link
from anhuan.desk.lists.cells import cell
from anhuan.desk.lists.export import write_workbook
from anhuan.desk.pages import asker

SHOWN = 500


@dataclass(slots=True)
class Report:
    """What such a page is made of. `rows` None: nothing was asked yet."""

    title: str
    form: Form
    columns: Sequence[Column]
    rows: Sequence[Any] | None = None
    figures: Sequence[tuple[Any, str]] = ()
    note: str = ""
    ask: str = "查询"
    hint: str = "填好条件后点“查询”。"
    empty: str = "没有符合条件的记录。"
    row_url: Callable[[Any], str] | None = None
    links: Sequence[Link] = ()
    template: str = "positioning/report.html"
    context: dict[str, Any] = field(default_factory=dict)


def respond_report(request: HttpRequest, report: Report) -> HttpResponseBase:
    """The page, or with `?format=xlsx` all rows as a workbook."""
    rows = report.rows
    if rows and request.GET.get("format") == "xlsx":
        book = write_workbook(report.title, report.columns, rows)
        name = f"{report.title} {timezone.localtime():%Y%m%d-%H%M}.xlsx"
        return respond_file(request, book, name, XLSX)
    shown = [c for c in report.columns if not c.hidden]
    context = report.context | {
        "title": report.title, "report": report, "form": report.form, "columns": shown,
        "rows": [[cell(c, row, report.row_url) for c in shown] for row in (rows or ())[:SHOWN]],
        "count": len(rows or ()), "more": max(0, len(rows or ()) - SHOWN),
        "query": _query(request),
        "links": [one for one in report.links if not one.right or asker(request).may(one.right)],
    }  # fmt: skip
    return render(request, report.template, context)


def _query(request: HttpRequest) -> str:
    """The question as asked, without the format."""
    asked = request.GET.copy()
    asked.pop("format", None)
    return asked.urlencode()
