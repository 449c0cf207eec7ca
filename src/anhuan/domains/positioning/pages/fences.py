"""Fences: list, detail with map and alarms, drawing, switching."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse

from anhuan.desk.details import Action, Fact, Panel, Table, respond_detail
from anhuan.desk.forms import do_or_say, respond_form
from anhuan.desk.lists import Column, ListSpec, respond_list
from anhuan.desk.lists import Tag as Mark
from anhuan.desk.marks import short_time
from anhuan.desk.pages import form_page, page, post_only
from anhuan.domains.alarms.models import Alarm
from anhuan.domains.audit.queries import history_of
from anhuan.domains.org.queries import company_of
from anhuan.domains.positioning import actions
from anhuan.domains.positioning.forms.devices import ReasonForm
from anhuan.domains.positioning.forms.fences import DAYS, FenceForm, as_feature
from anhuan.domains.positioning.forms.filters import FENCE_FILTERS, FENCE_SEARCH
from anhuan.domains.positioning.models import Fence
from anhuan.domains.positioning.pages.common import account_of
from anhuan.domains.positioning.queries import fences as queries
from anhuan.domains.positioning.queries.subjects import KIND_LABELS
from anhuan.kernel.errors import Blocker


def _spec() -> ListSpec:
    return ListSpec(
        title="电子围栏",
        noun="个",
        default_sort="name",
        columns=[
            Column("name", "名称", kind="link", sort="name"),
            Column("purpose", "用途", lambda f: Mark(f.get_purpose_display()), kind="tag",
                   sort="purpose"),
            Column("place", "范围", _place),
            Column("limits", "限值", _limits),
            Column("schedule", "生效", _when, phone=False),
            Column("state", "状态", _state, kind="tag", sort="is_enabled"),
            Column("version", "版本", kind="number", sort="version", phone=False),
            Column("updated_at", "更新", kind="time", sort="updated_at", phone=False),
        ],
        filters=FENCE_FILTERS,
        search=FENCE_SEARCH,
        search_hint="围栏或区域名称",
        row_url=lambda fence: reverse("positioning:fence", args=[fence.pk]),
        row_tone=lambda fence: "" if fence.is_enabled else "off",
        create_url=reverse("positioning:fence_create"),
        create_right="fences.edit",
        create_label="绘制围栏",
        empty="还没有电子围栏。先在地图上绘制一个，或选一个区域设限员。",
    )  # fmt: skip


def _place(fence: Fence) -> str:
    floors = queries.floors_of(fence)
    level = " ".join(f"{floor}F" for floor in floors) if floors else "所有楼层"
    if fence.area:
        return f"{fence.area.name} · {level}"
    shapes = {"Polygon": "多边形", "Point": f"圆，半径 {fence.radius_m:g} m" if fence.radius_m
              else "圆", "LineString": f"走廊，两侧 {fence.radius_m or 0:g} m"}  # fmt: skip
    return f"{shapes.get((fence.geometry or {}).get('type', ''), '')} · {level}"


def _limits(fence: Fence) -> str:
    parts = [
        f"限 {fence.max_people} 人" if fence.max_people else "",
        f"至少 {fence.min_people} 人" if fence.min_people else "",
        _span(fence.limit_s) if fence.limit_s else "",
    ]
    return "，".join(part for part in parts if part)


def _span(seconds: int) -> str:
    minutes, rest = divmod(seconds, 60)
    return (
        f"{minutes} 分 {rest:02} 秒"
        if minutes and rest
        else f"{minutes} 分"
        if minutes
        else (f"{rest} 秒")
    )


def _when(fence: Fence) -> str:
    if not fence.schedule:
        return "全天"
    return "；".join(_period(period) for period in fence.schedule)


def _period(period: dict[str, Any]) -> str:
    days = period.get("days") or []
    named = "".join(word for day, word in DAYS if day in days)
    said = "每天" if len(named) in (0, 7) else f"周{named}"
    return f"{said} {period['from']}–{period['to']}"


def _state(fence: Fence) -> Mark:
    return Mark("启用", "accent") if fence.is_enabled else Mark("停用", "off")


@page("fences.view")
def fences(request: HttpRequest) -> HttpResponseBase:
    """All fences."""
    return respond_list(request, _spec(), queries.visible_fences(account_of(request)))


@page("fences.view")
def fence(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One fence: what it demands, where it is, what it raised."""
    found = queries.get_fence_for(account_of(request), pk)
    alarms = list(queries.alarms_of(found)[:10]) if account_of(request).may("alarms.view") else []
    return respond_detail(
        request,
        found.name,
        target=found,
        crumbs=[("电子围栏", reverse("positioning:fences"))],
        tags=[Mark(found.get_purpose_display()), _state(found), Mark(f"版本 {found.version}")],
        actions=_actions(found),
        facts=_facts(found),
        panels=[_who_panel(found), _alarm_panel(alarms), _map(found)],
        history=history_of(found)[:30],
    )


def _facts(fence: Fence) -> list[Fact]:
    until = short_time(fence.valid_until) if fence.valid_until else ""
    since = short_time(fence.valid_from) if fence.valid_from else ""
    return [
        Fact("范围", _place(fence)),
        Fact("限值", _limits(fence)),
        Fact("生效时间", _when(fence)),
        Fact("有效期", f"{since or '即日起'} 至 {until or '长期'}"),
        Fact("优先级", fence.priority or "按报警类型"),
        Fact("更新", fence.updated_at),
    ]


