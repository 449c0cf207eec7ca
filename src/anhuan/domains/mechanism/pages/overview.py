"""How the mechanism runs: score, rates, trends; as a page, a workbook, a report (DUAL-004)."""

from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from anhuan.desk.files import XLSX, respond_file
from anhuan.desk.lists import Column
from anhuan.desk.lists.export import write_workbook
from anhuan.desk.pages import page
from anhuan.desk.paper import PDF, print_papers
from anhuan.domains.hazards.queries.statistics import Statistics, statistics_of
from anhuan.domains.inspection.models import Plan
from anhuan.domains.inspection.rules.kinds import KIND_LABELS, Kind
from anhuan.domains.mechanism import queries
from anhuan.domains.mechanism.forms.spans import Span, span_from
from anhuan.domains.mechanism.pages import pictures
from anhuan.domains.mechanism.paper import effect_paper
from anhuan.domains.mechanism.paper.effect import PARTS, pct
from anhuan.domains.mechanism.queries.weeks import Week
from anhuan.domains.mechanism.rules.rates import Checks
from anhuan.domains.mechanism.rules.score import Score
from anhuan.domains.org.models import Account, Department
from anhuan.domains.org.queries import account_of, company_of
from anhuan.domains.org.queries.scope import scope_of
from anhuan.domains.risk.rules.levels import LEVEL_CHOICES
from anhuan.kernel import clock

