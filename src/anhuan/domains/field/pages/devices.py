"""Phones in the field: who uses which, what it has not sent yet, and shutting out a lost one."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse

from anhuan.desk.details import Action, Fact, Panel, Table, respond_detail
from anhuan.desk.forms import do_or_say, respond_form
from anhuan.desk.lists import Column, ListSpec, Tag, respond_list
from anhuan.desk.marks import short_time
from anhuan.desk.pages import form_page, page, post_only
from anhuan.domains.audit.queries import history_of
from anhuan.domains.field import actions, queries
from anhuan.domains.field.forms.devices import DEVICE_FILTERS, DEVICE_SEARCH, BlockForm, LedgerForm
from anhuan.domains.field.models import Device, Operation
from anhuan.domains.field.rules.ledger import Protection, terminal_faults
from anhuan.domains.field.rules.times import LABELS
from anhuan.domains.org.queries import account_of, company_of
from anhuan.kernel import clock
from anhuan.kernel.errors import Blocker

SHOWN = 100


@page("devices.view")
def devices(request: HttpRequest) -> HttpResponseBase:
    """All phones; those that do not belong into explosive places are marked."""
    zones = queries.explosive_zones(company_of(account_of(request)))
    spec = ListSpec(
        title="现场手机",
        noun="台",
        default_sort="-seen_at",
        columns=[
            Column("label", "手机", str, kind="link"),
            Column("account", "最近使用人", lambda row: row.account.display_name),
            Column("state", "状态", state_tag, kind="tag"),
            Column("ex", "防爆", lambda row: ex_tag(row, zones), kind="tag"),
            Column("unsent", "未传", kind="number", sort="unsent"),
            Column("seen_at", "最近联网", kind="time", sort="seen_at"),
            Column("received", "收到操作", kind="number", sort="received", phone=False),
            Column("refused", "被退回", kind="number", sort="refused", phone=False),
            Column("app_version", "应用版本", sort="app_version", phone=False),
        ],
        filters=DEVICE_FILTERS,
        search=DEVICE_SEARCH,
        row_url=lambda row: reverse("field:device", args=[row.pk]),
        row_tone=lambda row: "off" if row.blocked_at else "",
        empty="还没有手机用过现场应用。用手机打开 /m/ 并登录后，会自动列在这里。",
    )
    return respond_list(request, spec, queries.visible_devices(account_of(request)))


@page("devices.view")
def device(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One phone with what came from it."""
    found = queries.get_device_for(account_of(request), pk)
    faults = ledger_faults(found, queries.explosive_zones(found.company))
    rows = queries.operations_of(found)[:SHOWN]
    return respond_detail(
        request,
        str(found),
        target=found,
        crumbs=[("现场手机", reverse("field:devices"))],
        tags=[state_tag(found)],
        actions=[
            Action("登记防爆", reverse("field:device_edit", args=[pk]), "devices.edit"),
            _switch(found),
        ],
        facts=[
            Fact("最近使用人", found.account.display_name),
            Fact("型号", found.label),
            Fact("应用版本", found.app_version),
            Fact("防爆标志", found.ex_mark),
            Fact("防爆合格证号", found.ex_certificate),
            Fact("防爆证有效期至", found.ex_valid_until),
            Fact("防爆", "；".join(one.text for one in faults), tone="p3"),
            Fact("首次使用", short_time(found.first_seen_at)),
            Fact("最近联网", short_time(found.seen_at)),
            Fact("未传", found.unsent, "条"),
            Fact("最早未传", found.oldest_unsent_s // 60, "分前"),
            Fact("停用原因", found.blocked_reason),
        ],
        panels=[Panel("收到的操作", table=Table(HEAD, [operation_row(row) for row in rows]))],
        history=history_of(found)[:30],
    )


HEAD = ["推定时间", "收到", "操作人", "操作", "结果", "时间存疑"]


def operation_row(row: Operation) -> list[str]:
    """What was done, when really, and what was answered."""
    reasons = "；".join(blocker["text"] for blocker in row.blockers)
    outcome = f"{row.get_state_display()} {reasons}".strip()
    doubts = "、".join(LABELS[doubt] for doubt in row.doubts)
    return [
        short_time(row.happened_at), short_time(row.received_at), row.account.display_name,
        row.kind, outcome, f"± {row.doubt_s:.0f} s {doubts}".strip(),
    ]  # fmt: skip


def _switch(found: Device) -> Action:
    if found.blocked_at:
        back = reverse("field:device_unblock", args=[found.pk])
        return Action("恢复使用", back, "devices.edit", "post")
    out = reverse("field:device_block", args=[found.pk])
    return Action("停用（丢失）", out, "devices.edit", style="danger")


@form_page("devices.edit")
def device_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Its explosion protection, off the label on its back."""
    account = account_of(request)
    found = queries.get_device_for(account, pk)
    return respond_form(
        request, LedgerForm(request.POST or None, instance=found),
        lambda data: actions.register_device(account, found, data), f"登记 {found}",
        reverse("field:device", args=[pk]),
    )  # fmt: skip


@form_page("devices.edit")
def device_block(request: HttpRequest, pk: UUID) -> HttpResponse:
    """It was lost."""
    account = account_of(request)
    found = queries.get_device_for(account, pk)
    return respond_form(
        request,
        BlockForm(request.POST or None),
        lambda data: actions.block_device(account, found, data["reason"]),
        f"停用 {found}",
        reverse("field:device", args=[pk]),
    )


@post_only("devices.edit")
def device_unblock(request: HttpRequest, pk: UUID) -> HttpResponse:
    """It was found."""
    account = account_of(request)
    found = queries.get_device_for(account, pk)
    do_or_say(request, lambda: actions.unblock_device(account, found), "已恢复")
    return HttpResponseRedirect(reverse("field:device", args=[pk]))


def ledger_faults(found: Device, zones: set[int]) -> list[Blocker]:
    """What its ledger lacks for the plant's explosive places."""
    known = Protection(found.ex_mark, found.ex_certificate, found.ex_valid_until)
    return list(terminal_faults(known, zones, clock.now().date()))


def ex_tag(found: Device, zones: set[int]) -> Tag | None:
    """Fit for every explosive place of the plant, or not; nothing where there are none."""
    if not zones:
        return None
    return Tag("不符合", "p3") if ledger_faults(found, zones) else Tag("符合", "good")


def state_tag(found: Device) -> Tag:
    """Shut out, holding unsent work, or well."""
    if found.blocked_at:
        return Tag("已停用", "off")
    return Tag("有未传", "p3") if found.unsent else Tag("正常", "good")
