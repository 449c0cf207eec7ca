"""Rewards and penalties: what the figures propose, what was decided."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from anhuan.desk.details import Action, Fact, respond_detail
from anhuan.desk.forms import do_or_say, respond_form
from anhuan.desk.lists import Column, ListSpec, Tag, respond_list
from anhuan.desk.pages import form_page, page, post_only
from anhuan.domains.mechanism import actions, queries
from anhuan.domains.mechanism.forms.awards import AwardForm
from anhuan.domains.mechanism.forms.spans import span_from
from anhuan.domains.mechanism.models import Award
from anhuan.domains.mechanism.rules.rewards import points_of
from anhuan.domains.org.queries import account_of, company_of
from anhuan.kernel import clock

COLUMNS = [
    Column("person", "人员", "person.name"),
    Column("department", "部门", lambda one: str(one.person.department or "")),
    Column("first", "自", sort="first"), Column("last", "至", sort="last"),
    Column("points", "分值", kind="number", sort="points"),
    Column("proposed", "建议分值", kind="number"),
    Column("amount_cny", "金额", kind="number", unit="元"), Column("reason", "事由"),
    Column("decided_by", "决定人", "decided_by.display_name"),
    Column("decided_at", "决定时间", kind="time", sort="decided_at"),
    Column("state", "状态", lambda one: Tag("已撤销", "off") if one.is_withdrawn
           else Tag("有效", "good"), kind="tag"),
]  # fmt: skip


@page("mechanism.view")
def proposals(request: HttpRequest) -> HttpResponse:
    """Everybody's part in a span and the points it comes to."""
    account, now = account_of(request), clock.now()
    span, own = span_from(request.GET, now), queries.settings_of(company_of(account))
    parts = queries.parts_for(account, span.asked.begin, span.asked.end)
    rows = [(person, part, points_of(part, own)) for person, part in parts]
    rows.sort(key=lambda row: (-row[2], row[0].number))
    may = account.may("mechanism.award")
    context = {"title": "奖惩建议", "span": span, "rows": rows, "own": own, "perms_award": may}
    return render(request, "mechanism/proposals.html", context)


@page("mechanism.view")
def awards(request: HttpRequest) -> HttpResponseBase:
    """What was decided, newest first."""
    spec = ListSpec(
        title="奖惩记录", noun="条", columns=COLUMNS, default_sort="-decided_at",
        search=["person__name", "reason"], search_hint="姓名、事由",
        row_url=lambda one: reverse("mechanism:award", args=[one.pk]),
        create_url=reverse("mechanism:award_create"), create_right="mechanism.award",
        empty="还没有奖惩记录。",
    )  # fmt: skip
    return respond_list(request, spec, queries.visible_awards(account_of(request)))


@form_page("mechanism.award")
def award_create(request: HttpRequest) -> HttpResponse:
    """Decide. `?person=&first=&last=&points=` come from the proposals."""
    account = account_of(request)
    names = ("person", "first", "last", "points")
    first = {name: request.GET[name] for name in names if name in request.GET}
    form = AwardForm(request.POST or None, company=company_of(account), initial=first)
    back = reverse("mechanism:awards")
    return respond_form(
        request, form, lambda given: actions.decide(account, **given, now=clock.now()),
        "登记奖惩", back, cancel=back,
    )  # fmt: skip


@page("mechanism.view")
def award(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One decision with the figures it was made on."""
    found = queries.get_award_for(account_of(request), pk)
    withdraw = Action(
        "撤销", reverse("mechanism:award_withdraw", args=[pk]), "mechanism.award", method="post",
        style="danger", confirm="撤销后不再计入奖惩，确定吗？",
    )  # fmt: skip
    return respond_detail(
        request, str(found), target=found, crumbs=[("奖惩记录", reverse("mechanism:awards"))],
        tags=[Tag("已撤销", "off")] if found.is_withdrawn else [Tag("有效", "good")],
        actions=[] if found.is_withdrawn else [withdraw], facts=_facts(found),
    )  # fmt: skip


def _facts(found: Award) -> list[Fact]:
    return [
        Fact("人员", found.person.name), Fact("部门", str(found.person.department or "—")),
        Fact("周期", f"{found.first} 至 {found.last}"), Fact("分值", f"{found.points:+g}"),
        Fact("建议分值", f"{found.proposed:+g}"), Fact("金额", found.amount_cny, "元"),
        Fact("事由", found.reason), Fact("决定人", found.decided_by.display_name),
    ]  # fmt: skip


@post_only("mechanism.award")
def award_withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take it back."""
    account = account_of(request)
    found = queries.get_award_for(account, pk)
    do_or_say(request, lambda: actions.withdraw(account, found), "奖惩已撤销")
    return redirect("mechanism:award", pk=pk)