WEEKS = 26
LEVELS = dict(LEVEL_CHOICES)
COLUMNS = [
    Column("period", "日期"), Column("department_name", "责任部门"),
    Column("plan_name", "计划", kind="link"),
    Column("kind", "类型", lambda cell: KIND_LABELS[Kind(cell.kind)]),
    Column("ended", "应完成", lambda cell: cell.checks.ended),
    Column("done", "按时", lambda cell: cell.checks.done),
    Column("made_up", "补检", lambda cell: cell.checks.made_up),
    Column("missed", "漏检", lambda cell: cell.checks.missed),
    Column("rested", "停检", lambda cell: cell.checks.rested),
    Column("abnormal", "异常", lambda cell: cell.checks.abnormal),
    Column("completion", "完成率", lambda cell: cell.checks.completion_pct, unit="%"),
    Column("in_time", "及时率", lambda cell: cell.checks.in_time_pct, unit="%"),
    Column("sign_in", "到位率", lambda cell: cell.checks.sign_in_pct, unit="%"),
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Found:
    """Everything the page, the workbook and the report show."""

    span: Span
    cells: list[queries.Cell]
    hazards: Statistics
    score: Score
    now: datetime

    @property
    def whole(self) -> Checks:
        """All of it."""
        return queries.total(self.cells)


@page("mechanism.view")
def overview(request: HttpRequest) -> HttpResponseBase:
    """`?format=xlsx` the figures, `?format=pdf` the report."""
    account, now = account_of(request), clock.now()
    span = span_from(request.GET, now)
    found = Found(
        span, queries.cells_for(account, span.asked, now),
        statistics_of(account, span.asked.begin, span.asked.end, now),
        queries.score_now(company_of(account), _this_week(now), now), now,
    )  # fmt: skip
    answer = {"xlsx": _workbook, "pdf": _report}.get(request.GET.get("format", ""))
    return answer(request, account, found) if answer else _page(request, account, found)


def _page(request: HttpRequest, account: Account, found: Found) -> HttpResponseBase:
    groups = grouped(account, found.cells)
    scores = queries.visible_scores(account)[:WEEKS]
    asked = found.span.asked
    periods = queries.summed(found.cells, lambda cell: cell.period)
    charts = [pictures.by_period(periods, asked.grain)] if found.whole.ended else []
    charts += [pictures.by_week(scores)] if scores else []
    charts += [pictures.by_share(f"完成率（{word}）", rows)
               for word, rows in groups[:2] if len(rows) > 1]  # fmt: skip
    days = {"first": found.span.first, "last": found.span.last, "grain": asked.grain}
    context = {
        "title": "双重预防机制运行评估", "span": found.span, "asked": asked, "score": found.score,
        "parts": _parts(found.score), "figures": figures(found.whole, found.hazards),
        "charts": charts,
        "groups": [(word, [_line(*row) for row in rows]) for word, rows in groups],
        "grains": pictures.TITLES, "query": urlencode(days | _narrowed(request)),
        **_choices(account),
    }  # fmt: skip
    return render(request, "mechanism/overview.html", context)


def grouped(account: Account, cells: list[queries.Cell]) -> list[tuple[str, Any]]:
    """By department, by plan, by the level of what is looked at, by kind: gravest first there."""
    levels = queries.levels_of_plans(company_of(account))
    by_level = queries.summed(cells, lambda cell: levels.get(cell.plan, ""))
    order = [*LEVELS, ""]
    kinds = queries.summed(cells, lambda cell: KIND_LABELS[Kind(cell.kind)])
    return [
        ("责任部门", list(queries.summed(cells, lambda cell: cell.department_name).items())),
        ("计划", list(queries.summed(cells, lambda cell: cell.plan_name).items())),
        ("风险等级", [(LEVELS.get(key, "未评价"), by_level[key])
                  for key in sorted(by_level, key=order.index)]),
        ("类型", list(kinds.items())),
    ]  # fmt: skip


def figures(whole: Checks, hazards: Statistics) -> list[tuple[str, str]]:
    """The rates on one line."""
    counts = hazards.counts
    return [
        (pct(whole.completion_pct), "完成率"), (pct(whole.in_time_pct), "及时率"),
        (pct(whole.missed_pct), "漏检率"), (pct(whole.sign_in_pct), "到位率"),
        (str(whole.abnormal), "发现异常"), (pct(counts.cured_pct), "隐患整改率"),
        (pct(counts.in_time_pct), "按期整改率"), (pct(counts.recurrent_pct), "复发率"),
    ]  # fmt: skip


def _parts(score: Score) -> list[tuple[str, str]]:
    told = score.outward()
    return [(word, f"{told[key]:g}") for word, key in PARTS]


def _line(name: str, one: Checks) -> dict[str, Any]:
    rates = (one.completion_pct, one.in_time_pct, one.missed_pct, one.sign_in_pct)
    return {"name": name, "one": one, "rates": [pct(rate) for rate in rates]}


def _choices(account: Account) -> dict[str, Any]:
    company, scope = company_of(account), scope_of(account, "mechanism.view")
    departments = Department.objects.filter(company=company)
    plans = Plan.objects.filter(company=company, is_retired=False)
    if scope is not None:
        departments, plans = departments.filter(pk__in=scope), plans.filter(department__in=scope)
    return {"departments": departments, "plans": plans}


def _narrowed(request: HttpRequest) -> dict[str, str]:
    return {key: request.GET[key] for key in ("department", "plan") if request.GET.get(key)}


def _this_week(now: datetime) -> Week:
    return Week.of(timezone.localtime(now).date())


def _workbook(request: HttpRequest, account: Account, found: Found) -> HttpResponseBase:
    book = write_workbook("运行评估", COLUMNS, found.cells)
    return respond_file(request, book, f"运行评估 {found.span.first}_{found.span.last}.xlsx", XLSX)


def _report(request: HttpRequest, account: Account, found: Found) -> HttpResponseBase:
    counts = found.hazards.counts
    sentence = (
        f"登记隐患 {counts.total} 条，已验收 {counts.accepted} 条，整改率 {pct(counts.cured_pct)}，"
        f"按期整改率 {pct(counts.in_time_pct)}，复发率 {pct(counts.recurrent_pct)}，"
        f"逾期未闭环 {counts.overdue} 条。"
    )
    span, company = (found.span.first, found.span.last), company_of(account)
    paper = effect_paper(company.name, span, found.score, found.whole,
                         grouped(account, found.cells), sentence, found.now)  # fmt: skip
    content = BytesIO(print_papers([paper]))
    return respond_file(request, content, "双重预防机制运行评估报告.pdf", PDF, inline=True)
