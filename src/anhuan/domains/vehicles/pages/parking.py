"""Parking places."""

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
from anhuan.domains.vehicles.forms.roads import NAME_SEARCH, ParkingForm
from anhuan.domains.vehicles.models import ParkingPlace
from anhuan.domains.vehicles.pages.common import shape_panel, url
from anhuan.domains.vehicles.queries import roads as queries


@page("vehicles.view")
def parking_places(request: HttpRequest) -> HttpResponseBase:
    """All parking places."""
    spec = ListSpec(
        title="停车位",
        noun="处",
        default_sort="name",
        columns=[
            Column("name", "名称", kind="link", sort="name"),
            Column("capacity", "车位数", kind="number", sort="capacity"),
            Column("longest_min", "限停", kind="number", unit="min", sort="longest_min"),
            Column("classes", "准停车型", _classes),
        ],
        search=NAME_SEARCH,
        row_url=lambda row: url("parking_place", row),
        create_url=reverse("vehicles:parking_place_create"),
        create_right="vehicles.edit",
        create_label="绘制停车位",
        empty="还没有停车位。先在地图上绘制，再在车型中规定只准停在停车位。",
    )
    return respond_list(request, spec, queries.visible_parking(account_of(request)))


def _classes(row: ParkingPlace) -> str:
    return "、".join(str(one) for one in row.classes.all()) or "所有"


@page("vehicles.view")
def parking_place(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One parking place."""
    found = queries.get_parking_for(account_of(request), pk)
    longest = found.longest_min
    return respond_detail(
        request,
        found.name,
        target=found,
        crumbs=[("停车位", reverse("vehicles:parking_places"))],
        actions=[
            Action("编辑", url("parking_place_edit", found), "vehicles.edit"),
            Action("停用", url("parking_place_retire", found), "vehicles.edit", "post", "danger",
                   "停用后停在这里即算违规，确定吗？"),
        ],
        facts=[
            Fact("车位数", found.capacity),
            Fact("限停时长", longest or "不限", "min" if longest else ""),
            Fact("准停车型", _classes(found), wide=True),
        ],
        panels=[shape_panel(found, "范围")],
        history=history_of(found)[:30],
    )  # fmt: skip


@form_page("vehicles.edit")
def parking_place_create(request: HttpRequest) -> HttpResponse:
    """Draw a parking place."""
    return _form(request, ParkingPlace(company=company_of(account_of(request))), "绘制停车位")


@form_page("vehicles.edit")
def parking_place_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change a parking place."""
    found = queries.get_parking_for(account_of(request), pk)
    return _form(request, found, f"编辑停车位 {found}")


def _form(request: HttpRequest, found: ParkingPlace, title: str) -> HttpResponse:
    account, company, is_new = account_of(request), found.company, found._state.adding
    form = ParkingForm(
        request.POST or None, instance=found, company=company, frame=frame_of(company)
    )
    return respond_form(
        request, form,
        lambda _: actions.save_parking(account, company, found, **form.changes),
        title, lambda saved: url("parking_place", saved), template="plant/drawing_form.html",
        cancel=reverse("vehicles:parking_places") if is_new else url("parking_place", found),
        props={"shapes": ["polygon", "rectangle"], "id": None if is_new else str(found.pk)},
    )  # fmt: skip


@post_only("vehicles.edit")
def parking_place_retire(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Nobody may stand there any more."""
    account = account_of(request)
    found = queries.get_parking_for(account, pk)
    do_or_say(request, lambda: actions.retire_parking(account, found), "停车位已停用")
    return redirect("vehicles:parking_places")
