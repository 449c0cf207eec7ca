"""What inspections are made of: check lists, points, routes, standstills, settings."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from anhuan.desk.details import Action, Fact, Panel, Table, respond_detail
from anhuan.desk.forms import do_or_say, respond_form
from anhuan.desk.imports import respond_import
from anhuan.desk.lists import Column, Link, ListSpec, respond_list
from anhuan.desk.marks import Tag, short_time
from anhuan.desk.pages import form_page, page, post_only
from anhuan.domains.inspection import actions
from anhuan.domains.inspection.forms.plans import (
    PointForm,
    RouteForm,
    SettingsForm,
    StandstillForm,
)
from anhuan.domains.inspection.forms.sheets import apply_item, item_sheet
from anhuan.domains.inspection.models import Point, Route, Standstill
from anhuan.domains.inspection.queries import settings_of
from anhuan.domains.inspection.queries.setup import (
    one_of,
    untouched_points,
    visible_points,
    visible_routes,
    visible_standards,
    visible_standstills,
)
from anhuan.domains.org.queries import account_of, company_of
from anhuan.domains.plant.queries import known_site

EDIT = "inspection.edit"
NAMED = ("plans", "routes", "points", "departments")


def _rest(row: Any) -> Tag:
    return Tag("停检", "p3") if row.is_paused else Tag("在检", "good")


@page(EDIT)
def standards(request: HttpRequest) -> HttpResponseBase:
    """Check lists, by library."""
    spec = ListSpec(
        title="检查标准", noun="份", default_sort="name", search=["name", "library"],
        columns=[
            Column("name", "标准", kind="link", sort="name"),
            Column("library", "标准库", sort="library"),
            Column("item_count", "检查项", kind="number"),
        ],
        row_url=lambda row: reverse("inspection:standard", args=[row.pk]),
        import_url=reverse("inspection:standards_import"), import_right=EDIT,
        links=[Link("通用标准", reverse("inspection:take"), EDIT),
               Link("按风险清单", reverse("inspection:coverage"), EDIT)],
        empty="还没有检查标准。从通用标准导入，或下载模板用 Excel 导入。",
    )  # fmt: skip
    return respond_list(request, spec, visible_standards(account_of(request)))


@page(EDIT)
def standard(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One list with its items."""
    found = one_of(visible_standards(account_of(request)), pk)
    rows = [
        [one.part, one.name, one.get_kind_display(), _limits(one), "是" if one.needs_photo else ""]
        for one in found.items.all()
    ]
    head = ["部位", "检查内容", "录入", "正常范围", "拍照"]
    return respond_detail(
        request, found.name, target=found, facts=[Fact("标准库", found.library)],
        crumbs=[("检查标准", reverse("inspection:standards"))],
        panels=[Panel("检查项", table=Table(head, rows))],
    )  # fmt: skip


def _limits(item: Any) -> str:
    if item.kind == "choice":
        return "、".join(item.normal or item.choices)
    low, high = (None if one is None else f"{one:g}" for one in (item.low, item.high))
    if low is None and high is None:
        return ""
    span = f"{low}～{high}" if low and high else f"≥ {low}" if low else f"≤ {high}"
    return f"{span} {item.unit}".strip()


@page(EDIT, ("GET", "HEAD", "POST"))
def standards_import(request: HttpRequest) -> HttpResponseBase:
    """Lists out of Excel, all or nothing."""
    account = account_of(request)
    apply: Callable[[dict[str, Any]], str] = lambda values: apply_item(account, values)  # noqa: E731
    return respond_import(request, item_sheet(), apply, reverse("inspection:standards"))


@page(EDIT)
def points(request: HttpRequest) -> HttpResponseBase:
    """Points in use; those on no route are said."""
    account = account_of(request)
    bare = set(untouched_points(account).values_list("pk", flat=True))
    spec = ListSpec(
        title="巡检点", noun="个", default_sort="code", search=["code", "name", "equipment"],
        columns=[
            Column("name", "点位", kind="link", sort="code"), Column("code", "编码", sort="code"),
            Column("area", "区域", "area.name"), Column("equipment", "设备"),
            Column("state", "状态", _rest, kind="tag"),
            Column("bare", "路线", lambda row: Tag("无路线", "p3") if row.pk in bare else "",
                   kind="tag"),
        ],
        row_url=lambda row: reverse("inspection:point_edit", args=[row.pk]),
        create_url=reverse("inspection:point_create"), create_right=EDIT,
        empty="还没有巡检点。",
    )  # fmt: skip
    return respond_list(request, spec, visible_points(account).select_related("area"))


@form_page(EDIT)
def point_create(request: HttpRequest) -> HttpResponse:
    """A new point."""
    return _point(request, None)


