"""What went and what did not: the list, one version, one message."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse

from anhuan.desk.details import Action, Fact, Panel, Table, respond_detail
from anhuan.desk.forms import do_or_say, respond_form
from anhuan.desk.lists import BulkAction, Column, ListSpec, respond_bulk, respond_list, selected
from anhuan.desk.pages import form_page, page, post_only
from anhuan.domains.audit.queries import history_of
from anhuan.domains.org.queries import account_of
from anhuan.domains.reporting import actions
from anhuan.domains.reporting.forms.filters import DELIVERIES, SEARCH
from anhuan.domains.reporting.forms.targets import ReasonForm
from anhuan.domains.reporting.models import Delivery
from anhuan.domains.reporting.pages.words import (
    batch_tag,
    shown,
    state_tag,
    table_name,
    thing_url,
    when,
)
from anhuan.domains.reporting.queries import batch_for, delivery_for, visible_deliveries
from anhuan.domains.reporting.queries.queue import waits_for
from anhuan.domains.reporting.rules import states
from anhuan.domains.reporting.seeds.loader import tables
from anhuan.kernel import clock

SEND = "reporting.send"
HOME = ("数据上报", "reporting:overview")


def _trouble(one: Delivery) -> str:
    if one.state == states.HELD:
        return "；".join(fault["text"] for fault in one.faults[:3])
    return one.said


@page("reporting.view")
def deliveries(request: HttpRequest) -> HttpResponseBase:
    """Every version of every row at every receiver."""
    spec = ListSpec(
        title="上报记录", noun="条", default_sort="-made_at",
        columns=[
            Column("made_at", "产生", kind="time", sort="made_at"),
            Column("row", "数据", "row.title", kind="link"),
            Column("table", "表", lambda one: table_name(one.table), phone=False),
            Column("target", "目标", "target.name", phone=False),
            Column("state", "状态", state_tag, kind="tag"),
            Column("finished_at", "完成", kind="time", sort="finished_at", phone=False),
            Column("trouble", "问题", _trouble),
            Column("version", "版本", kind="number", hidden=True),
            Column("due_at", "应报时间", kind="time", sort="due_at", hidden=True),
            Column("receipt", "回执", "batch.receipt", hidden=True),
        ],
        filters=DELIVERIES, search=SEARCH,
        row_url=lambda one: reverse("reporting:delivery", args=[one.pk]),
        row_tone=lambda one: "off" if one.state == states.SUPERSEDED else "",
        bulk=[BulkAction("重新上报", reverse("reporting:resend_many"), SEND)],
        empty="还没有上报记录。启用一个上报目标后，变更的数据会自动排队。",
    )  # fmt: skip
    return respond_list(request, spec, visible_deliveries(account_of(request)))


@page("reporting.view")
def delivery(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One version: the columns, the faults, the receipt, what it waits for."""
    found = delivery_for(account_of(request), pk)
    return respond_detail(
        request, str(found.row), tags=[state_tag(found)], actions=_actions(found),
        crumbs=[(HOME[0], reverse(HOME[1])), ("上报记录", reverse("reporting:deliveries"))],
        facts=_facts(found), panels=[_faults(found), _columns(found), _versions(found)],
        history=history_of(found)[:30],
    )  # fmt: skip


def _actions(found: Delivery) -> list[Action]:
    def url(name: str) -> str:
        return reverse(f"reporting:delivery_{name}", args=[found.pk])

    ended = found.state in (states.SENT, states.REFUSED, states.HELD)
    stuck = found.state in (states.HELD, states.REFUSED, states.WAITING)
    return [
        *([Action("重新上报", url("resend"), SEND, "post", "primary")] if ended else []),
        *([Action("作废", url("drop"), SEND, style="danger")] if stuck else []),
    ]


