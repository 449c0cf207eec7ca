"""Courses, and who needs them."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse

from anhuan.desk.details import Action, Fact, Panel, Table, respond_detail
from anhuan.desk.forms import do_or_say, respond_form
from anhuan.desk.lists import Column, Link, ListSpec, respond_list
from anhuan.desk.pages import form_page, page, post_only
from anhuan.domains.audit.queries import history_of
from anhuan.domains.org.models import Account
from anhuan.domains.org.queries import account_of, company_of
from anhuan.domains.training import actions
from anhuan.domains.training.forms.courses import (
    COURSE_FILTERS,
    NEED_FILTERS,
    CourseForm,
    NeedForm,
)
from anhuan.domains.training.models import Course, CourseNeed
from anhuan.domains.training.pages.common import HISTORY, url
from anhuan.domains.training.queries import courses as queries

VIEW, EDIT = queries.VIEW, queries.EDIT
SHOWN = 20


@page(VIEW)
def courses(request: HttpRequest) -> HttpResponseBase:
    """What the plant teaches."""
    spec = ListSpec(
        title="培训课程",
        noun="门",
        default_sort="kind",
        columns=[
            Column("name", "名称", kind="link", sort="name"),
            Column("kind", "类别", "get_kind_display", sort="kind"),
            Column("hours", "学时", kind="number", sort="hours"),
            Column("pass_mark", "及格线", kind="number", unit="分", phone=False),
            Column("valid_months", "合格有效期", kind="number", unit="月"),
            Column("code", "代码", phone=False),
        ],
        filters=COURSE_FILTERS,
        search=("name", "code"),
        row_url=lambda row: url("course", row),
        row_tone=lambda row: "off" if row.is_retired else "",
        create_url=reverse("training:course_create"),
        create_right=EDIT,
        links=[
            Link("培训要求", reverse("training:needs"), VIEW),
            Link("补齐常用课程", reverse("training:seed"), EDIT),
        ],
        empty="还没有课程。点“补齐常用课程”，或新建一门。",
    )
    return respond_list(request, spec, queries.visible_courses(account_of(request)))


@page(VIEW)
def course(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One course: for whom, and when it was held."""
    account = account_of(request)
    found = queries.get_course_for(account, pk)
    hold = f"{reverse('training:session_create')}?course={pk}"
    return respond_detail(
        request, found.name, target=found,
        crumbs=[("培训课程", reverse("training:courses"))],
        actions=[
            Action("登记场次", hold, EDIT, style="primary"),
            Action("编辑", url("course_edit", found), EDIT),
        ],
        facts=[
            Fact("类别", found.get_kind_display()), Fact("代码", found.code),
            Fact("学时", f"{found.hours:g}"), Fact("及格线", found.pass_mark, "分"),
            Fact("合格有效期", found.valid_months or "长期", "个月" if found.valid_months else ""),
            Fact("说明", found.note, wide=True),
        ],
        panels=[_needs(found), _sessions(found, account)],
        history=history_of(found)[:HISTORY],
    )  # fmt: skip


def _needs(found: Course) -> Panel:
    rows = [(one.whom,) for one in found.needs.select_related("post")]
    table = Table(["对谁"], rows, "没有人被要求学这门课。")
    return Panel("培训要求", table=table, url=reverse("training:needs"))


def _sessions(found: Course, account: Account) -> Panel:
    rows: Any = queries.visible_sessions(account).filter(course=found)[:SHOWN]
    cells = [
        ((f"{one.held_on:%Y-%m-%d}", url("session", one)), one.trainer or "—", one.took, one.passed)
        for one in rows
    ]
    return Panel("场次", table=Table(["日期", "讲师", "人数", "合格"], cells, "还没有办过。"))


@form_page(EDIT)
def course_create(request: HttpRequest) -> HttpResponse:
    """A new course."""
    return _form(request, Course(company=company_of(account_of(request))), "新建课程")


@form_page(EDIT)
def course_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change a course."""
    found = queries.get_course_for(account_of(request), pk)
    return _form(request, found, f"编辑 {found}")


def _form(request: HttpRequest, found: Course, title: str) -> HttpResponse:
    account = account_of(request)
    return respond_form(
        request, CourseForm(request.POST or None, instance=found),
        lambda data: actions.save_course(account, found, data), title,
        lambda saved: url("course", saved), cancel=reverse("training:courses"),
    )  # fmt: skip


@page(VIEW)
def needs(request: HttpRequest) -> HttpResponseBase:
    """Which course is asked of whom."""
    spec = ListSpec(
        title="培训要求",
        noun="条",
        default_sort="course",
        columns=[
            Column("course", "课程", "course.name", kind="link", sort="course__name"),
            Column("person_kind", "人员类型",
                   lambda n: n.get_person_kind_display() or "不限"),
            Column("post", "岗位", lambda n: str(n.post or "不限")),
            Column("work_kind", "作业类型", lambda n: n.get_work_kind_display() or "不论作业"),
        ],
        filters=NEED_FILTERS,
        search=("course__name",),
        row_url=lambda row: url("need", row),
        create_url=reverse("training:need_create"),
        create_right=EDIT,
        links=[Link("培训缺口", reverse("training:gaps"), VIEW)],
        empty="还没有培训要求。例如：承包商人员须通过入厂教育；从事动火的人须通过专项培训。",
    )  # fmt: skip
    return respond_list(request, spec, queries.visible_needs(account_of(request)))


@page(VIEW)
def need(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One need."""
    found = queries.get_need_for(account_of(request), pk)
    return respond_detail(
        request, str(found), target=found, crumbs=[("培训要求", reverse("training:needs"))],
        actions=[Action("删除", url("need_delete", found), EDIT, "post", "danger",
                        "删除后不再要求，作业票也不再核对。确定吗？")],
        facts=[Fact("课程", found.course.name, url=url("course", found.course)),
               Fact("对谁", found.whom)],
        history=history_of(found)[:HISTORY],
    )  # fmt: skip


@form_page(EDIT)
def need_create(request: HttpRequest) -> HttpResponse:
    """Ask a course of somebody."""
    account = account_of(request)
    company = company_of(account)
    found = CourseNeed(company=company)
    return respond_form(
        request, NeedForm(request.POST or None, instance=found, company=company),
        lambda data: actions.save_need(account, found, data), "新建培训要求",
        reverse("training:needs"),
    )  # fmt: skip


@post_only(EDIT)
def need_delete(request: HttpRequest, pk: UUID) -> HttpResponse:
    """It is no longer asked."""
    account = account_of(request)
    found = queries.get_need_for(account, pk)
    do_or_say(request, lambda: actions.delete_need(account, found), "已删除")
    return HttpResponseRedirect(reverse("training:needs"))
