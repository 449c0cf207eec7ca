"""Platforms below that pass on what their plants sent (AQ 3064.1-2025 6.2 a)."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from anhuan.desk.details import Action, Fact, Panel, Table, respond_detail
from anhuan.desk.forms import respond_form
from anhuan.desk.lists import Column, ListSpec, respond_list
from anhuan.desk.marks import short_time
from anhuan.desk.pages import form_page, page, post_only
from anhuan.domains.audit.queries import history_of
from anhuan.domains.org.queries import account_of, company_of
from anhuan.domains.province import actions, queries
from anhuan.domains.province.forms.nodes import LowerNodeForm
from anhuan.domains.province.models import LowerNode
from anhuan.domains.province.pages.words import crumbs, enterprise_url, level_tag, standing_of
from anhuan.kernel import clock

EDIT = "province.edit"
_SHOWN = 50


def node_url(one: LowerNode) -> str:
    """A platform's page."""
    return reverse("province:node", args=[one.pk])


@page(EDIT)
def nodes(request: HttpRequest) -> HttpResponseBase:
    """Every platform below, with how many plants it speaks for."""
    spec = ListSpec(
        title="下级平台", noun="个", default_sort="name",
        columns=[
            Column("name", "平台", kind="link", sort="name"),
            Column("bureau", "监管单位", "bureau.name"),
            Column("plants", "转报企业", "plants", kind="number"),
            Column("keyed_at", "发放令牌", kind="time", sort="keyed_at"),
            Column("state", "状态", lambda one: "停用" if one.is_retired else "在用"),
        ],
        row_url=node_url, search=("name",), create_url=reverse("province:node_create"),
        create_right=EDIT, create_label="登记下级平台",
        empty="还没有下级平台。园区、县、市的平台登记后，凭一个令牌转报其全部企业的数据。",
    )  # fmt: skip
    return respond_list(request, spec, queries.visible_nodes(account_of(request), EDIT))


@page(EDIT)
def node(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One of them, and the plants it speaks for."""
    found = _node_for(request, pk)
    rows = [
        [(one.name, enterprise_url(one)), one.code, level_tag(standing_of(one).level),
         short_time(one.made_at)]
        for one in found.enterprises.select_related("standing")[:_SHOWN]
    ]  # fmt: skip
    sure = "旧令牌立即失效，下级平台须换用新令牌才能转报，确定吗？"
    key = f"{short_time(found.keyed_at)} 发放" if found.keyed_at else "未发放"
    return respond_detail(
        request, found.name, target=found,
        crumbs=[*crumbs(), ("下级平台", reverse("province:nodes"))],
        actions=[
            Action("编辑", reverse("province:node_edit", args=[pk]), EDIT),
            Action("发放令牌", reverse("province:node_key", args=[pk]), EDIT, "post", confirm=sure),
        ],
        facts=[
            Fact("监管单位", found.bureau.name), Fact("转报企业", found.plants, "家"),
            Fact("令牌", key), Fact("状态", "停用" if found.is_retired else "在用"),
        ],
        panels=[Panel("转报的企业", table=Table(
            ["企业", "企业编码", "风险", "登记时间"], rows, "还没有收到转报"))],
        history=history_of(found)[:30],
    )  # fmt: skip


def _node_for(request: HttpRequest, pk: UUID) -> Any:
    return get_object_or_404(queries.visible_nodes(account_of(request), EDIT), pk=pk)


@form_page(EDIT)
def create(request: HttpRequest) -> HttpResponse:
    """Register one; its token comes next."""
    account = account_of(request)
    form = LowerNodeForm(request.POST or None, account=account)
    fresh = LowerNode(company=company_of(account))
    return respond_form(
        request, form, lambda _: actions.save_node(account, fresh, form.changes),
        "登记下级平台", node_url, cancel=reverse("province:nodes"),
    )  # fmt: skip


@form_page(EDIT)
def edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change what is known of it, or take it out of use."""
    account, found = account_of(request), _node_for(request, pk)
    form = LowerNodeForm(request.POST or None, instance=found, account=account)
    return respond_form(
        request, form, lambda _: actions.save_node(account, found, form.changes),
        f"编辑 {found.name}", node_url(found),
    )  # fmt: skip


@post_only(EDIT)
def key(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A new token, shown this once."""
    found = _node_for(request, pk)
    token = actions.issue_token(account_of(request), found, clock.now())
    answer = render(request, "province/token.html", {"node": found, "token": token,
                                                      "title": f"{found.name} 令牌"})  # fmt: skip
    answer.headers["Cache-Control"] = "no-store"
    return answer
