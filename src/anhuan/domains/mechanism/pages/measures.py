"""The board of measures: which hold, which failed, which nobody has looked at (DUAL-003)."""

from collections import Counter

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from anhuan.desk.files import XLSX, respond_file
from anhuan.desk.forms import do_or_say
from anhuan.desk.lists import Column
from anhuan.desk.lists.export import write_workbook
from anhuan.desk.pages import page, post_only
from anhuan.domains.mechanism import actions, queries
from anhuan.domains.mechanism.queries.board import Boarded
from anhuan.domains.mechanism.rules.measures import Holds
from anhuan.domains.org.queries import account_of, company_of
from anhuan.domains.risk.rules.levels import LEVEL_CHOICES
from anhuan.kernel import clock

MOST = 200
TONES = {Holds.FAILED: "p2", Holds.UNCHECKED: "p3", Holds.UNPLANNED: "off", Holds.EFFECTIVE: "good"}
LEVELS = dict(LEVEL_CHOICES)
COLUMNS = [
    Column("state", "状态", lambda one: one.state.label),
    Column("object", "分析对象", lambda one: one.measure.event.unit.object.name),
    Column("unit", "分析单元", lambda one: one.measure.event.unit.name),
    Column("event", "风险事件", lambda one: one.measure.event.name),
    Column("level", "风险等级", lambda one: LEVELS.get(one.measure.event.level, "")),
    Column("measure", "管控措施", lambda one: one.measure.text, kind="link"),
    Column("plan", "巡检计划", lambda one: one.line.plan.name if one.line else ""),
    Column("checked_at", "最近排查", lambda one: one.line.checked_at if one.line else None),
    Column("result", "结果", lambda one: one.line.get_status_display() if one.line else ""),
    Column("hazards", "未闭环隐患", lambda one: one.open_hazards),
]


@page("mechanism.view")
def measures(request: HttpRequest) -> HttpResponseBase:
    """The failed first; `?state=` one kind; `?format=xlsx` all of them."""
    account = account_of(request)
    found = queries.boarded(account, clock.now())
    wanted = request.GET.get("state", "")
    shown = [one for one in found if wanted in ("", one.state)]
    if request.GET.get("format") == "xlsx":
        return respond_file(
            request, write_workbook("管控措施", COLUMNS, shown), "管控措施状态.xlsx", XLSX
        )
    counts = Counter(one.state for one in found)
    context = {
        "title": "管控措施状态", "wanted": wanted, "total": len(found), "most": MOST,
        "states": [(state, counts[state]) for state in Holds], "more": len(shown) - MOST,
        "may_plan": account.may("mechanism.edit"),
        "rows": [(one, TONES[one.state], level_of(one)) for one in shown[:MOST]],
    }  # fmt: skip
    return render(request, "mechanism/measures.html", context)


def level_of(one: Boarded) -> str:
    """The word of the event's level."""
    return LEVELS.get(one.measure.event.level, "—")


@post_only("mechanism.edit")
def measures_plan(request: HttpRequest) -> HttpResponse:
    """Make check plans of what the register has and nobody looks at."""
    account = account_of(request)
    company = company_of(account)
    do_or_say(
        request, lambda: actions.plan_register(account, company, clock.now()), "排查计划已生成"
    )
    return redirect("mechanism:measures")
