"""Tags: the ledger, who holds what, giving out and taking back."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from anhuan.desk.details import Action, Fact, Panel, respond_detail
from anhuan.desk.forms import do_or_say, respond_form
from anhuan.desk.imports import respond_import
from anhuan.desk.lists import (
    BulkAction,
    Column,
    Link,
    ListSpec,
    respond_bulk,
    respond_list,
    selected,
)
from anhuan.desk.lists import Tag as Mark
from anhuan.desk.marks import short_time
from anhuan.desk.pages import form_page, page, post_only
from anhuan.domains.audit.queries import history_of
from anhuan.domains.org.queries import company_of
from anhuan.domains.positioning import actions
from anhuan.domains.positioning.forms import sheets
from anhuan.domains.positioning.forms.devices import BindForm, ReasonForm, TagForm
from anhuan.domains.positioning.forms.filters import TAG_FILTERS, TAG_SEARCH
from anhuan.domains.positioning.models import Tag
from anhuan.domains.positioning.pages.common import (
    account_of,
    current_or_last,
    findings_panel,
    holding_table,
    latest_of,
    ledger_facts,
    place_panel,
    row_tone,
    state_marks,
)
from anhuan.domains.positioning.queries import devices as queries
from anhuan.domains.positioning.rules.gates import SOUNDER_STATES, sounder_state
from anhuan.kernel import clock


def _spec() -> ListSpec:
    return ListSpec(
        title="定位标签",
        noun="个",
        default_sort="number",
        columns=[
            Column("number", "编号", kind="link", sort="number"),
            Column("state", "状态", state_marks, kind="tag", sort="seen_at"),
            Column("battery_pct", "电量", kind="number", unit="%", sort="battery_pct"),
            Column("holder", "绑定人", _holders, kind="people"),
            Column("department", "部门", _department, phone=False),
            Column("place", "当前/末次位置", current_or_last),
            Column("seen_at", "最近在线", kind="time", sort="seen_at", phone=False),
            Column("form", "形式", lambda t: t.get_form_display(), sort="form"),
            Column("technology", "定位技术", hidden=True),
            Column("has_sos", "一键求救", kind="bool", hidden=True),
            Column("ex_mark", "防爆标志", hidden=True),
            Column(
                "ex_valid_until", "防爆证有效期", kind="date", sort="ex_valid_until", hidden=True
            ),
            Column("ip_rating", "防护等级", hidden=True),
            Column("max_temperature_c", "最高工作温度", kind="number", unit="℃", hidden=True),
        ],
        filters=TAG_FILTERS,
        search=TAG_SEARCH,
        search_hint="标签编号、持有人、车牌",
        row_url=lambda tag: reverse("positioning:tag", args=[tag.pk]),
        row_tone=row_tone,
        create_url=reverse("positioning:tag_create"),
        create_right="devices.edit",
        create_label="登记标签",
        import_url=reverse("positioning:tag_import"),
        import_right="devices.edit",
        links=[
            Link("未带标签人员", reverse("positioning:people_without_tag"), "devices.view"),
            Link("发放记录", reverse("positioning:assignments"), "devices.view"),
        ],
        bulk=[BulkAction("收回", reverse("positioning:tags_unbind"), "devices.edit")],
        empty="还没有标签。先登记一个，或用 Excel 导入。",
    )


@dataclass(frozen=True, slots=True)
class _Holder:
    """A holder as the people column draws it."""

    name: str
    map_kind: str


def _holders(tag: Any) -> list[_Holder]:
    holder = queries.holder_of(tag)
    if holder is None:
        return []
    return [_Holder(str(holder), getattr(holder, "map_kind", "vehicle"))]


def _department(tag: Any) -> str:
    holder = queries.holder_of(tag)
    return holder.department.name if holder and holder.department else ""


@page("devices.view")
def tags(request: HttpRequest) -> HttpResponseBase:
    """All tags. AQ 3064.3 5.1.3: battery, on line, holder, current and last position."""
    return respond_list(request, _spec(), queries.visible_tags(account_of(request)))


@page("devices.view")
def tag(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One tag."""
    found = queries.get_tag_for(account_of(request), pk)
    holder = queries.holder_of(found)
    kind = getattr(holder, "map_kind", "vehicle") if holder else "staff"
    held = queries.visible_assignments(account_of(request)).filter(tag=found)[:50]
    findings = queries.ledger_findings(
        found, queries.explosive_surroundings(found.company), clock.now()
    )
    return respond_detail(
        request,
        found.number,
        target=found,
        crumbs=[("定位标签", reverse("positioning:tags"))],
        tags=[Mark(found.get_form_display()), *state_marks(found)],
        actions=_actions(found, holder is not None),
        facts=_facts(found, holder),
        panels=[
            Panel("发放记录", table=holding_table(held, "tag"), key="holding"),
            findings_panel(findings),
            place_panel(latest_of(found), str(holder or found.number), kind, _is_online(found)),
        ],
        history=history_of(found)[:30],
    )


def _is_online(tag: Any) -> bool:
    return bool(tag.is_online)


