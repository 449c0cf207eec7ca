"""Stops, overhauls and holidays, in which nothing is overdue."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from anhuan.desk.details import Action, Fact, respond_detail
from anhuan.desk.forms import do_or_say, respond_form
from anhuan.desk.lists import Column, ListSpec, respond_list
from anhuan.desk.marks import Tag, short_time
from anhuan.desk.pages import form_page, page, post_only
from anhuan.domains.inspection import actions
from anhuan.domains.inspection.forms.plans import StandstillForm
from anhuan.domains.inspection.models import Standstill
from anhuan.domains.inspection.queries.setup import one_of, visible_standstills
from anhuan.domains.org.queries import account_of, company_of

EDIT = "inspection.edit"
NAMED = ("plans", "routes", "points", "departments")


@page(EDIT)
def standstills(request: HttpRequest) -> HttpResponseBase:
    """Stops, overhauls and holidays."""
    spec = ListSpec(
        title="停检记录", noun="条", default_sort="-begins_at", search=["reason"],
        columns=[
            Column("reason", "原因", kind="link"),
            Column("kind", "性质", Standstill.get_kind_display),
            Column("begins_at", "开始", kind="time", sort="begins_at"),
            Column("ends_at", "结束", kind="time", sort="ends_at"),
            Column("state", "状态", lambda row: Tag("已撤销") if row.is_withdrawn else "",
                   kind="tag"),
        ],
        row_url=lambda row: reverse("inspection:standstill", args=[row.pk]),
        create_url=reverse("inspection:standstill_create"), create_right=EDIT,
        empty="没有停检记录。停用、检维修、放假时在这里登记，期间的任务不计漏检。",
    )  # fmt: skip
    return respond_list(request, spec, visible_standstills(account_of(request)))


@page(EDIT)
def standstill(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One of them."""
    found = one_of(visible_standstills(account_of(request)), pk)
    named = [str(row) for name in NAMED
             for row in getattr(found, name).all()]  # fmt: skip
    undo = reverse("inspection:standstill_withdraw", args=[pk])
    blockers = ["该停检记录已撤销"] if found.is_withdrawn else []
    return respond_detail(
        request, found.reason, target=found, tags=[Tag(found.get_kind_display())],
        crumbs=[("停检记录", reverse("inspection:standstills"))],
        facts=[
            Fact("开始", short_time(found.begins_at)),
            Fact("结束", short_time(found.ends_at) if found.ends_at else "另行通知"),
            Fact("范围", "、".join(named) or "全厂"),
        ],
        actions=[] if blockers else [
            Action("撤销", undo, EDIT, method="post", style="danger",
                   confirm="撤销后期间没有检查的任务恢复为待检或漏检，确定吗？"),
        ],
    )  # fmt: skip


@form_page(EDIT)
def standstill_create(request: HttpRequest) -> HttpResponse:
    """Something stands still."""
    account = account_of(request)
    form = StandstillForm(request.POST or None, company=company_of(account))

    def save(data: dict[str, Any]) -> Standstill:
        asked: dict[str, Any] = {
            name: tuple(value) if name in NAMED else value for name, value in data.items()
        }
        return actions.note_standstill(account, actions.Still(**asked))

    back = reverse("inspection:standstills")
    return respond_form(request, form, save, "登记停检", back)


@post_only(EDIT)
def standstill_withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    """It was a mistake."""
    account = account_of(request)
    found = one_of(visible_standstills(account), pk)
    reason = request.POST.get("reason", "") or "登记有误"
    do_or_say(request, lambda: actions.withdraw_standstill(account, found, reason), "已撤销")
    return redirect("inspection:standstill", pk=pk)
