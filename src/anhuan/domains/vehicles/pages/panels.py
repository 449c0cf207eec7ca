"""Cards on the vehicle's own page, which belongs to positioning."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from anhuan.desk.details import Fact, Panel, Table
from anhuan.domains.org.queries import account_of
from anhuan.domains.positioning.models import Vehicle
from anhuan.domains.vehicles.pages.common import terminal_tag, trip_tag, url
from anhuan.domains.vehicles.queries.roads import class_of
from anhuan.domains.vehicles.queries.terminals import terminal_on
from anhuan.domains.vehicles.queries.trips import trips_of


def rules_panel(request: HttpRequest, vehicle: Vehicle) -> Panel | None:
    """What its class demands, and its terminal."""
    if not account_of(request).may("vehicles.view"):
        return None
    found, terminal = class_of(vehicle), terminal_on(vehicle)
    limit = found.speed_limit_kmh if found else None
    parking = "只准停在停车位" if found and found.parks_in_places_only else "不限"
    terminal_text = f"{terminal} · {terminal_tag(terminal).text}" if terminal else "无"
    return Panel("行车规定", facts=[
        Fact("车型", found or vehicle.kind, url=url("vehicle_class", found) if found else ""),
        Fact("限速", f"{limit:g}" if limit else "只按路段", "km/h" if limit else ""),
        Fact("停车", parking),
        Fact("车载终端", terminal_text, url=url("terminal", terminal) if terminal else ""),
    ])  # fmt: skip


def trips_panel(request: HttpRequest, vehicle: Vehicle) -> Panel | None:
    """Its last trips."""
    if not account_of(request).may("vehicles.view"):
        return None
    rows: list[Any] = [
        ((f"{one.booked_from:%Y-%m-%d}", url("trip", one)), trip_tag(one), one.driver_name,
         one.cargo or "—")
        for one in trips_of(vehicle)[:10]
    ]  # fmt: skip
    table = Table(["日期", "状态", "驾驶员", "货物"], rows, "没有通行记录。")
    all_of = f"{reverse('vehicles:trips')}?q={vehicle.plate}"
    return Panel("通行记录", table=table, url=all_of)
