"""Routes of surveyed points, and points from Excel."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from anhuan.desk.details import Action, Fact, Panel, Table, respond_detail
from anhuan.desk.forms import do_or_say, respond_form
from anhuan.desk.imports import respond_import
from anhuan.desk.lists import Column, ListSpec, respond_list
from anhuan.desk.pages import form_page, page, post_only
from anhuan.domains.audit.queries import history_of
from anhuan.domains.calibration import actions
from anhuan.domains.calibration.forms import routes as forms
from anhuan.domains.calibration.models import SurveyRoute
from anhuan.domains.calibration.pages.common import url
from anhuan.domains.calibration.queries import rows as queries
from anhuan.domains.calibration.rules.routes import Step, length_of
from anhuan.domains.org.queries import account_of, company_of
from anhuan.kernel import clock


@page("calibration.view")
def routes(request: HttpRequest) -> HttpResponseBase:
    """All routes in use."""
    spec = ListSpec(
        title="测试路线",
        noun="条",
        default_sort="name",
        columns=[
            Column("name", "名称", kind="link", sort="name"),
            Column("stop_count", "测量点", kind="number", unit="个", sort="stop_count"),
            Column("pause_s", "每点停留", kind="number", unit="s"),
            Column("note", "说明", phone=False),
        ],
        search=forms.ROUTE_SEARCH,
        row_url=lambda row: url("route", row),
        create_url=reverse("calibration:route_create"),
        create_right="calibration.edit",
        empty="还没有测试路线。把测量点按经过的顺序连成路线，用于动态精度测试（AQ 3064.3 A.3）。",
    )
    return respond_list(request, spec, queries.visible_routes(account_of(request)))


@page("calibration.view")
def route(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One route, point by point."""
    found = queries.get_route_for(account_of(request), pk)
    points = [stop.point for stop in queries.stops_of(found)]
    cells = [
        (k, (str(one), url("point", one)), f"{one.x_m:.2f}, {one.y_m:.2f}", f"{one.floor}F",
         one.area or "")
        for k, one in enumerate(points, 1)
    ]  # fmt: skip
    metres = length_of([Step(clock.now(), one.x_m, one.y_m) for one in points])
    return respond_detail(
        request, found.name, target=found, crumbs=[("测试路线", reverse("calibration:routes"))],
        actions=[
            Action("编辑", url("route_edit", found), "calibration.edit"),
            Action("停用", url("route_retire", found), "calibration.edit", "post", "danger",
                   "停用后不能再用于测试，已有结果不变，确定吗？"),
        ],
        facts=[
            Fact("测量点", len(points), "个"), Fact("长度", f"{metres:.0f}", "m"),
            Fact("每点停留", found.pause_s, "s"), Fact("说明", found.note, wide=True),
        ],
        panels=[Panel("测量点", table=Table(["", "名称", "坐标（m）", "楼层", "区域"], cells))],
        history=history_of(found)[:30],
    )  # fmt: skip


@form_page("calibration.edit")
def route_create(request: HttpRequest) -> HttpResponse:
    """A new route."""
    return _form(request, SurveyRoute(company=company_of(account_of(request))), "新建测试路线")


@form_page("calibration.edit")
def route_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Other points."""
    found = queries.get_route_for(account_of(request), pk)
    return _form(request, found, f"编辑路线 {found}")


def _form(request: HttpRequest, found: SurveyRoute, title: str) -> HttpResponse:
    account, company, is_new = account_of(request), found.company, found._state.adding
    form = forms.RouteForm(request.POST or None, instance=found, company=company)
    return respond_form(
        request, form, lambda _: actions.save_route(account, company, found, **form.changes),
        title, lambda saved: url("route", saved),
        cancel=reverse("calibration:routes") if is_new else url("route", found),
    )  # fmt: skip


@post_only("calibration.edit")
def route_retire(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Nobody walks it any more."""
    account = account_of(request)
    found = queries.get_route_for(account, pk)
    do_or_say(request, lambda: actions.retire_route(account, found), "路线已停用")
    return redirect("calibration:routes")


@form_page("calibration.edit")
def points_import(request: HttpRequest) -> HttpResponseBase:
    """Surveyed points from Excel: every wrong cell is said, nothing half-imported."""
    account = account_of(request)
    return respond_import(
        request, forms.point_sheet(company_of(account)),
        lambda values: forms.apply_point(account, values),
        reverse("calibration:points"), lambda: forms.current_points(account),
    )  # fmt: skip
