"""Nodes: the one beside the plant and those far away."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from anhuan.desk.forms import respond_form
from anhuan.desk.lists import Column, ListSpec, respond_list
from anhuan.desk.pages import form_page, page
from anhuan.domains.org.queries import account_of, company_of
from anhuan.domains.pipes import actions
from anhuan.domains.pipes.forms.pipes import NodeForm, ReasonForm
from anhuan.domains.pipes.pages.words import EDIT, VIEW, crumbs, node_tag
from anhuan.domains.pipes.queries import node_for, visible_nodes
from anhuan.domains.pipes.rules.enrolling import GOOD_FOR
from anhuan.kernel import clock
from anhuan.kernel.errors import Refused


@page(VIEW)
def nodes(request: HttpRequest) -> HttpResponseBase:
    """All of them."""
    may_edit = account_of(request).may(EDIT)
    spec = ListSpec(
        title="交换节点", noun="个", default_sort="name",
        columns=[
            Column("name", "名称", kind="link", sort="name"),
            Column("state", "状态", node_tag, kind="tag"),
            Column("heard_at", "最近报告", kind="time", sort="heard_at"),
            Column("pipes", "管道", lambda one: len(one.report.get("pipes", [])), kind="number"),
            Column("receives", "接收通道", lambda one: len(one.report.get("receives", [])),
                   kind="number"),
            Column("enrolled_at", "登记时间", kind="time", phone=False),
        ],
        row_url=lambda one: reverse("pipes:node_retire", args=[one.pk])
        if may_edit and not one.is_local else "",
        create_url=reverse("pipes:node_create"), create_right=EDIT, create_label="登记节点",
        empty="还没有节点。启动平台后本机节点自动出现。",
    )  # fmt: skip
    return respond_list(request, spec, visible_nodes(account_of(request)))


@form_page(EDIT)
def create(request: HttpRequest) -> HttpResponse:
    """A name; the one-time token is shown once, with the command to type."""
    account, form = account_of(request), NodeForm(request.POST or None)
    context = {"title": "登记节点", "form": form, "submit": "生成令牌", "blockers": [],
               "cancel": reverse("pipes:nodes"), "crumbs": crumbs()}  # fmt: skip
    if not form.is_valid():
        return render(request, "desk/form.html", context)
    try:
        name = form.cleaned_data["name"]
        node, token = actions.add_node(account, company_of(account), name, clock.now())
    except Refused as refused:
        return render(request, "desk/form.html", context | {"blockers": refused.blockers},
                      status=422)  # fmt: skip
    desk = request.build_absolute_uri("/").rstrip("/")
    return render(request, "pipes/token.html", {
        "title": f"节点 {node}", "token": token, "desk": desk, "crumbs": crumbs(),
        "hours": int(GOOD_FOR.total_seconds() // 3600),
    })  # fmt: skip


@form_page(EDIT)
def retire(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Its key opens nothing any more."""
    account = account_of(request)
    found = node_for(account, pk)
    return respond_form(
        request, ReasonForm(request.POST or None),
        lambda given: actions.retire_node(account, found, given["why"]), f"注销节点：{found}",
        reverse("pipes:nodes"), submit="注销", done="已注销",
    )  # fmt: skip
