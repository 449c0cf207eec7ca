"""Anchors: where they hang, whether they are sound, what their ledger lacks."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse

from anhuan.desk.details import Action, Fact, Panel, respond_detail
from anhuan.desk.forms import respond_form
from anhuan.desk.imports import respond_import
from anhuan.desk.lists import Column, Link, ListSpec, respond_list
from anhuan.desk.pages import form_page, page
from anhuan.domains.audit.queries import history_of
from anhuan.domains.org.queries import company_of
from anhuan.domains.positioning import actions
from anhuan.domains.positioning.forms import sheets
from anhuan.domains.positioning.forms.devices import AnchorForm, ReasonForm
from anhuan.domains.positioning.forms.filters import ANCHOR_FILTERS, ANCHOR_SEARCH
from anhuan.domains.positioning.models import Anchor
from anhuan.domains.positioning.pages.common import (
    account_of,
    findings_panel,
    ledger_facts,
    row_tone,
    state_marks,
)
from anhuan.domains.positioning.queries import devices as queries
from anhuan.kernel import clock


def _spec() -> ListSpec:
    return ListSpec(
        title="基站",
        noun="个",
        default_sort="number",
        columns=[
            Column("number", "编号", kind="link", sort="number"),
            Column("state", "状态", state_marks, kind="tag", sort="seen_at"),
            Column("area", "区域", sort="area__name"),
            Column("floor", "楼层", kind="number", unit="F", sort="floor"),
            Column("technology", "定位技术", sort="technology"),
            Column("power", "供电", _power),
            Column("range_limit_m", "作用距离", kind="number", unit="m", sort="range_limit_m"),
            Column("seen_at", "最近在线", kind="time", sort="seen_at"),
            Column("place", "坐标", _place, hidden=True),
            Column("ex_mark", "防爆标志", hidden=True),
            Column("ip_rating", "防护等级", hidden=True),
            Column("capacity", "标签容量", kind="number", hidden=True),
        ],
        filters=ANCHOR_FILTERS,
        search=ANCHOR_SEARCH,
        search_hint="基站编号、技术、防爆标志",
        row_url=lambda anchor: reverse("positioning:anchor", args=[anchor.pk]),
        row_tone=row_tone,
        create_url=reverse("positioning:anchor_create"),
        create_right="devices.edit",
        create_label="登记基站",
        import_url=reverse("positioning:anchor_import"),
        import_right="devices.edit",
        links=[
            Link("覆盖", reverse("positioning:coverage"), "devices.view"),
            Link("数据接入", reverse("positioning:inflow"), "devices.view"),
        ],
        empty="还没有基站。先登记一个，或用 Excel 导入测绘结果。",
    )


def _power(anchor: Any) -> str:
    """Battery anchors with their charge (AQ 3064.3 5.1.3)."""
    word = str(anchor.get_power_display())
    return word if anchor.battery_pct is None else f"{word} {anchor.battery_pct} %"


def _place(anchor: Any) -> str:
    return f"{anchor.x_m:.1f}, {anchor.y_m:.1f}, {anchor.z_m:.1f} m"


@page("devices.view")
def anchors(request: HttpRequest) -> HttpResponseBase:
    """All anchors: list, charge, on line, sound."""
    return respond_list(request, _spec(), queries.visible_anchors(account_of(request)))


@page("devices.view")
def anchor(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One anchor."""
    found = queries.get_anchor_for(account_of(request), pk)
    findings = queries.ledger_findings(found, queries.place_of(found.area), clock.now())
    return respond_detail(
        request,
        found.number,
        target=found,
        crumbs=[("基站", reverse("positioning:anchors"))],
        tags=state_marks(found),
        actions=_actions(found),
        facts=_facts(found),
        panels=[findings_panel(findings), _map(found)],
        history=history_of(found)[:30],
    )


def _facts(anchor: Anchor) -> list[Fact]:
    return [
        Fact("区域", anchor.area),
        Fact("区域防爆", _surroundings(anchor)),
        Fact("楼层", anchor.floor, "F"),
        Fact("坐标", _place(anchor)),
        Fact("定位技术", anchor.technology),
        Fact("作用距离", anchor.range_limit_m, "m"),
        Fact("供电", _power(anchor)),
        Fact("最近在线", anchor.seen_at or "从未"),
        Fact("标签容量", anchor.capacity, "个" if anchor.capacity else ""),
        *_solver_facts(anchor),
        *(Fact(label, value) for label, value in ledger_facts(anchor).items()),
    ]


