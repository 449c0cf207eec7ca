"""The record sheet of a route's day, made from what was entered (DUAL-021)."""

from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO
from uuid import UUID

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from anhuan.desk.files import XLSX, respond_file
from anhuan.desk.lists import Column
from anhuan.desk.lists.export import write_workbook
from anhuan.desk.pages import page
from anhuan.desk.paper import PDF, print_papers
from anhuan.domains.inspection.models import Route
from anhuan.domains.inspection.pages.words import state_tag
from anhuan.domains.inspection.paper import sheet_paper
from anhuan.domains.inspection.queries.sheet import DaySheet, day_sheet
from anhuan.domains.inspection.rules.sheet import Line
from anhuan.domains.inspection.rules.states import state
from anhuan.domains.org.queries import account_of, company_of
from anhuan.kernel import clock


@page("inspection.view")
def route_sheet(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """`?day=2026-11-22`, today when none or nonsense; `?format=pdf` or `xlsx`."""
    account = account_of(request)
    route = get_object_or_404(Route, company=company_of(account), pk=pk)
    found = day_sheet(account, route, _day(request.GET.get("day", "")))
    answer = {"pdf": _paper, "xlsx": _workbook}.get(request.GET.get("format", ""), _shown)
    return answer(request, found)


def _shown(request: HttpRequest, found: DaySheet) -> HttpResponseBase:
    now = clock.now()
    rounds = [
        {"task": one, "url": reverse("inspection:task", args=[one.pk]),
         "at": timezone.localtime(one.begins_at).strftime("%H:%M"),
         "state": state_tag(state(one.window, one.course, now))}
        for one in found.rounds
    ]  # fmt: skip
    day = timedelta(days=1)
    context = {"title": f"{found.route.name} 巡检记录表", "found": found, "rounds": rounds,
               "before": found.day - day, "after": found.day + day,
               "crumbs": [("今日巡检", reverse("inspection:board"))]}  # fmt: skip
    return render(request, "inspection/sheet.html", context)


def _paper(request: HttpRequest, found: DaySheet) -> HttpResponseBase:
    paper = sheet_paper(company_of(account_of(request)).name, found, clock.now())
    return respond_file(request, BytesIO(print_papers([paper])), _name(found, "pdf"), PDF,
                        inline=True)  # fmt: skip


def _workbook(request: HttpRequest, found: DaySheet) -> HttpResponseBase:
    columns = [
        Column("stop", "点位"), Column("item", "检查内容"), Column("unit", "单位"),
        Column("limits", "正常范围"),
        *(Column(f"round_{n}", f"{timezone.localtime(one.begins_at):%H:%M}", _box(n))
          for n, one in enumerate(found.rounds)),
    ]  # fmt: skip
    book = write_workbook("巡检记录表", columns, found.lines)
    return respond_file(request, book, _name(found, "xlsx"), XLSX)


def _box(number: int) -> Callable[[Line], str]:
    return lambda line: line.boxes[number].text


def _name(found: DaySheet, suffix: str) -> str:
    return f"{found.route.name} {found.day:%Y-%m-%d}.{suffix}"


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return timezone.localtime(clock.now()).date()
