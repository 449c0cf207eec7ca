"""A hazard, or the illustrated report of many, as PDF."""

from io import BytesIO
from uuid import UUID

from django.contrib import messages
from django.db.models import F
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from anhuan.desk.files import respond_file
from anhuan.desk.lists import selected
from anhuan.desk.pages import page
from anhuan.desk.paper import PDF, Paper, print_papers
from anhuan.domains.hazards import actions
from anhuan.domains.hazards.pages.statistics import moments, span_of
from anhuan.domains.hazards.paper import hazard_paper, report_paper
from anhuan.domains.hazards.queries import hazard_for, visible_hazards
from anhuan.domains.hazards.queries.statistics import statistics_of
from anhuan.domains.org.queries import account_of, company_of
from anhuan.kernel import clock

MOST = 60  # hazards with pictures in one report; the workbook holds the rest


@page("hazards.view")
def print_hazard(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """One hazard."""
    account = account_of(request)
    found = hazard_for(account, pk)
    actions.note_prints(account, [found])
    return _answer(request, hazard_paper(found, clock.now()), found.number)


@page("hazards.view", methods=("GET", "HEAD", "POST"))
def report(request: HttpRequest) -> HttpResponseBase:
    """Those ticked in the ledger, else all of a span with its figures."""
    account, now = account_of(request), clock.now()
    company = company_of(account)
    shown = visible_hazards(account).prefetch_related("photos__by__person")
    if request.method == "POST":
        rows = selected(request, shown)
        if not 0 < len(rows) <= MOST:
            messages.error(request, f"请勾选要写进报告的隐患，一次最多 {MOST} 条")
            return redirect("hazards:ledger")
        paper = report_paper(company.name, None, None, rows, now)
    else:
        first, last = span_of(request)
        begin, end = moments(first, last)
        span = shown.filter(found_at__gte=begin, found_at__lt=end)
        rows = list(span.order_by(F("level").desc(nulls_last=True), "found_at")[:MOST])
        found = statistics_of(account, begin, end, now)
        paper = report_paper(company.name, (first, last), found, rows, now)
    actions.note_prints(account, rows)
    return _answer(request, paper, "隐患排查治理报告")


def _answer(request: HttpRequest, paper: Paper, name: str) -> HttpResponseBase:
    content = BytesIO(print_papers([paper]))
    return respond_file(request, content, f"{name}.pdf", PDF, inline=True)