def _solver_facts(anchor: Anchor) -> list[Fact]:
    """What the solver takes from the ledger, as far as the technology uses it."""
    word, found = anchor.technology, [Fact("测距校正", f"{anchor.bias_m:+.2f}", "m")]
    if anchor.range_age_ms is not None:
        found.append(Fact("测距滞后", anchor.range_age_ms, "ms"))
    if "rssi" in word:
        at_1m = anchor.tx_power_dbm
        found = [Fact("1 m 处 RSSI", -59 if at_1m is None else at_1m, "dBm")]
    if "aoa" in word:
        found.append(Fact("朝向", f"{anchor.heading_deg:g}", "°"))
        found.append(Fact("测角误差", f"{anchor.angle_sd_deg:g}", "°"))
    if "rfid" in word:
        found = [Fact("读卡距离", f"{anchor.reach_m:g}", "m")]
    return found


def _surroundings(anchor: Anchor) -> str:
    if anchor.area is None or not anchor.area.is_explosive:
        return "非爆炸危险区域"
    return f"爆炸危险区域 {anchor.area.ex_zone or '未填分区'}"


def _map(anchor: Anchor) -> Panel:
    props = {
        "title": f"基站 {anchor.number}",
        "marker": {
            "x_m": anchor.x_m, "y_m": anchor.y_m, "floor": anchor.floor, "kind": "anchor",
            "name": anchor.number, "radius_m": anchor.range_limit_m,
        },
        "anchors": True,
        "zoom": "plant",
    }  # fmt: skip
    return Panel(
        "位置与作用距离", template="positioning/_mini_map.html", context={"props": props}, side=True
    )


def _actions(anchor: Anchor) -> list[Action]:
    edit = Action("编辑", reverse("positioning:anchor_edit", args=[anchor.pk]), "devices.edit")
    if anchor.is_retired:
        return [edit]
    url = reverse("positioning:anchor_retire", args=[anchor.pk])
    return [edit, Action("停用", url, "devices.edit", style="danger")]


@form_page("devices.edit")
def anchor_create(request: HttpRequest) -> HttpResponse:
    """Register an anchor."""
    account = account_of(request)
    company = company_of(account)
    form = AnchorForm(request.POST or None, company=company)
    return respond_form(
        request, form, lambda _: actions.register_anchor(account, company, **form.changes),
        "登记基站", lambda saved: reverse("positioning:anchor", args=[saved.pk]),
        cancel=reverse("positioning:anchors"), done="基站已登记",
    )  # fmt: skip


@form_page("devices.edit")
def anchor_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Move an anchor or change its ledger row."""
    account = account_of(request)
    found = queries.get_anchor_for(account, pk)
    form = AnchorForm(request.POST or None, instance=found, company=found.company)
    return respond_form(
        request, form, lambda _: actions.edit_anchor(account, found, **form.changes),
        f"编辑基站 {found.number}", reverse("positioning:anchor", args=[pk]),
    )  # fmt: skip


@form_page("devices.edit")
def anchor_retire(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take an anchor out of the solver."""
    account = account_of(request)
    found = queries.get_anchor_for(account, pk)
    form = ReasonForm(request.POST or None)
    return respond_form(
        request, form, lambda data: actions.retire_anchor(account, found, data["reason"]),
        f"停用基站 {found.number}", reverse("positioning:anchor", args=[pk]),
        submit="停用", done="基站已停用",
    )  # fmt: skip


@form_page("devices.edit")
def anchor_import(request: HttpRequest) -> HttpResponseBase:
    """Anchors from Excel."""
    account = account_of(request)
    return respond_import(
        request, sheets.anchor_sheet(company_of(account)),
        lambda values: sheets.apply_anchor(account, values),
        reverse("positioning:anchors"), lambda: sheets.current_anchors(account),
    )  # fmt: skip