@form_page(EDIT)
def point_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A point as it should be."""
    return _point(request, one_of(visible_points(account_of(request)), pk))


def _point(request: HttpRequest, found: Point | None) -> HttpResponse:
    account = account_of(request)
    company = company_of(account)
    form = PointForm(request.POST or None, instance=found, company=company)
    title = f"编辑 {found}" if found else "新建巡检点"
    return respond_form(
        request, form, lambda data: actions.save_point(account, company, found, **data), title,
        reverse("inspection:points"),
    )  # fmt: skip


@page(EDIT)
def routes(request: HttpRequest) -> HttpResponseBase:
    """Routes in use."""
    spec = ListSpec(
        title="巡检路线", noun="条", default_sort="name", search=["name"],
        columns=[
            Column("name", "路线", kind="link", sort="name"),
            Column("department", "责任部门", "department.name"),
            Column("stop_count", "点位", kind="number"),
            Column("state", "状态", _rest, kind="tag"),
        ],
        row_url=lambda row: reverse("inspection:route", args=[row.pk]),

        create_url=reverse("inspection:route_create"), create_right=EDIT,
        links=[Link("巡检点", reverse("inspection:points"), EDIT),
               Link("覆盖检查", reverse("inspection:coverage"), EDIT)],
        empty="还没有巡检路线。先建巡检点，再按顺序排成路线。",
    )  # fmt: skip
    rows = visible_routes(account_of(request)).select_related("department")
    return respond_list(request, spec, rows)


@form_page(EDIT)
def route_create(request: HttpRequest) -> HttpResponse:
    """A new route."""
    return _route(request, None)


@form_page(EDIT)
def route_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A route as it should be."""
    return _route(request, one_of(visible_routes(account_of(request)), pk))


def _route(request: HttpRequest, found: Route | None) -> HttpResponse:
    account = account_of(request)
    company = company_of(account)
    site = known_site(company)
    place = site.georeference if site else None
    form = RouteForm(request.POST or None, instance=found, company=company, place=place)

    def save(data: dict[str, Any]) -> Route:
        stops: Sequence[Point] = data.pop("codes")
        if "path" in data:
            data["path"] = data["path"] or _through(stops)
        return actions.save_route(account, company, stops, found, **data)

    title = f"编辑 {found}" if found else "新建巡检路线"
    drawn = {"shapes": ["line"], "field": "path", "id": None}
    return respond_form(
        request, form, save, title, lambda saved: reverse("inspection:route", args=[saved.pk]),
        template="inspection/route_form.html" if site else "desk/form.html", props=drawn,
        cancel=reverse("inspection:routes"),
    )  # fmt: skip


def _through(stops: Sequence[Point]) -> list[list[float]]:
    """From point to point, where nobody drew a path."""
    return [[one.x_m, one.y_m] for one in stops if one.x_m is not None and one.y_m is not None]


@page(EDIT)
def standstills(request: HttpRequest) -> HttpResponseBase:
    """Stops, overhauls and holidays."""
    spec = ListSpec(
        title="停检记录", noun="条", default_sort="-begins_at", search=["reason"],
        columns=[
            Column("reason", "原因", kind="link"),
            Column("kind", "性质", Standstill.get_kind_display),
            Column("begins_at", "开始", kind="time", sort="begins_at"),
            Column("ends_at", "结束", kind="time", sort="ends_at"),
            Column("state", "状态", lambda row: Tag("已撤销") if row.is_withdrawn else "",
                   kind="tag"),
        ],
        row_url=lambda row: reverse("inspection:standstill", args=[row.pk]),
        create_url=reverse("inspection:standstill_create"), create_right=EDIT,
        empty="没有停检记录。停用、检维修、放假时在这里登记，期间的任务不计漏检。",
    )  # fmt: skip
    return respond_list(request, spec, visible_standstills(account_of(request)))


@page(EDIT)
def standstill(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One of them."""
    found = one_of(visible_standstills(account_of(request)), pk)
    named = [str(row) for name in NAMED
             for row in getattr(found, name).all()]  # fmt: skip
    undo = reverse("inspection:standstill_withdraw", args=[pk])
    blockers = ["该停检记录已撤销"] if found.is_withdrawn else []
    return respond_detail(
        request, found.reason, target=found, tags=[Tag(found.get_kind_display())],
        crumbs=[("停检记录", reverse("inspection:standstills"))],
        facts=[
            Fact("开始", short_time(found.begins_at)),
            Fact("结束", short_time(found.ends_at) if found.ends_at else "另行通知"),
            Fact("范围", "、".join(named) or "全厂"),
        ],
        actions=[] if blockers else [
            Action("撤销", undo, EDIT, method="post", style="danger",
                   confirm="撤销后期间没有检查的任务恢复为待检或漏检，确定吗？"),
        ],
    )  # fmt: skip


@form_page(EDIT)
def standstill_create(request: HttpRequest) -> HttpResponse:
    """Something stands still."""
    account = account_of(request)
    form = StandstillForm(request.POST or None, company=company_of(account))

    def save(data: dict[str, Any]) -> Standstill:
        asked: dict[str, Any] = {
            name: tuple(value) if name in NAMED else value for name, value in data.items()
        }
        return actions.note_standstill(account, actions.Still(**asked))

    back = reverse("inspection:standstills")
    return respond_form(request, form, save, "登记停检", back)


@post_only(EDIT)
def standstill_withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    """It was a mistake."""
    account = account_of(request)
    found = one_of(visible_standstills(account), pk)
    reason = request.POST.get("reason", "") or "登记有误"
    do_or_say(request, lambda: actions.withdraw_standstill(account, found, reason), "已撤销")
    return redirect("inspection:standstill", pk=pk)


@form_page(EDIT)
def settings(request: HttpRequest) -> HttpResponse:
    """The plant's own figures."""
    account = account_of(request)
    own = settings_of(company_of(account))
    form = SettingsForm(request.POST or None, instance=own)
    return respond_form(
        request, form, lambda data: actions.save_settings(account, own, **data), "巡检设置",
        reverse("inspection:rounds"),
    )  # fmt: skip
