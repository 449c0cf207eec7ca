"""Trips: booking vehicles, letting them in and out, and what they did meanwhile."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from anhuan.desk.details import Action, Fact, Panel, Step, Table, respond_detail
from anhuan.desk.forms import do_or_say, respond_form
from anhuan.desk.lists import Column, Link, ListSpec, respond_list
from anhuan.desk.marks import short_time
from anhuan.desk.pages import form_page, page, post_only
from anhuan.domains.audit.queries import history_of
from anhuan.domains.org.queries import account_of, company_of
from anhuan.domains.positioning.models import LatestPosition
from anhuan.domains.positioning.queries.links import track_url
from anhuan.domains.vehicles import actions
from anhuan.domains.vehicles.forms.terminals import ReasonForm
from anhuan.domains.vehicles.forms.trips import TRIP_FILTERS, TRIP_SEARCH, TripForm
from anhuan.domains.vehicles.models import Trip
from anhuan.domains.vehicles.pages.common import trip_tag, url
from anhuan.domains.vehicles.queries import trips as queries
from anhuan.domains.vehicles.rules import trips as rules
from anhuan.kernel import clock


@page("vehicles.view")
def trips(request: HttpRequest) -> HttpResponseBase:
    """All trips, newest first."""
    spec = ListSpec(
        title="车辆通行",
        noun="次",
        default_sort="-booked_from",
        columns=[
            Column("vehicle", "车辆", kind="link", sort="vehicle__plate"),
            Column("state", "状态", trip_tag, kind="tag", sort="state"),
            Column("purpose", "事由", "get_purpose_display"),
            Column("cargo", "货物"),
            Column("driver_name", "驾驶员", sort="driver_name"),
            Column("escort_name", "押运员", phone=False),
            Column("booked_from", "预约入厂", kind="time", sort="booked_from"),
            Column("entered_at", "入厂", kind="time", sort="entered_at", phone=False),
            Column("left_at", "离厂", kind="time", sort="left_at", phone=False),
            Column("place", "位置", _place),
            Column("waybill", "电子运单号", hidden=True),
        ],
        filters=TRIP_FILTERS,
        search=TRIP_SEARCH,
        search_hint="车牌、驾驶员、押运员、货物、运单",
        row_url=lambda row: url("trip", row),
        row_tone=lambda row: "off" if row.state in ("left", "cancelled") else "",
        create_url=reverse("vehicles:trip_create"),
        create_right="trips.edit",
        create_label="预约入厂",
        links=[Link("行车路线", reverse("vehicles:routes"), "vehicles.view"),
               Link("停车位", reverse("vehicles:parking_places"), "vehicles.view")],
        empty="还没有车辆通行。危化品运输车入厂前先预约：驾驶员、押运员、货物、运单和路线。",
    )  # fmt: skip
    return respond_list(request, spec, queries.visible_trips(account_of(request)))


def _latest(trip: Any) -> LatestPosition | None:
    held = getattr(trip.vehicle, "held_now", None)
    return getattr(held[0].tag, "latest", None) if held else None


def _place(trip: Any) -> str:
    """Where the vehicle is, while it is inside."""
    latest = _latest(trip) if trip.state == "inside" else None
    if latest is None:
        return ""
    return latest.area.name if latest.area else f"({latest.x_m:.0f}, {latest.y_m:.0f}) m"


@page("vehicles.view")
def trip(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One trip."""
    account = account_of(request)
    found = queries.get_trip_for(account, pk)
    may_see_phones = account.may("people.private")
    return respond_detail(
        request,
        str(found.vehicle),
        target=found,
        crumbs=[("车辆通行", reverse("vehicles:trips"))],
        tags=[trip_tag(found)],
        steps=_steps(found),
        actions=_actions(found),
        facts=[
            Fact("车辆", found.vehicle,
                 url=reverse("positioning:vehicle", args=[found.vehicle_id])),
            Fact("事由", found.get_purpose_display()),
            Fact("货物", found.cargo), Fact("UN 编号", found.un_number),
            Fact("数量", found.amount_t, "t" if found.amount_t else ""),
            Fact("电子运单号", found.waybill), Fact("现在位置", _place(found)),
            Fact("备注", found.note, wide=True),
        ],
        panels=[_crew(found, may_see_phones), _allowed(found), _alarms(request, found),
                _map(found)],
        history=history_of(found)[:30],
        private=() if may_see_phones else ("driver_phone", "escort_phone"),
    )  # fmt: skip


def _map(found: Trip) -> Panel:
    """Where it may drive and stand, and where it is while inside."""
    roads = [str(one.pk) for one in (*found.routes.all(), *found.parking.all())]
    latest = _latest(found) if found.state == "inside" else None
    props: dict[str, Any] = {"title": str(found.vehicle), "highlight": roads}
    if latest is not None:
        props["at"] = latest.t.isoformat()
        props["marker"] = {"x_m": latest.x_m, "y_m": latest.y_m, "floor": latest.floor,
                           "kind": "vehicle", "name": found.vehicle.plate}  # fmt: skip
    return Panel("路线与位置", template="positioning/_mini_map.html", context={"props": props},
                 side=True)  # fmt: skip


