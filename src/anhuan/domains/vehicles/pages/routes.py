"""Routes vehicles are sent along."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from anhuan.desk.details import Action, Fact, respond_detail
from anhuan.desk.forms import do_or_say, respond_form
from anhuan.desk.lists import Column, ListSpec, respond_list
from anhuan.desk.pages import form_page, page, post_only
from anhuan.domains.audit.queries import history_of
from anhuan.domains.org.queries import account_of, company_of
from anhuan.domains.positioning.queries.fences import frame_of
from anhuan.domains.vehicles import actions
from anhuan.domains.vehicles.forms.roads import NAME_SEARCH, RouteForm
from anhuan.domains.vehicles.models import Route
from anhuan.domains.vehicles.pages.common import shape_panel, url
from anhuan.domains.vehicles.queries import roads as queries


@page("vehicles.view")
def routes(request: HttpRequest) -> HttpResponseBase:
    """All routes."""
    spec = ListSpec(
        title="行车路线",
        noun="条",
        default_sort="name",
        columns=[
            Column("name", "名称", kind="link", sort="name"),
            Column("half_width_m", "两侧允许偏离", kind="number", unit="m", sort="half_width_m"),
        ],
        search=NAME_SEARCH,
        row_url=lambda row: url("route", row),
        create_url=reverse("vehicles:route_create"),
        create_right="vehicles.edit",
        create_label="绘制路线",
        empty="还没有行车路线。先在地图上绘制，预约危化品运输车时须选择。",
    )
    return respond_list(request, spec, queries.visible_routes(account_of(request)))


@page("vehicles.view")
def route(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One route."""
    found = queries.get_route_for(account_of(request), pk)
    return respond_detail(
        request,
        found.name,
        target=found,
        crumbs=[("行车路线", reverse("vehicles:routes"))],
        actions=[
            Action("编辑", url("route_edit", found), "vehicles.edit"),
            Action("停用", url("route_retire", found), "vehicles.edit", "post", "danger",
                   "停用后不能再选，在途车辆不受影响，确定吗？"),
        ],
        facts=[Fact("两侧允许偏离", f"{found.half_width_m:g}", "m")],
        panels=[shape_panel(found, "路线")],
        history=history_of(found)[:30],
    )  # fmt: skip


@form_page("vehicles.edit")
def route_create(request: HttpRequest) -> HttpResponse:
    """Draw a route."""
    return _form(request, Route(company=company_of(account_of(request))), "绘制路线")


@form_page("vehicles.edit")
def route_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change a route."""
    found = queries.get_route_for(account_of(request), pk)
    return _form(request, found, f"编辑路线 {found}")


def _form(request: HttpRequest, found: Route, title: str) -> HttpResponse:
    account, company, is_new = account_of(request), found.company, found._state.adding
    form = RouteForm(request.POST or None, instance=found, company=company, frame=frame_of(company))
    return respond_form(
        request, form,
        lambda _: actions.save_route(account, company, found, **form.changes),
        title, lambda saved: url("route", saved), template="plant/drawing_form.html",
        cancel=reverse("vehicles:routes") if is_new else url("route", found),
        props={"shapes": ["line"], "radius_field": "half_width_m",
               "id": None if is_new else str(found.pk)},
    )  # fmt: skip


@post_only("vehicles.edit")
def route_retire(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Nobody is sent along it any more."""
    account = account_of(request)
    found = queries.get_route_for(account, pk)
    do_or_say(request, lambda: actions.retire_route(account, found), "路线已停用")
    return redirect("vehicles:routes")