def _facts(tag: Tag, holder: Any) -> list[Fact]:
    return [
        Fact("绑定人", holder or "未发放", url=_holder_url(holder)),
        Fact("电量", tag.battery_pct, "%"),
        Fact("最近在线", tag.seen_at or "从未"),
        Fact("定位技术", tag.technology),
        Fact("一键求救", "有" if tag.has_sos else "无"),
        Fact("报警测试", _test_state(tag)),
        *(Fact(label, value) for label, value in ledger_facts(tag).items()),
    ]


def _test_state(tag: Tag) -> str:
    state = SOUNDER_STATES[sounder_state(tag.tested_at, tag.answered_at, clock.now())]
    return f"{state}（{short_time(tag.tested_at)}）" if tag.tested_at else state


def _holder_url(holder: Any) -> str:
    if holder is None:
        return ""
    is_vehicle = holder._meta.label_lower == "positioning.vehicle"
    return reverse("positioning:vehicle" if is_vehicle else "org:person", args=[holder.pk])


def _actions(tag: Tag, is_held: bool) -> list[Action]:
    def url(name: str) -> str:
        return reverse(f"positioning:{name}", args=[tag.pk])

    edit = Action("编辑", url("tag_edit"), "devices.edit")
    if is_held:
        ask = "标签会响铃、振动或亮灯 30 秒，请佩戴人按键应答。现在测试吗？"
        ring = Action("报警测试", url("tag_test"), "devices.edit", "post", confirm=ask)
        return [edit, ring, Action("收回", url("tag_unbind"), "devices.edit")]
    if tag.is_retired:
        return [edit]
    retire = Action("停用", url("tag_retire"), "devices.edit", style="danger")
    return [edit, retire, Action("发放", url("tag_bind"), "devices.edit", style="primary")]


@post_only("devices.edit")
def tag_test(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Let it ring."""
    account = account_of(request)
    found = queries.get_tag_for(account, pk)
    done = "已下发报警测试；佩戴人按键应答后，刷新本页查看"
    do_or_say(request, lambda: actions.try_tag(account, found), done)
    return redirect("positioning:tag", pk=pk)


@form_page("devices.edit")
def tag_create(request: HttpRequest) -> HttpResponse:
    """Register a tag."""
    account = account_of(request)
    company = company_of(account)
    form = TagForm(request.POST or None, company=company)
    return respond_form(
        request, form, lambda _: actions.register_tag(account, company, **form.changes),
        "登记标签", lambda saved: reverse("positioning:tag", args=[saved.pk]),
        cancel=reverse("positioning:tags"), done="标签已登记",
    )  # fmt: skip


@form_page("devices.edit")
def tag_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change a tag's ledger row."""
    account = account_of(request)
    found = queries.get_tag_for(account, pk)
    form = TagForm(request.POST or None, instance=found, company=found.company)
    return respond_form(
        request, form, lambda _: actions.edit_tag(account, found, **form.changes),
        f"编辑标签 {found.number}", reverse("positioning:tag", args=[pk]),
    )  # fmt: skip


@form_page("devices.edit")
def tag_bind(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give a tag out: one tag, one person."""
    account = account_of(request)
    found = queries.get_tag_for(account, pk)
    form = BindForm(request.POST or None, tag=found)
    return respond_form(
        request, form,
        lambda data: actions.bind_tag(account, found, data.get("person") or data["vehicle"]),
        f"发放标签 {found.number}", reverse("positioning:tag", args=[pk]),
        submit="发放", done="标签已发放",
    )  # fmt: skip


@form_page("devices.edit")
def tag_unbind(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a tag back."""
    account = account_of(request)
    found = queries.get_tag_for(account, pk)
    form = ReasonForm(request.POST or None)
    return respond_form(
        request, form, lambda data: actions.unbind_tag(account, found, reason=data["reason"]),
        f"收回标签 {found.number}", reverse("positioning:tag", args=[pk]),
        submit="收回", done="标签已收回",
    )  # fmt: skip


@form_page("devices.edit")
def tag_retire(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a tag out of use."""
    account = account_of(request)
    found = queries.get_tag_for(account, pk)
    form = ReasonForm(request.POST or None)
    return respond_form(
        request, form, lambda data: actions.retire_tag(account, found, data["reason"]),
        f"停用标签 {found.number}", reverse("positioning:tag", args=[pk]),
        submit="停用", done="标签已停用",
    )  # fmt: skip


@post_only("devices.edit")
def tags_unbind(request: HttpRequest) -> HttpResponse:
    """Take many tags back at once: the end of a contractor's job."""
    account = account_of(request)
    rows = selected(request, queries.visible_tags(account))
    return respond_bulk(
        request, rows, lambda one: actions.unbind_tag(account, one, reason="批量收回"),
        "收回标签", reverse("positioning:tags"),
    )  # fmt: skip


@form_page("devices.edit")
def tag_import(request: HttpRequest) -> HttpResponseBase:
    """Tags from Excel, with their holders."""
    account = account_of(request)
    return respond_import(
        request, sheets.tag_sheet(), lambda values: sheets.apply_tag(account, values),
        reverse("positioning:tags"), lambda: sheets.current_tags(account),
    )  # fmt: skip