def _steps(found: Trip) -> list[Step]:
    inside = found.state in ("inside", "left")
    until = f"{short_time(found.booked_from)} 至 {short_time(found.booked_until)}"
    entered = short_time(found.entered_at) if found.entered_at else ""
    left = short_time(found.left_at) if found.left_at else ""
    if found.state == "cancelled":
        return [Step("预约", until, "done"), Step("已取消", "", "now")]
    return [
        Step("预约", until, "done" if inside else "now"),
        Step("入厂", entered, "done" if left else "now" if inside else "next"),
        Step("离厂", left, "done" if left else "next"),
    ]


def _crew(found: Trip, may_see_phones: bool) -> Panel:
    def phone(number: str) -> str:
        return number if may_see_phones or not number else f"{number[:3]}****{number[-4:]}"

    rows = [
        (label, name or "—", phone(number) or "—", licence or "—")
        for label, name, number, licence in (
            ("驾驶员", found.driver_name, found.driver_phone, found.driver_licence),
            ("押运员", found.escort_name, found.escort_phone, found.escort_licence),
        )
    ]
    return Panel("随车人员", table=Table(["", "姓名", "手机", "从业资格证"], rows))


def _allowed(found: Trip) -> Panel:
    routes = [((str(one), url("route", one)),) for one in found.routes.all()]
    places = [((str(one), url("parking_place", one)),) for one in found.parking.all()]
    rows = [("路线", cell) for (cell,) in routes] + [("停车位", cell) for (cell,) in places]
    return Panel("准许", table=Table(["", "名称"], rows, "路线不限，停车按车型规定。"))


def _alarms(request: HttpRequest, found: Trip) -> Panel | None:
    if not account_of(request).may("alarms.view"):
        return None
    rows = [
        (one.raised_at, (one.title, reverse("alarms:alarm", args=[one.pk])), one.kind.name)
        for one in queries.alarms_of(found)[:20]
    ]
    return Panel("途中报警", table=Table(["时间", "报警", "类型"], rows, "这次通行没有报警。"))


def _actions(found: Trip) -> list[Action]:
    tracks = f"{reverse('positioning:tracks')}?subject={found.vehicle_id}"
    if found.entered_at:
        tracks = track_url([found.vehicle_id], found.entered_at, found.left_at or clock.now())
    shown = [Action("轨迹", tracks, "tracks.view")]
    if found.state in ("booked", "inside"):
        shown.append(Action("编辑", url("trip_edit", found), "trips.edit"))
    if found.state == "booked":
        shown += [
            Action("放行入厂", url("trip_admit", found), "trips.edit", "post", "primary",
                   blockers=_admission_blockers(found)),
            Action("取消", url("trip_cancel", found), "trips.edit", style="danger"),
        ]  # fmt: skip
    elif found.state == "inside":
        shown.append(Action("办理离厂", url("trip_end", found), "trips.edit", "post", "primary"))
    return shown


def _admission_blockers(found: Any) -> list[Any]:
    has_tag = bool(found.vehicle.held_now)
    return list(rules.admission_blockers(
        found.state, found.booked_from, found.booked_until, has_tag, clock.now()
    ))  # fmt: skip


@form_page("trips.edit")
def trip_create(request: HttpRequest) -> HttpResponse:
    """Book a vehicle."""
    account = account_of(request)
    company = company_of(account)
    form = TripForm(request.POST or None, company=company)
    return respond_form(
        request, form, lambda _: actions.book_trip(account, company, **form.changes),
        "预约入厂", lambda saved: url("trip", saved), cancel=reverse("vehicles:trips"),
        done="已预约",
    )  # fmt: skip


@form_page("trips.edit")
def trip_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change a trip."""
    account = account_of(request)
    found = queries.get_trip_for(account, pk)
    form = TripForm(request.POST or None, instance=found, company=found.company)
    return respond_form(
        request, form, lambda _: actions.change_trip(account, found, **form.changes),
        f"编辑通行 {found.vehicle}", url("trip", found),
    )  # fmt: skip


@post_only("trips.edit")
def trip_admit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Let the vehicle in."""
    account = account_of(request)
    found = queries.get_trip_for(account, pk)
    do_or_say(request, lambda: actions.admit_trip(account, found), "已放行入厂")
    return redirect("vehicles:trip", pk=pk)


@post_only("trips.edit")
def trip_end(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Let the vehicle out."""
    account = account_of(request)
    found = queries.get_trip_for(account, pk)
    do_or_say(request, lambda: actions.end_trip(account, found), "已办理离厂")
    return redirect("vehicles:trip", pk=pk)


@form_page("trips.edit")
def trip_cancel(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Call it off."""
    account = account_of(request)
    found = queries.get_trip_for(account, pk)
    form = ReasonForm(request.POST or None)
    return respond_form(
        request, form, lambda data: actions.cancel_trip(account, found, data["reason"]),
        f"取消通行 {found.vehicle}", url("trip", found), submit="取消通行", done="已取消",
    )  # fmt: skip
