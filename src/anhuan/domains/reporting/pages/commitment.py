"""The safety commitment: today's form, one day, all days; the plant's settings."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse

from anhuan.desk.details import Action, Fact, Panel, Table, Tag, respond_detail
from anhuan.desk.forms import respond_form
from anhuan.desk.lists import Column, Filter, Link, ListSpec, respond_list
from anhuan.desk.pages import form_page, page
from anhuan.domains.audit.queries import history_of
from anhuan.domains.org.queries import account_of, company_of
from anhuan.domains.reporting import actions
from anhuan.domains.reporting.forms.commitment import CommitmentForm
from anhuan.domains.reporting.forms.settings import SettingsForm
from anhuan.domains.reporting.models import Commitment
from anhuan.domains.reporting.queries import settings_of
from anhuan.domains.reporting.queries.commitment import (
    commitment_of,
    today_of,
    visible_commitments,
    works_of,
)
from anhuan.domains.reporting.rules.commitment import UNITS, WORKS
from anhuan.kernel import clock

HOME = ("数据上报", "reporting:overview")


@form_page("reporting.commit")
def commit(request: HttpRequest) -> HttpResponse:
    """Commit for today; the works of the day are shown as they are counted."""
    account, now = account_of(request), clock.now()
    company = company_of(account)
    day = today_of(company, now)
    today = commitment_of(company, day)
    form = CommitmentForm(request.POST or None, company=company, today=today)
    works = [Fact(WORKS[key], number) for key, number in works_of(company, day).items()]
    return respond_form(
        request, form, lambda _: actions.commit(account, form.given, clock.now()),
        f"{day:%Y-%m-%d} 安全承诺", reverse("reporting:commitments"), submit="承诺并上报",
        done="已承诺，正在上报", template="reporting/commit.html", works=works, today=today,
    )  # fmt: skip


def _late(one: Commitment) -> Tag:
    return Tag("迟于 10:00", "p3") if one.is_late else Tag("按时", "good")


@page("reporting.view")
def commitments(request: HttpRequest) -> HttpResponseBase:
    """All days."""
    spec = ListSpec(
        title="安全承诺", noun="天", default_sort="-day",
        columns=[
            Column("day", "日期", kind="link", sort="day"),
            Column("grade", "风险级别", lambda one: one.get_grade_display()),
            Column("by", "承诺人"),
            Column("committed_at", "承诺时间", kind="time", sort="committed_at"),
            Column("late", "按时", _late, kind="tag"),
            Column("deputy", "代承诺", "is_deputy", kind="bool", phone=False),
            Column("duty_leader", "值班领导", phone=False),
        ],
        filters=[Filter("is_late", "迟承诺", "bool"), Filter("day", "日期", "date_range")],
        row_url=lambda one: reverse("reporting:commitment", args=[one.pk]),
        links=[Link("今日承诺", reverse("reporting:commit"), "reporting.commit")],
        empty="还没有安全承诺。主要负责人每天 10:00 前承诺一次。",
    )  # fmt: skip
    return respond_list(request, spec, visible_commitments(account_of(request)))


@page("reporting.view")
def commitment(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One day's words and numbers."""
    found = get_object_or_404(visible_commitments(account_of(request)), pk=pk)
    numbers = [[word, str(found.units.get(key, 0))] for key, word in UNITS.items()]
    works = [[word, str(found.works.get(key, 0))] for key, word in WORKS.items()]
    is_today = found.day == today_of(found.company, clock.now())
    again = Action("修改今日承诺", reverse("reporting:commit"), "reporting.commit")
    return respond_detail(
        request, str(found), tags=[_late(found), Tag(found.get_grade_display())],
        crumbs=[(HOME[0], reverse(HOME[1])), ("安全承诺", reverse("reporting:commitments"))],
        actions=[again] if is_today else [],
        facts=[
            Fact("承诺内容", found.content, wide=True), Fact("承诺人", found.by),
            Fact("授权代承诺", "是" if found.is_deputy else "否"),
            Fact("承诺时间", found.committed_at), Fact("最近修改", found.changed_at),
            Fact("值班领导", f"{found.duty_leader} {found.duty_phone}"),
            Fact("包保责任", "已落实" if found.duties_done else "未落实"),
            Fact("重大隐患", "有" if found.has_major_hazard else "无"),
        ],
        panels=[Panel("装置", table=Table(["项目", "套数"], numbers)),
                Panel("当日作业", table=Table(["作业", "数量"], works), side=True)],
        history=history_of(found)[:30],
    )  # fmt: skip


@form_page("reporting.edit")
def settings(request: HttpRequest) -> HttpResponse:
    """The deputy, the warning, the weights."""
    account = account_of(request)
    company = company_of(account)
    form = SettingsForm(request.POST or None, instance=settings_of(company), company=company)
    return respond_form(
        request, form, lambda _: actions.save_settings(account, company, form.changes),
        "上报设置", reverse("reporting:overview"),
    )  # fmt: skip
