"""Signing for somebody else: who does it for whom, until when and why (AQ 3064.2-2025 5.5.3)."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from anhuan.desk.details import Action, Fact, respond_detail
from anhuan.desk.forms import do_or_say, respond_form
from anhuan.desk.lists import Column, ListSpec, respond_list
from anhuan.desk.marks import Tag
from anhuan.desk.pages import form_page, page, post_only
from anhuan.domains.org.queries import account_of, company_of
from anhuan.domains.permits.actions import delegate, end_delegation
from anhuan.domains.permits.forms.duties import DelegationForm
from anhuan.domains.permits.models import Delegation
from anhuan.domains.permits.rules.kinds import KINDS, Kind
from anhuan.kernel import clock


def _kinds(row: Delegation) -> str:
    return "、".join(KINDS[Kind(one)].short for one in row.kinds) or "全部"


def _state(row: Delegation) -> Tag:
    now = clock.now()
    if row.ended_at or row.until_at <= now:
        return Tag("已结束", "off")
    return Tag("生效中", "good") if row.from_at <= now else Tag("未开始")


@page("permits.approve")
def delegations(request: HttpRequest) -> HttpResponseBase:
    """Those of the plant, the newest first; one's own may be taken back."""
    account = account_of(request)
    spec = ListSpec(
        title="签批委托", noun="项", default_sort="-from_at",
        columns=[
            Column("giver", "委托人", "giver.display_name", kind="link"),
            Column("taker", "被委托人", "taker.display_name"),
            Column("from_at", "开始", kind="time", sort="from_at"),
            Column("until_at", "结束", kind="time", sort="until_at"),
            Column("state", "状态", _state, kind="tag"),
            Column("kinds", "作业类型", _kinds), Column("reason", "原因"),
        ],
        search=["giver__person__name", "taker__person__name", "reason"],
        search_hint="姓名、原因", row_tone=lambda row: "off" if row.ended_at else "",
        row_url=lambda row: reverse("permits:delegation", args=[row.pk]),
        create_url=reverse("permits:delegation_create"), create_right="permits.approve",
        create_label="委托他人签批",
        empty="没有委托。外出时可委托有签批权限的同事代签，代签记录委托人。",
    )  # fmt: skip
    rows = Delegation.objects.filter(giver__company=company_of(account))
    return respond_list(request, spec, rows.select_related("giver__person", "taker__person"))


@form_page("permits.approve")
def delegation_create(request: HttpRequest) -> HttpResponse:
    """In one's own name only."""
    account = account_of(request)
    form = DelegationForm(request.POST or None, account=account, now=clock.now())
    return respond_form(
        request, form, lambda _: delegate(account, form.asked()), "委托他人签批",
        reverse("permits:delegations"), done="已委托",
        crumbs=[("签批委托", reverse("permits:delegations"))],
    )  # fmt: skip


@page("permits.approve")
def delegation(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One, with the button that takes it back."""
    account = account_of(request)
    row = get_object_or_404(Delegation, pk=pk, giver__company=company_of(account))
    state = _state(row)
    end = Action("收回委托", reverse("permits:delegation_end", args=[pk]), "permits.approve",
                 method="post", style="danger", confirm="收回后不能再代签，确定吗？")  # fmt: skip
    mine = row.giver_id == account.pk and state.text != "已结束"
    return respond_detail(
        request, "签批委托", crumbs=[("签批委托", reverse("permits:delegations"))], tags=[state],
        actions=[end] if mine else [],
        facts=[
            Fact("委托人", row.giver.display_name), Fact("被委托人", row.taker.display_name),
            Fact("开始", row.from_at), Fact("结束", row.ended_at or row.until_at),
            Fact("作业类型", _kinds(row)), Fact("原因", row.reason, wide=True),
        ],
    )  # fmt: skip


@post_only("permits.approve")
def delegation_end(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Only the giver's to take back."""
    account = account_of(request)
    row = get_object_or_404(Delegation, pk=pk, giver__company=company_of(account))
    do_or_say(request, lambda: end_delegation(account, row, clock.now()), "已收回委托")
    return redirect("permits:delegations")
