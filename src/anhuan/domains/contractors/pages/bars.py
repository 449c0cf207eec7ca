"""The blacklist (CON-007)."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse

from anhuan.desk.details import Action, Fact, respond_detail
from anhuan.desk.forms import respond_form
from anhuan.desk.lists import Column, ListSpec, Tag, respond_list
from anhuan.desk.pages import form_page, page
from anhuan.domains.audit.queries import history_of
from anhuan.domains.contractors import actions
from anhuan.domains.contractors.forms.members import BAR_FILTERS, BAR_SEARCH, BarForm, LiftForm
from anhuan.domains.contractors.models import Bar
from anhuan.domains.contractors.pages.common import HISTORY, today, until, url
from anhuan.domains.contractors.queries import library as queries
from anhuan.domains.org.queries import account_of, company_of

VIEW, APPROVE = queries.VIEW, queries.APPROVE


def state_tag(row: Bar) -> Tag:
    """Whether it bars today."""
    if row.lifted_at is not None:
        return Tag("已解除", "off")
    if row.until is not None and row.until < today():
        return Tag("已到期", "off")
    return Tag("在列", "p2") if row.since <= today() else Tag("未开始", "p4")


@page(VIEW)
def bars(request: HttpRequest) -> HttpResponseBase:
    """Who is barred, was, and why."""
    spec = ListSpec(
        title="黑名单",
        noun="条",
        default_sort="-since",
        columns=[
            Column("whom", "单位或人员", str, kind="link"),
            Column("kind", "对象", lambda b: "单位" if b.firm_id else "人员"),
            Column("state", "状态", state_tag, kind="tag"),
            Column("reason", "原因"),
            Column("since", "起始", kind="date", sort="since"),
            Column("until", "截止", lambda b: until(b, "until"), sort="until"),
            Column("by", "列入人", phone=False),
        ],
        filters=BAR_FILTERS,
        search=BAR_SEARCH,
        row_url=lambda row: url("bar", row),
        row_tone=lambda row: "off" if state_tag(row).tone == "off" else "",
        create_url=reverse("contractors:bar_create"),
        create_right=APPROVE,
        create_label="列入黑名单",
        empty="黑名单是空的。",
    )
    return respond_list(request, spec, queries.visible_bars(account_of(request)))


@page(VIEW)
def bar(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One entry."""
    found = queries.get_bar_for(account_of(request), pk)
    lift = Action("解除", url("bar_lift", found), APPROVE)
    return respond_detail(
        request, str(found), target=found,
        crumbs=[("黑名单", reverse("contractors:bars"))], tags=[state_tag(found)],
        actions=[] if found.lifted_at else [lift],
        facts=[
            Fact("对象", "单位" if found.firm_id else "人员"), Fact("起始", found.since),
            Fact("截止", until(found, "until")), Fact("列入人", found.by),
            Fact("原因", found.reason, wide=True), Fact("解除时间", found.lifted_at),
            Fact("解除人", found.lifted_by), Fact("解除原因", found.lifted_why, wide=True),
        ],
        history=history_of(found)[:HISTORY],
    )  # fmt: skip


@form_page(APPROVE)
def bar_create(request: HttpRequest) -> HttpResponse:
    """Bar a firm or a person; `?firm=` or `?person=` names whom."""
    account = account_of(request)
    start = {name: request.GET.get(name) for name in ("firm", "person")}
    form = BarForm(request.POST or None, company=company_of(account), initial=start)
    return respond_form(
        request, form, lambda _: actions.bar(account, form.barring()), "列入黑名单",
        lambda made: url("bar", made), cancel=reverse("contractors:bars"), submit="列入",
        done="已列入；作业票不能再选择，已签发的票每日核对时报警",
    )  # fmt: skip


@form_page(APPROVE)
def bar_lift(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take somebody off."""
    account = account_of(request)
    found = queries.get_bar_for(account, pk)
    return respond_form(
        request, LiftForm(request.POST or None),
        lambda data: actions.lift_bar(account, found, data["reason"]), f"解除 {found}",
        url("bar", found), submit="解除", done="已解除",
    )  # fmt: skip
