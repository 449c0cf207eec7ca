"""Routes: points in their order, and the way between them."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse

from anhuan.desk.forms import respond_form
from anhuan.desk.lists import Column, Link, ListSpec, respond_list
from anhuan.desk.pages import form_page, page
from anhuan.domains.inspection import actions
from anhuan.domains.inspection.forms.plans import RouteForm
from anhuan.domains.inspection.models import Point, Route
from anhuan.domains.inspection.pages.words import rest_tag
from anhuan.domains.inspection.queries.setup import one_of, placed_points, visible_routes
from anhuan.domains.org.queries import account_of, company_of
from anhuan.domains.plant.queries import known_site

EDIT = "inspection.edit"


@page(EDIT)
def routes(request: HttpRequest) -> HttpResponseBase:
    """Routes in use."""
    spec = ListSpec(
        title="巡检路线", noun="条", default_sort="name", search=["name"],
        columns=[
            Column("name", "路线", kind="link", sort="name"),
            Column("department", "责任部门", "department.name"),
            Column("stop_count", "点位", kind="number"),
            Column("state", "状态", rest_tag, kind="tag"),
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
    drawn = {"shapes": ["line"], "field": "path", "id": None, "order_field": "codes",
             "stations": list(placed_points(account))}  # fmt: skip
    return respond_form(
        request, form, save, title, lambda saved: reverse("inspection:route", args=[saved.pk]),
        template="inspection/route_form.html" if site else "desk/form.html", props=drawn,
        cancel=reverse("inspection:routes"),
    )  # fmt: skip


def _through(stops: Sequence[Point]) -> list[list[float]]:
    """From point to point, where nobody drew a path."""
    return [[one.x_m, one.y_m] for one in stops if one.x_m is not None and one.y_m is not None]