def _who_panel(fence: Fence) -> Panel:
    rows = [
        ("人员类型", "、".join(KIND_LABELS.get(kind, kind) for kind in fence.allowed_kinds)),
        ("部门", "、".join(str(one) for one in fence.allowed_departments.all())),
        ("岗位", "、".join(str(one) for one in fence.allowed_posts.all())),
        ("人员", "、".join(str(one) for one in fence.allowed_people.all())),
    ]
    filled = [Fact(label, text, wide=True) for label, text in rows if text]
    if filled:
        return Panel("谁可以进入", facts=filled, note="满足任一项即可，部门含下级")
    said = "没有授权任何人" if fence.purpose == "restricted" else "不限"
    return Panel("谁可以进入", facts=[Fact("授权", said, wide=True)])


def _alarm_panel(alarms: list[Alarm]) -> Panel:
    rows = [(alarm.raised_at, (alarm.title, _alarm_url(alarm)), _alarm_state(alarm))
            for alarm in alarms]  # fmt: skip
    return Panel("最近报警", table=Table(["时间", "报警", "状态"], rows, "这个围栏还没有报过警。"))


def _alarm_url(alarm: Alarm) -> str:
    try:
        return reverse("alarms:alarm", args=[alarm.pk])
    except NoReverseMatch:  # the page of another slice
        return ""


def _alarm_state(alarm: Alarm) -> Mark:
    if alarm.closed_at:
        return Mark("已关闭", "off")
    return Mark("进行中", f"p{alarm.priority}") if alarm.is_active else Mark("待处理")


def _map(fence: Fence) -> Panel:
    geometry, radius_m = queries.shape_of(fence)
    frame = queries.frame_of(fence.company)
    props = {
        "title": fence.name,
        "geometry": as_feature(geometry, radius_m, frame),
        "area": str(fence.area_id) if fence.area_id else None,
    }
    return Panel("范围", template="positioning/_mini_map.html", context={"props": props}, side=True)


def _actions(fence: Fence) -> list[Action]:
    def url(name: str) -> str:
        return reverse(f"positioning:{name}", args=[fence.pk])

    switch = (
        Action("停用", url("fence_disable"), "fences.edit")
        if fence.is_enabled
        else Action("启用", url("fence_enable"), "fences.edit", method="post", style="primary")
    )
    in_force = [Blocker("fence_in_force", "围栏还在生效，请先停用")] if fence.is_enabled else []
    retire = Action("作废", url("fence_retire"), "fences.edit", style="danger", blockers=in_force)
    shown = [] if fence.is_enabled else [retire]
    return [Action("编辑", url("fence_edit"), "fences.edit"), switch, *shown]


@form_page("fences.edit")
def fence_create(request: HttpRequest) -> HttpResponse:
    """Draw a fence."""
    account = account_of(request)
    company = company_of(account)
    frame = queries.frame_of(company)
    form = FenceForm(request.POST or None, company=company, frame=frame)
    return respond_form(
        request, form, lambda _: actions.save_fence(account, company, **form.changes),
        "绘制围栏", lambda saved: reverse("positioning:fence", args=[saved.pk]),
        template="positioning/fence_form.html", cancel=reverse("positioning:fences"),
        done="围栏已保存", props=_editor_props(None),
    )  # fmt: skip


@form_page("fences.edit")
def fence_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change a fence into its next version."""
    account = account_of(request)
    found = queries.get_fence_for(account, pk)
    frame = queries.frame_of(found.company)
    form = FenceForm(request.POST or None, instance=found, company=found.company, frame=frame)
    return respond_form(
        request, form,
        lambda _: actions.save_fence(account, found.company, found, **form.changes),
        f"编辑围栏 {found.name}", reverse("positioning:fence", args=[pk]),
        template="positioning/fence_form.html", done="围栏已保存为新版本",
        props=_editor_props(found),
    )  # fmt: skip


def _editor_props(fence: Fence | None) -> dict[str, Any]:
    """The island writes into this form's `geometry` and `radius_m`; `own` is not also drawn."""
    return {"own": str(fence.pk) if fence else None}


@post_only("fences.edit")
def fence_enable(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Put a fence in force."""
    account = account_of(request)
    found = queries.get_fence_for(account, pk)
    do_or_say(request, lambda: actions.enable_fence(account, found), "围栏已启用")
    return redirect("positioning:fence", pk=pk)


@form_page("fences.edit")
def fence_disable(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Stop a fence, saying why."""
    account = account_of(request)
    found = queries.get_fence_for(account, pk)
    form = ReasonForm(request.POST or None)
    return respond_form(
        request, form, lambda data: actions.disable_fence(account, found, data["reason"]),
        f"停用围栏 {found.name}", reverse("positioning:fence", args=[pk]),
        submit="停用", done="围栏已停用",
    )  # fmt: skip


@form_page("fences.edit")
def fence_retire(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Withdraw a fence for good."""
    account = account_of(request)
    found = queries.get_fence_for(account, pk)
    form = ReasonForm(request.POST or None)
    return respond_form(
        request, form, lambda data: actions.retire_fence(account, found, data["reason"]),
        f"作废围栏 {found.name}", lambda _: reverse("positioning:fences"),
        submit="作废", done="围栏已作废", cancel=reverse("positioning:fence", args=[pk]),
    )  # fmt: skip
