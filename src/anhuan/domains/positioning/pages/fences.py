"""Fences: list with templates and drafts, detail with map, versions and alarms, switching."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse

from anhuan.desk.details import Action, Fact, Panel, Table, respond_detail
from anhuan.desk.forms import do_or_say, respond_form
from anhuan.desk.lists import Column, Link, ListSpec, respond_list
from anhuan.desk.lists import Tag as Mark
from anhuan.desk.pages import form_page, page, post_only
from anhuan.domains.alarms.models import Alarm
from anhuan.domains.audit.queries import history_of
from anhuan.domains.positioning import actions
from anhuan.domains.positioning.forms.devices import ReasonForm
from anhuan.domains.positioning.forms.filters import FENCE_FILTERS, FENCE_SEARCH
from anhuan.domains.positioning.models import Fence
from anhuan.domains.positioning.pages import fence_words as words
from anhuan.domains.positioning.pages.common import account_of
from anhuan.domains.positioning.pages.fence_panels import map_panel, trials_panel, who_panel
from anhuan.domains.positioning.queries import fences as queries
from anhuan.domains.positioning.queries.versions import versions_of
from anhuan.domains.positioning.rules.fences import TEMPLATES
from anhuan.kernel.errors import Blocker

VERBS = {"create": "新建", "update": "修改", "enable": "启用", "disable": "停用", "retire": "作废"}


def _spec() -> ListSpec:
    return ListSpec(
        title="电子围栏",
        noun="个",
        default_sort="name",
        columns=[
            Column("name", "名称", kind="link", sort="name"),
            Column("purpose", "用途", lambda f: Mark(f.get_purpose_display()), kind="tag",
                   sort="purpose"),
            Column("place", "范围", words.place),
            Column("limits", "限值", words.limits),
            Column("schedule", "生效", words.when, phone=False),
            Column("state", "状态", words.state, kind="tag", sort="is_enabled"),
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
        import_url=reverse("positioning:fence_import"),
        import_right="fences.edit",
        links=[Link("导出 GeoJSON", reverse("positioning:fence_export"), "fences.view")],
        empty="还没有电子围栏。先在地图上绘制一个，或从上面选一个模板。",
        template="positioning/fence_list.html",
    )  # fmt: skip


@page("fences.view")
def fences(request: HttpRequest) -> HttpResponseBase:
    """All fences; above them the templates and what is still a draft."""
    account = account_of(request)
    return respond_list(
        request, _spec(), queries.visible_fences(account),
        may_edit=account.may("fences.edit"), templates=TEMPLATES,
        drafts=queries.visible_drafts(account),
    )  # fmt: skip


@page("fences.view")
def fence(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One fence: what it demands, where it is, what it raised, what it was."""
    account = account_of(request)
    found = queries.get_fence_for(account, pk)
    alarms = list(queries.alarms_of(found)[:10]) if account.may("alarms.view") else []
    return respond_detail(
        request,
        found.name,
        target=found,
        crumbs=[("电子围栏", reverse("positioning:fences"))],
        tags=[Mark(found.get_purpose_display()), words.state(found), Mark(f"版本 {found.version}")],
        actions=_actions(found),
        facts=facts(found),
        panels=[
            who_panel(found), _alarm_panel(alarms), trials_panel(account, found),
            _versions_panel(found), map_panel(found),
        ],
        history=history_of(found)[:30],
    )  # fmt: skip


def facts(fence: Fence) -> list[Fact]:
    """What every fence's page says, a draft's too."""
    buffer = f"{fence.buffer_m:g} m" if fence.buffer_m else "进入即算，外 0.5 m 才算离开"
    return [
        Fact("范围", words.place(fence)),
        Fact("限值", words.limits(fence)),
        Fact("生效时间", words.when(fence)),
        Fact("有效期", words.validity(fence)),
        Fact("缓冲带", buffer),
        Fact("优先级", fence.priority or "按报警类型"),
        Fact("更新", fence.updated_at),
    ]


def _versions_panel(fence: Fence) -> Panel:
    rows = [
        ((f"版本 {one.number}", reverse("positioning:fence_version", args=[one.pk])),
         one.at, one.by_name, VERBS.get(one.verb, one.verb), one.note)
        for one in versions_of(fence)[:20]
    ]  # fmt: skip
    table = Table(["版本", "时间", "修改人", "操作", "说明"], rows)
    return Panel("版本", table=table, key="versions")


def _alarm_panel(alarms: list[Alarm]) -> Panel:
    rows = [
        (alarm.raised_at, (alarm.title, _alarm_url(alarm)), f"版本 {_version_of(alarm)}",
         _alarm_state(alarm))
        for alarm in alarms
    ]  # fmt: skip
    empty = "这个围栏还没有报过警。"
    return Panel("最近报警", table=Table(["时间", "报警", "依据", "状态"], rows, empty))


def _version_of(alarm: Alarm) -> str:
    return str((alarm.inputs or {}).get("zone_version", "—"))


def _alarm_url(alarm: Alarm) -> str:
    try:
        return reverse("alarms:alarm", args=[alarm.pk])
    except NoReverseMatch:  # the page of another slice
        return ""


def _alarm_state(alarm: Alarm) -> Mark:
    if alarm.closed_at:
        return Mark("已关闭", "off")
    return Mark("进行中", f"p{alarm.priority}") if alarm.is_active else Mark("待处理")


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
    return [
        Action("试算", url("fence_try"), "fences.try"),
        Action("起草修改", url("fence_draft"), "fences.edit", method="post"),
        Action("编辑", url("fence_edit"), "fences.edit"),
        switch,
        *([] if fence.is_enabled else [retire]),
    ]


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