def _facts(found: Delivery) -> list[Fact]:
    thing, batch = thing_url(found.row), found.batch
    message = reverse("reporting:batch", args=[batch.pk]) if batch else ""
    return [
        Fact("目标", found.target.name, url=reverse("reporting:target", args=[found.target_id])),
        Fact("表", table_name(found.table)),
        Fact("对象", "打开" if thing else "", url=thing),
        Fact("版本", found.version),
        Fact("产生时间", found.made_at),
        Fact("应报时间", found.due_at or "等待时段"),
        Fact("完成时间", found.finished_at),
        Fact("报文", when(batch.made_at) if batch else "", url=message),
        Fact("对方答复", found.said or (batch.said if batch else ""), wide=True),
        Fact("回执", batch.receipt if batch else "", wide=True),
    ]


def _faults(found: Delivery) -> Panel | None:
    rows = [[fault["label"], fault["key"], fault["text"]] for fault in found.faults]
    if found.state == states.WAITING:
        rows += [["等待", "", text] for text in waits_for(found)]
    if not rows:
        return None
    return Panel("为什么没有上报", table=Table(["字段", "标识", "说明"], rows))


def _columns(found: Delivery) -> Panel:
    table = tables()[found.table]
    rows = [
        [str(one.nr), one.label, one.key, shown(one, found.content.get(one.key))]
        for one in table.columns
    ]  # fmt: skip
    return Panel(f"{table.name}（{table.law}）", table=Table(["序号", "名称", "标识", "值"], rows))


def _versions(found: Delivery) -> Panel:
    rows = [
        [(f"第 {one.version} 版", reverse("reporting:delivery", args=[one.pk])), one.target.name,
         when(one.made_at), state_tag(one)]
        for one in found.row.deliveries.select_related("target").order_by("-version", "target")[:20]
    ]  # fmt: skip
    return Panel(
        "同一数据的其他版本与目标", table=Table(["版本", "目标", "产生", "状态"], rows), side=True
    )


@post_only(SEND)
def resend(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The same once more."""
    account = account_of(request)
    found = delivery_for(account, pk)
    do_or_say(request, lambda: actions.resend(account, found, clock.now()), "已重新排队上报")
    return HttpResponseRedirect(reverse("reporting:delivery", args=[pk]))


@post_only(SEND)
def resend_many(request: HttpRequest) -> HttpResponseBase:
    """Those that were ticked; each says why not."""
    account = account_of(request)
    rows = selected(request, visible_deliveries(account))
    return respond_bulk(
        request, rows, lambda one: actions.resend(account, one, clock.now()), "重新上报",
        reverse("reporting:deliveries"),
    )  # fmt: skip


@form_page(SEND)
def drop(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Not to be sent; what stood behind it may go."""
    account = account_of(request)
    found = delivery_for(account, pk)
    return respond_form(
        request, ReasonForm(request.POST or None),
        lambda data: actions.drop(account, found, data["why"], clock.now()),
        f"作废：{found.row}", reverse("reporting:delivery", args=[pk]), submit="作废",
        done="已作废",
    )  # fmt: skip


@page("reporting.view")
def batch(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One message with its receipt, digest and signature."""
    found = batch_for(account_of(request), pk)
    rows = [
        [(str(one.row), reverse("reporting:delivery", args=[one.pk])), state_tag(one), one.said]
        for one in found.deliveries.select_related("row")[:200]
    ]  # fmt: skip
    return respond_detail(
        request, f"{table_name(found.table)} {found.rows} 条", tags=[batch_tag(found)],
        crumbs=[(HOME[0], reverse(HOME[1])),
                (found.target.name, reverse("reporting:target", args=[found.target_id]))],
        facts=[
            Fact("报文编号", found.pk), Fact("组包时间", found.made_at),
            Fact("尝试次数", found.attempts), Fact("最近尝试", found.tried_at),
            Fact("完成时间", found.finished_at),
            Fact("下次尝试", found.next_try_at if found.state == "sending" else ""),
            Fact("对方答复", found.said, wide=True), Fact("回执", found.receipt, wide=True),
            Fact("内容 SM3", found.content_sm3, wide=True),
            Fact("SM2 签名", found.signature, wide=True), Fact("公钥", found.public_key, wide=True),
        ],
        panels=[Panel("数据", table=Table(["数据", "状态", "答复"], rows, "测试报文，不计入上报"))],
    )  # fmt: skip
