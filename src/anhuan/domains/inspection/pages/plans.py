"""Plans: how often, by whom, within which window."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from anhuan.desk.details import Action, Fact, Panel, Table, respond_detail
from anhuan.desk.forms import do_or_say, respond_form
from anhuan.desk.lists import Column, ListSpec, respond_list
from anhuan.desk.marks import Tag, short_time
from anhuan.desk.pages import form_page, page, post_only
from anhuan.domains.inspection import actions
from anhuan.domains.inspection.forms.plans import PlanForm
from anhuan.domains.inspection.models import Plan
from anhuan.domains.inspection.pages.words import rhythm, state_tag
from anhuan.domains.inspection.queries import with_state
from anhuan.domains.inspection.queries.setup import one_of, visible_plans
from anhuan.domains.org.queries import account_of, company_of
from anhuan.kernel import clock

COLUMNS = [
    Column("name", "计划", kind="link", sort="name"),
    Column("kind", "类型", Plan.get_kind_display, sort="kind"),
    Column("every", "频次", rhythm),
    Column("department", "责任部门", "department.name"),
    Column("route", "路线", "route.name"),
    Column("state", "状态", lambda p: Tag("暂停", "p3") if p.is_paused else Tag("执行", "good"),
           kind="tag"),
]  # fmt: skip


@page("inspection.edit")
def plans(request: HttpRequest) -> HttpResponseBase:
    """Every plan in use."""
    spec = ListSpec(
        title="巡检计划", noun="项", columns=COLUMNS, search=["name", "department__name"],
        row_url=lambda plan: reverse("inspection:plan", args=[plan.pk]), default_sort="name",
        create_url=reverse("inspection:plan_create"), create_right="inspection.edit",
        empty="还没有巡检计划。先建检查标准、点位和路线，再建计划。",
    )  # fmt: skip
    rows = visible_plans(account_of(request)).select_related("department", "route")
    return respond_list(request, spec, rows)


@page("inspection.edit")
def plan(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One plan and what it has made."""
    found = one_of(visible_plans(account_of(request)).select_related("route", "department"), pk)
    edit, end = (reverse(f"inspection:plan_{what}", args=[pk]) for what in ("edit", "retire"))
    return respond_detail(
        request, found.name, target=found, crumbs=[("巡检计划", reverse("inspection:plans"))],
        tags=[Tag(found.get_kind_display())], facts=_facts(found), panels=[_tasks(found)],
        actions=[
            Action("停用", end, "inspection.edit", method="post", style="danger",
                   confirm="停用后不再生成任务，未开始的任务撤销，确定吗？"),
            Action("编辑", edit, "inspection.edit", style="primary"),
        ],
    )  # fmt: skip


def _facts(found: Plan) -> list[Fact]:
    hours = "、".join("-".join(span) for span in found.hours) or "全天"
    people = "、".join(person.name for person in found.people.all()) or "未指定"
    return [
        Fact("频次", rhythm(found)), Fact("时段", hours), Fact("路线", found.route or "—"),
        Fact("责任部门", found.department), Fact("人员", people),
        Fact("容错时间", found.tolerance_min, "分钟"), Fact("补检时间", found.make_up_min, "分钟"),
        Fact("已生成至", short_time(found.made_until) if found.made_until else "尚未生成"),
    ]  # fmt: skip


def _tasks(found: Plan) -> Panel:
    rows = with_state(found.tasks.all(), clock.now()).order_by("-begins_at")[:20]
    body = [
        [short_time(one.begins_at), short_time(one.due_at), state_tag(_state(one)), one.abnormal]
        for one in rows
    ]
    return Panel("最近任务", table=Table(["开始", "按时至", "状态", "异常"], body))


def _state(task: Any) -> str:
    return str(task.state)  # annotated by `with_state`


@form_page("inspection.edit")
def plan_create(request: HttpRequest) -> HttpResponse:
    """A new one."""
    return _form(request, None, "新建巡检计划", reverse("inspection:plans"))


@form_page("inspection.edit")
def plan_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Another rhythm: what is made ahead is made anew."""
    found = one_of(visible_plans(account_of(request)), pk)
    back = reverse("inspection:plan", args=[pk])
    return _form(request, found, f"编辑 {found.name}", back)


def _form(request: HttpRequest, found: Plan | None, title: str, back: str) -> HttpResponse:
    account = account_of(request)
    company = company_of(account)
    form = PlanForm(request.POST or None, instance=found, company=company)
    return respond_form(
        request, form, lambda data: actions.save_plan(account, company, found, **data), title, back
    )


@post_only("inspection.edit")
def plan_retire(request: HttpRequest, pk: UUID) -> HttpResponse:
    """No more tasks."""
    account = account_of(request)
    found = one_of(visible_plans(account), pk)
    do_or_say(request, lambda: actions.retire(account, found), "已停用")
    return redirect("inspection:plans")
