"""What authorities sent down, and our answers with their deadlines."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse

from anhuan.desk.details import Action, Fact, Panel, Table, Tag, respond_detail
from anhuan.desk.forms import respond_form
from anhuan.desk.lists import Column, ListSpec, respond_list
from anhuan.desk.pages import form_page, page
from anhuan.domains.audit.queries import history_of
from anhuan.domains.org.queries import account_of
from anhuan.domains.reporting import actions
from anhuan.domains.reporting.forms.orders import ORDERS, ReplyForm
from anhuan.domains.reporting.models import Order
from anhuan.domains.reporting.pages.words import when
from anhuan.domains.reporting.queries.orders import order_for, visible_orders
from anhuan.domains.reporting.rules.orders import LEVELS, PRIORITIES, STATES, TONES, WAITING
from anhuan.kernel import clock


def _url(one: Order) -> str:
    return reverse("reporting:order", args=[one.pk])


def _level(one: Order) -> Tag:
    return Tag(LEVELS[one.level], f"p{PRIORITIES[one.level]}")


def _state(one: Order) -> Tag:
    late = one.state in WAITING and clock.now() > one.due_at
    return Tag("超期未反馈", "p1") if late else Tag(STATES[one.state], TONES[one.state])


@page("reporting.view")
def orders(request: HttpRequest) -> HttpResponseBase:
    """All of them, the newest first."""
    spec = ListSpec(
        title="监管预警与督办", noun="项", default_sort="-issued_at",
        columns=[
            Column("title", "事项", kind="link"), Column("level", "等级", _level, kind="tag"),
            Column("kind", "类别", "get_kind_display", phone=False),
            Column("state", "状态", _state, kind="tag"),
            Column("issued_at", "下发", kind="time", sort="issued_at", phone=False),
            Column("due_at", "反馈期限", kind="time", sort="due_at"),
            Column("target", "来自", "target.name", phone=False),
            Column("plant", "转达企业", phone=False),
        ],
        filters=ORDERS, search=("title", "text"), row_url=_url,
        empty="监管部门没有下发过预警或督办。",
    )  # fmt: skip
    return respond_list(request, spec, visible_orders(account_of(request)))


@page("reporting.view")
def order(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One of them: what is asked, until when, what we said."""
    found = order_for(account_of(request), pk)
    answer = Action("反馈", reverse("reporting:order_reply", args=[pk]), "reporting.answer",
                    style="primary")  # fmt: skip
    return respond_detail(
        request, found.title, tags=[_level(found), _state(found)],
        crumbs=[("监管预警与督办", reverse("reporting:orders"))],
        actions=[answer] if found.state in WAITING and not found.plant else [],
        facts=[
            Fact("类别", found.get_kind_display()), Fact("来自", found.target.name),
            Fact("下发人", found.by), Fact("下发时间", found.issued_at),
            Fact("转达企业", found.plant), Fact("接收时间", found.taken_at),
            Fact("反馈期限", found.due_at),
            Fact("要求", found.text, wide=True), Fact("核查意见", found.verdict, wide=True),
        ],
        panels=[_replies(found), _reasons(found)], history=history_of(found)[:30],
    )  # fmt: skip


def _replies(found: Order) -> Panel:
    rows = [[when(one.at), str(one.by or one.by_name), one.cause, one.measures,
             when(one.sent_at) if one.sent_at else "待送达"]
            for one in found.replies.select_related("by__person")]  # fmt: skip
    heads = ["反馈时间", "反馈人", "原因", "处置措施", "送达"]
    return Panel("我们的反馈", table=Table(heads, rows, "还没有反馈"))


def _reasons(found: Order) -> Panel | None:
    if not found.reasons:
        return None
    return Panel("原因", table=Table(["原因"], [[one] for one in found.reasons]), side=True)


@form_page("reporting.answer")
def reply(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say why, and what was done."""
    account = account_of(request)
    found = order_for(account, pk)
    return respond_form(
        request, ReplyForm(request.POST or None),
        lambda data: actions.reply(account, found, data["cause"], data["measures"], clock.now()),
        f"反馈：{found.title}", _url(found), submit="反馈", done="已反馈，正在送达监管部门",
    )  # fmt: skip
