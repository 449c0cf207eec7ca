"""Vehicle terminals, and those that were refused."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from anhuan.desk.details import Action, Fact, Panel, respond_detail
from anhuan.desk.forms import do_or_say, respond_form
from anhuan.desk.lists import Column, Link, ListSpec, Tag, respond_list
from anhuan.desk.pages import form_page, page, post_only
from anhuan.domains.audit.queries import history_of
from anhuan.domains.org.queries import account_of, company_of
from anhuan.domains.vehicles import actions
from anhuan.domains.vehicles.forms.terminals import (
    KNOCK_FILTERS,
    KNOCK_SEARCH,
    TERMINAL_FILTERS,
    TERMINAL_SEARCH,
    ReasonForm,
    TerminalForm,
)
from anhuan.domains.vehicles.models import Terminal
from anhuan.domains.vehicles.pages.common import terminal_tag, url
from anhuan.domains.vehicles.queries import terminals as queries


@page("vehicles.view")
def terminals(request: HttpRequest) -> HttpResponseBase:
    """All terminals."""
    spec = ListSpec(
        title="车载终端",
        noun="台",
        default_sort="phone",
        columns=[
            Column("phone", "终端手机号", kind="link", sort="phone"),
            Column("vehicle", "车辆", queries.vehicle_of),
            Column("state", "状态", terminal_tag, kind="tag"),
            Column("heard_at", "最近通信", kind="time", sort="heard_at"),
            Column("edition", "协议", edition, phone=False),
            Column("coordinates", "坐标系", "get_coordinates_display", phone=False),
            Column("model", "制造商 / 型号", maker, phone=False),
            Column("tag", "定位标签", "tag", hidden=True),
        ],
        filters=TERMINAL_FILTERS,
        search=TERMINAL_SEARCH,
        search_hint="手机号、终端 ID、车牌",
        row_url=lambda row: url("terminal", row),
        row_tone=lambda row: "off" if row.is_retired else "",
        create_url=reverse("vehicles:terminal_create"),
        create_right="vehicles.edit",
        create_label="登记终端",
        links=[Link("被拒终端", reverse("vehicles:knocks"), "vehicles.view")],
        empty="还没有车载终端。登记终端手机号后，终端才能注册；被拒的终端可以从“被拒终端”直接登记。",
    )
    return respond_list(request, spec, queries.visible_terminals(account_of(request)))


def edition(row: Any) -> str:
    """Which JT/T 808 it speaks; empty before it has registered."""
    return ("2019" if row.is_2019 else "2013") if row.registered_at else ""


def maker(row: Any) -> str:
    """As the terminal stated it."""
    return " ".join(part for part in (row.maker, row.model) if part)


@page("vehicles.view")
def terminal(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One terminal."""
    found = queries.get_terminal_for(account_of(request), pk)
    vehicle = queries.vehicle_of(found)
    vehicle_url = reverse("positioning:vehicle", args=[vehicle.pk]) if vehicle else ""
    return respond_detail(
        request,
        f"车载终端 {found.phone}",
        target=found,
        crumbs=[("车载终端", reverse("vehicles:terminals"))],
        tags=[terminal_tag(found)],
        actions=_actions(found),
        facts=[
            Fact("车辆", vehicle or "未装车", url=vehicle_url),
            Fact("定位标签", found.tag, url=reverse("positioning:tag", args=[found.tag_id])),
            Fact("最近通信", found.heard_at),
            Fact("坐标系", found.get_coordinates_display()),
            Fact("上报间隔", found.report_every_s, "s"),
            Fact("终端超速提示", found.fastest_kmh or "不下发", "km/h" * bool(found.fastest_kmh)),
            Fact("参数确认", found.set_at or "待终端确认"),
        ],
        panels=[
            Panel("注册信息", facts=[
                Fact("协议版本", f"JT/T 808-{edition(found)}" if edition(found) else "尚未注册"),
                Fact("终端 ID", found.device), Fact("制造商 / 型号", maker(found)),
                Fact("上报车牌", found.plate), Fact("注册时间", found.registered_at),
                Fact("鉴权码", "已发放，只存摘要" if found.code_sm3 else "未发放"),
            ]),
        ],
        history=history_of(found)[:30],
        private=("code_sm3",),
    )  # fmt: skip


