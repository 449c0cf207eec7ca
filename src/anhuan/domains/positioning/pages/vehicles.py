"""Vehicles and their tags."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse

from anhuan.desk.details import Action, Fact, Panel, respond_detail
from anhuan.desk.forms import respond_form
from anhuan.desk.imports import respond_import
from anhuan.desk.lists import Column, ListSpec, respond_list
from anhuan.desk.lists import Tag as Mark
from anhuan.desk.pages import form_page, page
from anhuan.domains.audit.queries import history_of
from anhuan.domains.org.queries import company_of
from anhuan.domains.positioning import actions
from anhuan.domains.positioning.forms import sheets
from anhuan.domains.positioning.forms.devices import ReasonForm, VehicleForm
from anhuan.domains.positioning.forms.filters import VEHICLE_FILTERS, VEHICLE_SEARCH
from anhuan.domains.positioning.models import Tag, Vehicle
from anhuan.domains.positioning.pages.common import (
    account_of,
    holding_table,
    latest_of,
    place_panel,
    row_tone,
    where,
)
from anhuan.domains.positioning.queries import devices as queries
from anhuan.domains.positioning.rules.devices import is_online
from anhuan.kernel import clock


def _tag(vehicle: Any) -> Tag | None:
    """The tag it carries now; prefetched by `visible_vehicles`."""
    return vehicle.held_now[0].tag if vehicle.held_now else None


def _place(vehicle: Any) -> str:
    tag = _tag(vehicle)
    return where(latest_of(tag)) if tag else ""


def _tag_number(vehicle: Any) -> str:
    tag = _tag(vehicle)
    return tag.number if tag else "未带标签"


def _spec() -> ListSpec:
    return ListSpec(
        title="车辆",
        noun="辆",
        default_sort="plate",
        columns=[
            Column("plate", "车牌/编号", kind="link", sort="plate"),
            Column("name", "名称", sort="name"),
            Column("kind", "类型", sort="kind"),
            Column("department", "部门", sort="department__name"),
            Column("driver", "驾驶员", lambda v: v.driver, kind="people"),
            Column("tag", "标签", _tag_number),
            Column("place", "末次位置", _place),
        ],
        filters=VEHICLE_FILTERS,
        search=VEHICLE_SEARCH,
        search_hint="车牌、名称、驾驶员",
        row_url=lambda vehicle: reverse("positioning:vehicle", args=[vehicle.pk]),
        row_tone=row_tone,
        create_url=reverse("positioning:vehicle_create"),
        create_right="devices.edit",
        create_label="登记车辆",
        import_url=reverse("positioning:vehicle_import"),
        import_right="devices.edit",
        empty="还没有车辆。先登记一辆，或用 Excel 导入。",
    )


@page("devices.view")
def vehicles(request: HttpRequest) -> HttpResponseBase:
    """All vehicles."""
    return respond_list(request, _spec(), queries.visible_vehicles(account_of(request)))


@page("devices.view")
def vehicle(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One vehicle."""
    account = account_of(request)
    found = queries.get_vehicle_for(account, pk)
    tag = _tag(found)
    held = queries.visible_assignments(account).filter(vehicle=found)[:50]
    limit_s = queries.settings_of(found.company).tag_offline_s
    online = tag is not None and is_online(tag.seen_at, clock.now(), limit_s)
    return respond_detail(
        request,
        str(found),
        target=found,
        crumbs=[("车辆", reverse("positioning:vehicles"))],
        tags=[Mark("停用", "off")] if found.is_retired else [],
        actions=_actions(found),
        facts=[
            Fact("车牌/编号", found.plate),
            Fact("类型", found.kind),
            Fact("部门", found.department),
            Fact("驾驶员", found.driver),
            Fact("标签", tag.number if tag else "未带标签", url=_tag_url(tag)),
            Fact("最近在线", tag.seen_at if tag else None),
        ],
        panels=[
            Panel("标签记录", table=holding_table(held, "holder")),
            place_panel(latest_of(tag) if tag else None, found.plate, "vehicle", online),
        ],
        history=history_of(found)[:30],
    )


def _tag_url(tag: Tag | None) -> str:
    return reverse("positioning:tag", args=[tag.pk]) if tag else ""


def _actions(vehicle: Vehicle) -> list[Action]:
    tracks = f"{reverse('positioning:tracks')}?subject={vehicle.pk}"
    found = [
        Action("轨迹", tracks, "tracks.view"),
        Action("编辑", reverse("positioning:vehicle_edit", args=[vehicle.pk]), "devices.edit"),
    ]
    if not vehicle.is_retired:
        url = reverse("positioning:vehicle_retire", args=[vehicle.pk])
        found.append(Action("停用", url, "devices.edit", style="danger"))
    return found


@form_page("devices.edit")
def vehicle_create(request: HttpRequest) -> HttpResponse:
    """Register a vehicle."""
    account = account_of(request)
    company = company_of(account)
    form = VehicleForm(request.POST or None, company=company)
    return respond_form(
        request, form, lambda _: actions.register_vehicle(account, company, **form.changes),
        "登记车辆", lambda saved: reverse("positioning:vehicle", args=[saved.pk]),
        cancel=reverse("positioning:vehicles"), done="车辆已登记",
    )  # fmt: skip


@form_page("devices.edit")
def vehicle_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change a vehicle."""
    account = account_of(request)
    found = queries.get_vehicle_for(account, pk)
    form = VehicleForm(request.POST or None, instance=found, company=found.company)
    return respond_form(
        request, form, lambda _: actions.edit_vehicle(account, found, **form.changes),
        f"编辑 {found}", reverse("positioning:vehicle", args=[pk]),
    )  # fmt: skip


@form_page("devices.edit")
def vehicle_retire(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a vehicle out of use."""
    account = account_of(request)
    found = queries.get_vehicle_for(account, pk)
    form = ReasonForm(request.POST or None)
    return respond_form(
        request, form, lambda data: actions.retire_vehicle(account, found, data["reason"]),
        f"停用 {found}", reverse("positioning:vehicle", args=[pk]),
        submit="停用", done="车辆已停用",
    )  # fmt: skip


@form_page("devices.edit")
def vehicle_import(request: HttpRequest) -> HttpResponseBase:
    """Vehicles from Excel."""
    account = account_of(request)
    return respond_import(
        request, sheets.vehicle_sheet(company_of(account)),
        lambda values: sheets.apply_vehicle(account, values),
        reverse("positioning:vehicles"), lambda: sheets.current_vehicles(account),
    )  # fmt: skip
