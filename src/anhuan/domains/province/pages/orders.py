"""What went down to plants: all of it, one of it, issuing, checking the answer."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse

from anhuan.desk.details import Action, Fact, Panel, Step, Table, respond_detail
from anhuan.desk.forms import respond_form
from anhuan.desk.lists import Column, ListSpec, Tag, respond_list
from anhuan.desk.marks import short_time
from anhuan.desk.pages import form_page, page
from anhuan.domains.audit.queries import history_of
from anhuan.domains.org.queries import account_of
from anhuan.domains.province import actions, queries
from anhuan.domains.province.actions.ordering import Draft
from anhuan.domains.province.forms.filters import ORDERS
from anhuan.domains.province.forms.orders import OrderForm, VerdictForm
from anhuan.domains.province.models import Order
from anhuan.domains.province.pages.words import crumbs, enterprise_url, level_tag, order_tag
from anhuan.domains.province.queries.checks import checks_of
from anhuan.domains.province.rules.levels import is_overdue
from anhuan.domains.province.rules.orders import ANSWERED, WAITING
from anhuan.kernel import clock

ACT = "province.act"


def order_url(one: Order) -> str:
    """Its page."""
    return reverse("province:order", args=[one.pk])


def due_tag(one: Order) -> Tag:
    """In time, late, or how it ended."""
    late = is_overdue(one.due_at, one.answered_at, clock.now())
    if one.state in WAITING:
        return Tag("超期", "p2") if late else Tag("期限内")
    return Tag("逾期反馈", "p3") if late else Tag("按期", "good")


@page("province.view")
def orders(request: HttpRequest) -> HttpResponseBase:
    """Everything, the newest first."""
    spec = ListSpec(
        title="预警与督办", noun="项", default_sort="-issued_at",
        columns=[
            Column("title", "事项", kind="link"),
            Column("enterprise", "企业", "enterprise.name"),
            Column("kind", "类别", "get_kind_display", phone=False),
            Column("level", "等级", lambda one: level_tag(one.level), kind="tag"),
            Column("state", "状态", order_tag, kind="tag"),
            Column("due", "反馈", due_tag, kind="tag"),
            Column("issued_at", "下发", kind="time", sort="issued_at", phone=False),
            Column("due_at", "期限", kind="time", sort="due_at"),
            Column("answered_at", "反馈时间", kind="time", sort="answered_at", phone=False),
            Column("closed_at", "闭环", kind="time", sort="closed_at", phone=False),
        ],
        filters=ORDERS, search=("title", "text", "enterprise__name"), row_url=order_url, csv=True,
        empty="还没有下行事项。在企业页面下发督办，或由模型自动下发预警。",
    )  # fmt: skip
    return respond_list(request, spec, queries.visible_orders(account_of(request)))


@page("province.view")
def order(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One of them: why, until when, what the plant said, what became of it."""
    found = queries.order_for(account_of(request), pk)
    plant = found.enterprise
    return respond_detail(
        request, found.title, crumbs=[*crumbs(), ("预警与督办", reverse("province:orders"))],
        tags=[level_tag(found.level), order_tag(found), due_tag(found)], actions=_actions(found),
        steps=_steps(found),
        facts=[
            Fact("企业", plant.name, url=enterprise_url(plant)),
            Fact("类别", found.get_kind_display()), Fact("下发人", found.issuer),
            Fact("下发时间", found.issued_at), Fact("反馈期限", found.due_at),
            Fact("企业接收", found.taken_at), Fact("企业反馈", found.answered_at),
            Fact("闭环时间", found.closed_at), Fact("要求", found.text, wide=True),
            Fact("核查意见", found.verdict, wide=True),
        ],
        panels=[_answers(found), _checks(found), _reasons(found)], history=history_of(found)[:30],
    )  # fmt: skip


def _steps(found: Order) -> list[Step]:
    moments = [("下发", found.issued_at), ("企业接收", found.taken_at),
               ("企业反馈", found.answered_at), ("闭环", found.closed_at)]  # fmt: skip
    done = [at is not None for _, at in moments]
    now = done.index(False) if False in done else len(done)
    return [
        Step(word, short_time(at) if at else "",
             "done" if index < now else ("now" if index == now else "next"))
        for index, (word, at) in enumerate(moments)
    ]  # fmt: skip


def _actions(found: Order) -> list[Action]:
    check = reverse("province:enterprise_check", args=[found.enterprise_id])
    look = Action("核查记录", f"{check}?order={found.pk}", ACT)
    if found.state != ANSWERED or found.above:
        return [look]
    return [
        Action("核查闭环", reverse("province:order_close", args=[found.pk]), ACT, style="primary"),
        look,
        Action("退回重办", reverse("province:order_return", args=[found.pk]), ACT, style="danger"),
    ]


def _answers(found: Order) -> Panel:
    rows = [[short_time(one.at), one.by, one.cause, one.measures] for one in found.answers.all()]
    heads = ["反馈时间", "反馈人", "原因", "处置措施"]
    return Panel("企业反馈", table=Table(heads, rows, "企业还没有反馈"))


def _checks(found: Order) -> Panel:
    """From afar and on the spot (鲁应急字〔2021〕107号 正文 三)."""
    rows = [
        [short_time(one.at), "现场" if one.is_on_site else "线上", one.get_result_display(),
         one.note, str(one.by)]
        for one in checks_of(found)
    ]  # fmt: skip
    heads = ["时间", "方式", "结果", "情况", "核查人"]
    return Panel("线上线下核查", table=Table(heads, rows, "还没有核查记录"))


def _reasons(found: Order) -> Panel | None:
    if not found.reasons:
        return None
    rows = [[str(one.get("text", "")), str(one.get("points", ""))] for one in found.reasons]
    return Panel("原因", table=Table(["原因", "分值"], rows), side=True)


@form_page(ACT)
def create(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Send an order, a reminder or a warning to a plant."""
    account = account_of(request)
    plant = queries.enterprise_for(account, pk, ACT)
    row = queries.row_asked(account, request.GET.get("about", ""))
    initial = {"title": f"督办：{row.title}"[:100] if row else request.GET.get("title", "")}
    form = OrderForm(request.POST or None, initial=initial)

    def save(data: dict[str, Any]) -> Order:
        draft = Draft(**data, about=row.pk if row else None)
        return actions.issue(account, plant, draft, clock.now())

    return respond_form(
        request, form, save, f"下发 {plant.name}", order_url, submit="下发",
        done="已下发，企业下次联系时接收", cancel=enterprise_url(plant),
    )  # fmt: skip


@form_page(ACT)
def close(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What the plant answered holds."""
    return _verdict(request, pk, actions.close, "核查闭环")


@form_page(ACT)
def send_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    """It does not."""
    return _verdict(request, pk, actions.send_back, "退回重办")


def _verdict(request: HttpRequest, pk: UUID, act: Any, word: str) -> HttpResponse:
    account = account_of(request)
    found = queries.order_for(account, pk, ACT)
    return respond_form(
        request, VerdictForm(request.POST or None),
        lambda data: act(account, found, data["note"], clock.now()),
        f"{word}：{found.title}", order_url(found), submit=word, done=f"已{word}",
    )  # fmt: skip
