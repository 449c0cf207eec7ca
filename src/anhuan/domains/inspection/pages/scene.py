"""A round on the plant's map: its path, its stops as they stand, and who walks it now."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse

from anhuan.desk.details import Action, Fact, Panel, Table, respond_detail
from anhuan.desk.marks import Tag
from anhuan.desk.pages import page
from anhuan.domains.inspection.models import Point, Route, Task
from anhuan.domains.inspection.queries import get_task_for
from anhuan.domains.inspection.queries.setup import one_of, visible_routes
from anhuan.domains.inspection.queries.walkers import walkers_of
from anhuan.domains.org.models import Account, Company
from anhuan.domains.org.queries import account_of
from anhuan.domains.plant.queries import known_site

STOP_M = 2.0  # the dot of a stop
TONES = {"done": "done", "now": "running", "next": "reserved", "rests": "cancelled"}


def scene_panel(task: Task, account: Account) -> Panel | None:
    """Beside a task with a route whose points have places."""
    shapes = _shapes_of_task(task)
    if not shapes:
        return None
    props = {
        "title": task.name, "shapes": shapes,
        "people": walkers_of(account, task), "feed": reverse("inspection:scene", args=[task.pk]),
    }  # fmt: skip
    return Panel("现场", template="inspection/_scene.html", context={"props": props}, side=True,
                 key="scene", note="" if task.outcome else "实时")  # fmt: skip


@page("inspection.view")
def scene(request: HttpRequest, pk: UUID) -> JsonResponse:
    """What the map asks for every few seconds."""
    account = account_of(request)
    task = get_task_for(account, pk)
    return JsonResponse({"shapes": _shapes_of_task(task), "people": walkers_of(account, task)})


@page("inspection.edit")
def route(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A route with its points in their order, and on the map."""
    found = one_of(visible_routes(account_of(request)), pk)
    stops = list(found.stops.select_related("point__area").order_by("position"))
    rows = [
        [one.position, (str(one.point), reverse("inspection:point_edit", args=[one.point_id])),
         one.point.area.name, one.point.floor or "—", one.stay_s or "—",
         Tag("停检", "p3") if one.point.is_paused else ""]
        for one in stops
    ]  # fmt: skip
    head = ["顺序", "点位", "区域", "楼层", "至少停留（s）", ""]
    places = [(one.point, "rests" if one.point.is_paused else "next") for one in stops]
    shapes = _shapes(found.company, places, found)
    props = {"title": found.name, "shapes": shapes, "aspect": 1.9}
    drawn = Panel("地图", template="inspection/_scene.html", context={"props": props})
    return respond_detail(
        request, found.name, target=found, facts=_facts(found),
        crumbs=[("巡检路线", reverse("inspection:routes"))],
        panels=[drawn if shapes else None, Panel("点位", table=Table(head, rows))],
        actions=[Action("记录表", reverse("inspection:route_sheet", args=[pk])),
                 Action("编辑", reverse("inspection:route_edit", args=[pk]), "inspection.edit",
                        style="primary")],
    )  # fmt: skip


def _facts(found: Route) -> list[Fact]:
    return [
        Fact("责任部门", found.department.name),
        Fact("按顺序巡检", "是" if found.is_ordered else "否"),
        Fact("允许偏离", found.corridor_m, "m"),
        Fact("首站签到时限", found.first_within_min or "—", "分钟"),
        Fact("停检原因", found.paused_for or "—"),
    ]  # fmt: skip


def _shapes_of_task(task: Task) -> list[dict[str, Any]]:
    rows = Point.objects.in_bulk([stop["point"] for stop in task.stops if stop["point"]])
    points = {str(pk): one for pk, one in rows.items()}
    visits = dict(task.visits.values_list("point", "finished_at"))
    places = [
        (points[stop["point"]], _stand(stop, visits))
        for stop in task.stops if stop["point"] in points
    ]  # fmt: skip
    return _shapes(task.company, places, task.route)


def _stand(stop: dict[str, Any], visits: dict[UUID, Any]) -> str:
    if stop["is_paused"]:
        return "rests"
    point = UUID(stop["point"])
    if point not in visits:
        return "next"
    return "done" if visits[point] else "now"


def _shapes(
    company: Company, places: list[tuple[Point, str]], route: Route | None
) -> list[dict[str, Any]]:
    site = known_site(company)
    if site is None:
        return []
    degrees = site.georeference.to_lonlat
    dots = [
        _dot(number, point, stand, degrees) for number, (point, stand) in enumerate(places, start=1)
        if point.x_m is not None
    ]  # fmt: skip
    path = route.path if route else []
    line = [list(degrees(x_m, y_m)) for x_m, y_m in path]
    drawn = {"type": "LineString", "coordinates": line}
    way = {"id": "path", "label": "", "tone": "applied",
           "geometry": {"type": "Feature", "geometry": drawn, "properties": {}}}  # fmt: skip
    return [way, *dots] if len(line) > 1 and dots else dots


def _dot(number: int, point: Point, stand: str, degrees: Any) -> dict[str, Any]:
    floor = f" {point.floor} 层" if point.floor else ""
    place = {"type": "Point", "coordinates": list(degrees(point.x_m, point.y_m))}
    return {
        "id": str(point.pk), "label": f"{number} {point.name}{floor}", "tone": TONES[stand],
        "title": str(point),
        "geometry": {"type": "Feature", "geometry": place, "properties": {"radius_m": STOP_M}},
    }  # fmt: skip