def _actions(found: Terminal) -> list[Action]:
    if found.is_retired:
        return []
    return [
        Action("编辑", url("terminal_edit", found), "vehicles.edit"),
        Action("解除设备绑定", url("terminal_release", found), "vehicles.edit", "post",
               confirm="更换终端后使用：原设备将不能再接入，下一台以此手机号注册的终端会被接受。"),
        Action("停用", url("terminal_retire", found), "vehicles.edit", style="danger"),
    ]  # fmt: skip


@form_page("vehicles.edit")
def terminal_create(request: HttpRequest) -> HttpResponse:
    """Enrol a terminal; ?phone= fills in the number of one that knocked."""
    account = account_of(request)
    company = company_of(account)
    phone = request.GET.get("phone", "")[:20]
    form = TerminalForm(request.POST or None, company=company, initial={"phone": phone})
    return respond_form(
        request, form, lambda _: actions.enrol_terminal(account, company, **form.changes),
        "登记车载终端", lambda saved: url("terminal", saved),
        cancel=reverse("vehicles:terminals"), done="终端已登记，等待终端注册",
    )  # fmt: skip


@form_page("vehicles.edit")
def terminal_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change how it is set."""
    account = account_of(request)
    found = queries.get_terminal_for(account, pk)
    form = TerminalForm(request.POST or None, instance=found, company=found.company)
    return respond_form(
        request, form, lambda _: actions.edit_terminal(account, found, **form.changes),
        f"编辑终端 {found}", url("terminal", found),
    )  # fmt: skip


@post_only("vehicles.edit")
def terminal_release(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Let another device register under this number."""
    account = account_of(request)
    found = queries.get_terminal_for(account, pk)
    do_or_say(request, lambda: actions.release_terminal(account, found), "已解除设备绑定")
    return redirect("vehicles:terminal", pk=pk)


@form_page("vehicles.edit")
def terminal_retire(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Refuse it from now on."""
    account = account_of(request)
    found = queries.get_terminal_for(account, pk)
    form = ReasonForm(request.POST or None)
    return respond_form(
        request, form, lambda data: actions.retire_terminal(account, found, data["reason"]),
        f"停用终端 {found}", url("terminal", found), submit="停用", done="终端已停用",
    )  # fmt: skip


@page("vehicles.view")
def knocks(request: HttpRequest) -> HttpResponseBase:
    """Terminals that were refused, to be enrolled or not."""
    spec = ListSpec(
        title="被拒终端",
        noun="台",
        default_sort="-last_at",
        columns=[
            Column("phone", "终端手机号", kind="link", sort="phone"),
            Column("reason", "拒绝原因", "get_reason_display", sort="reason"),
            Column("plate", "上报车牌"),
            Column("model", "制造商 / 型号", maker, phone=False),
            Column("device", "终端 ID", phone=False),
            Column("address", "来源地址", phone=False),
            Column("times", "次数", kind="number", sort="times"),
            Column("last_at", "最近", kind="time", sort="last_at"),
        ],
        filters=KNOCK_FILTERS,
        search=KNOCK_SEARCH,
        row_url=lambda row: url("knock", row),
        empty="没有被拒的终端。未登记的终端来注册时会列在这里。",
    )
    return respond_list(request, spec, queries.visible_knocks(account_of(request)))


@page("vehicles.view")
def knock(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One refused terminal."""
    found = queries.get_knock_for(account_of(request), pk)
    enrol = f"{reverse('vehicles:terminal_create')}?phone={found.phone}"
    wanted = [Action("登记此终端", enrol, "vehicles.edit", style="primary")]
    return respond_detail(
        request,
        f"被拒终端 {found.phone}",
        target=found,
        crumbs=[("车载终端", reverse("vehicles:terminals")),
                ("被拒终端", reverse("vehicles:knocks"))],
        tags=[Tag(found.get_reason_display(), "p3")],
        actions=[
            *(wanted if found.reason == "unknown_terminal" else []),
            Action("移出列表", url("knock_drop", found), "vehicles.edit", "post"),
        ],
        facts=[
            Fact("上报车牌", found.plate), Fact("制造商 / 型号", maker(found)),
            Fact("终端 ID", found.device), Fact("来源地址", found.address),
            Fact("协议", "2019" if found.is_2019 else "2013"), Fact("次数", found.times),
            Fact("首次", found.first_at), Fact("最近", found.last_at),
        ],
    )  # fmt: skip


@post_only("vehicles.edit")
def knock_drop(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take it off the list."""
    account = account_of(request)
    found = queries.get_knock_for(account, pk)
    do_or_say(request, lambda: actions.drop_knock(account, found), "已移出列表")
    return redirect("vehicles:knocks")
