"""Places of frequent gathering, the analysis of one and what came of it."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from anhuan.desk.details import Action, Fact, Panel, Table, respond_detail
from anhuan.desk.forms import respond_form
from anhuan.desk.lists import Column, ListSpec, Tag, respond_list
from anhuan.desk.marks import short_time
from anhuan.desk.pages import form_page, page
from anhuan.domains.alarms import actions
from anhuan.domains.alarms.forms import studies as forms
from anhuan.domains.alarms.models import GatheringStudy
from anhuan.domains.alarms.queries import studies as queries
from anhuan.domains.alarms.rules import studies as rules
from anhuan.domains.audit.queries import history_of
from anhuan.domains.org.queries import account_of, company_of
from anhuan.kernel import clock

RIGHT = "alarms.configure"
HEADS = ["区域", "预警次数", "其中橙、红色", "最多人数", "最近一次", "分析"]


@page("alarms.view")
def gatherings(request: HttpRequest) -> HttpResponse:
    """Where people gathered often, the worst first."""
    form = forms.SpotsForm(request.GET or None)
    asked = form.cleaned_data if form.is_bound and form.is_valid() else {}
    days = asked.get("days") or rules.LOOK_BACK.days
    least = asked.get("least") or rules.FREQUENT_TIMES
    account = account_of(request)
    found = queries.frequent_places(account, clock.now() - timedelta(days=days), least)
    rows = [_row(one, account.may(RIGHT)) for one in found]
    context = {
        "title": "聚集高发地点", "days": days, "least": least,
        "panel": Panel("按区域", note="AQ 3064.3 5.3.2：频繁聚集应分析原因、制定措施", table=Table(
            HEADS, rows, f"最近 {days} 天没有聚集预警达到 {least} 次的区域")),
    }  # fmt: skip
    return render(request, "alarms/gatherings.html", context)


def _row(one: queries.Place, may: bool) -> list[Any]:
    spot, study = one.spot, one.study
    alarms = f"{reverse('alarms:alarms')}?area={one.area.pk}"
    if study and study.done_at is None:
        doing: Any = (f"进行中，{study.due:%m-%d} 前", _url(study))
    elif may:
        doing = ("再次分析" if study else "分析原因",
                 f"{reverse('alarms:study_create')}?area={one.area.pk}")  # fmt: skip
    else:
        done = short_time(study.done_at) if study and study.done_at else ""
        doing = (f"已完成 {done}", _url(study)) if study else "未分析"
    return [one.area.name, (f"{spot.times} 次", alarms), spot.grave, f"{spot.most} 人",
            short_time(spot.last_at), doing]  # fmt: skip


@page("alarms.view")
def studies(request: HttpRequest) -> HttpResponseBase:
    """Every analysis, open ones and old ones."""
    spec = ListSpec(
        title="聚集分析",
        noun="份",
        columns=[
            Column("area", "区域", "area.name", kind="link", sort="area__name"),
            Column("cause", "原因"),
            Column("measure", "措施", phone=False),
            Column("owner", "责任人", "owner.name", sort="owner__name"),
            Column("due", "完成期限", lambda one: f"{one.due:%Y-%m-%d}", sort="due"),
            Column("state", "状态", _state, kind="tag"),
        ],
        filters=forms.STUDY_FILTERS,
        search=forms.STUDY_SEARCH,
        row_url=_url,
        create_url=reverse("alarms:study_create"),
        create_right=RIGHT,
        empty="还没有聚集分析。在“聚集高发地点”中选择区域，分析原因并制定措施。",
    )
    return respond_list(request, spec, queries.visible_studies(account_of(request)))


def _state(one: GatheringStudy) -> Tag:
    if one.done_at:
        return Tag("已完成", "good")
    late = one.due < timezone.localtime(clock.now()).date()
    return Tag("逾期", "p2") if late else Tag("进行中", "accent")


def _url(one: GatheringStudy) -> str:
    return reverse("alarms:study", args=[one.pk])


@page("alarms.view")
def study(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One analysis, and whether it helped."""
    one = queries.get_study_for(account_of(request), pk)
    times, since = queries.effect_of(one, clock.now())
    doings = [] if one.done_at else [
        Action("完成", reverse("alarms:study_finish", args=[pk]), RIGHT, style="primary"),
        Action("编辑", reverse("alarms:study_edit", args=[pk]), RIGHT),
    ]  # fmt: skip
    return respond_detail(
        request, str(one), target=one, history=history_of(one)[:30],
        crumbs=[("聚集分析", reverse("alarms:studies"))], tags=[_state(one)], actions=doings,
        facts=[
            Fact("责任人", one.owner.name), Fact("完成期限", f"{one.due:%Y-%m-%d}"),
            Fact("分析人", one.opened_by), Fact("分析时间", short_time(one.opened_at)),
            Fact("原因分析", one.cause, wide=True), Fact("针对性措施", one.measure, wide=True),
            Fact("落实情况", one.result, wide=True),
        ],
        panels=[Panel("效果", facts=[
            Fact("分析前 30 天预警", one.times_before, "次"),
            Fact(f"分析后 {max(since.days, 1)} 天内预警", times, "次"),
        ])],
    )  # fmt: skip


@form_page(RIGHT)
def study_create(request: HttpRequest) -> HttpResponse:
    """Why people gather at a place, and what to do."""
    account = account_of(request)
    company = company_of(account)
    initial = {"area": request.GET.get("area")}
    form = forms.StudyForm(request.POST or None, company=company, initial=initial)
    return respond_form(
        request, form, lambda _: actions.open_study(account, company, **form.changes),
        "聚集原因分析", _url, cancel=reverse("alarms:gatherings"),
    )  # fmt: skip


@form_page(RIGHT)
def study_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Another measure or day."""
    account = account_of(request)
    one = queries.get_study_for(account, pk)
    form = forms.StudyForm(request.POST or None, instance=one, company=one.company)
    return respond_form(
        request, form, lambda _: actions.change_study(account, one, **form.changes),
        f"编辑 {one}", _url(one),
    )  # fmt: skip


@form_page(RIGHT)
def study_finish(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The measure is in place."""
    account = account_of(request)
    one = queries.get_study_for(account, pk)
    return respond_form(
        request, forms.ResultForm(request.POST or None),
        lambda data: actions.finish_study(account, one, data["result"]), f"完成 {one}", _url(one),
        submit="完成",
    )  # fmt: skip
