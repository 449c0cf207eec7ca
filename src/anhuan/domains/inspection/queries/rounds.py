"""A round as the phone gets it: everything that is needed where there is no network."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from anhuan.domains.inspection.models import Abnormality, Entry, Point, Task, Visit
from anhuan.domains.inspection.queries.history import Faults, faults_of, last_values
from anhuan.domains.inspection.queries.process import latest_value
from anhuan.domains.inspection.queries.tasks import settings_of
from anhuan.domains.inspection.rules.states import state
from anhuan.domains.plant.queries import known_site
from anhuan.kernel.digest import sm3_hex

_ITEM = (
    "id", "part", "category", "method", "name", "kind", "unit", "low", "high", "choices", "normal",
    "needs_photo", "process_point", "may_differ",
)  # fmt: skip


def summary(task: Task, now: datetime) -> dict[str, Any]:
    """A line of one's list."""
    return {
        "id": task.pk, "name": task.name, "kind_label": task.get_kind_display(),
        "team": task.team, "state": str(state(task.window, task.course, now)),
        "begins_at": task.begins_at, "opens_at": task.opens_at, "ends_at": task.ends_at,
        "due_at": task.due_at, "closes_at": task.closes_at, "started_at": task.started_at,
        "finished_at": task.finished_at, "points": len(task.stops), "abnormal": task.abnormal,
    }  # fmt: skip


def picture(task: Task, now: datetime) -> dict[str, Any]:
    """The whole round. Codes go as digests: a phone can tell a wrong tag, nobody can read one."""
    points = {str(one.pk): one for one in _points(task)}
    visits = {str(one.point_id): one for one in Visit.objects.filter(task=task)}
    entries = {
        (str(one.point_id or ""), str(one.item_id)): one for one in task.entries.all()
    }  # fmt: skip
    last, faults = last_values(task), faults_of(task, now)
    stops = []
    for stop in task.stops:
        pk, point = stop["point"], points.get(stop["point"])
        items = [
            {name: item[name] for name in _ITEM}
            | {"process_value": latest_value(task.company, item["process_point"], now),
               "last": last.get((pk, item["id"]), []),
               "faults": _faults(faults.get((pk, item["id"]), Faults())),
               "entry": _entry(entries.get((pk, item["id"])))}
            for item in stop["items"]
        ]  # fmt: skip
        kept = {key: stop[key] for key in ("point", "name", "is_paused", "stay_s", "longest_min")}
        visit = _visit(visits.get(pk))
        stops.append(kept | {"visit": visit, "items": items} | _place(point))
    route, site = task.route, known_site(task.company)
    return summary(task, now) | {
        "identity": task.identity or settings_of(task.company).identity,
        "is_known": bool(task.identity),
        "stops": stops, "is_ordered": route is None or route.is_ordered,
        "path": route.path if route else [],
        "turn_deg": site.rotation_deg if site else 0.0,  # for the way to the next point (POS-063)
        "first_within_min": route.first_within_min if route else None,
    }  # fmt: skip


def _points(task: Task) -> Iterable[Point]:
    pks = [stop["point"] for stop in task.stops if stop["point"]]
    return Point.objects.filter(pk__in=pks).select_related("area")


def _place(point: Point | None) -> dict[str, Any]:
    if point is None:
        return {"code_sm3": "", "beacon_sm3": "", "equipment": "", "area": "", "floor": 0,
                "x_m": None, "y_m": None}  # fmt: skip
    beacon = sm3_hex(point.beacon.encode()) if point.beacon else ""
    return {
        "code_sm3": sm3_hex(point.code.encode()), "beacon_sm3": beacon,
        "equipment": point.equipment, "area": point.area.name, "floor": point.floor,
        "x_m": point.x_m, "y_m": point.y_m,
    }  # fmt: skip


def _visit(visit: Visit | None) -> dict[str, Any] | None:
    if visit is None:
        return None
    return {"arrived_at": visit.arrived_at, "finished_at": visit.finished_at,
            "method": visit.method, "weight": visit.weight}  # fmt: skip


def _entry(entry: Entry | None) -> dict[str, Any] | None:
    if entry is None:
        return None
    return {"value": entry.value, "result": entry.result, "note": entry.note,
            "handling": entry.handling, "at": entry.at}  # fmt: skip


def _faults(found: Faults) -> dict[str, Any]:
    return {
        "same": [_fault(one) for one in found.same], "like": [_fault(one) for one in found.like],
        "in_a_year": found.in_a_year, "is_frequent": found.is_frequent,
    }  # fmt: skip


def _fault(row: Abnormality) -> dict[str, Any]:
    return {"at": row.at, "place": row.place, "text": row.text, "handled": row.handled}


def proofs(task: Task) -> list[dict[str, Any]]:
    """How each arrival was shown, what it is worth, and why its time may be doubted."""
    rows = Visit.objects.filter(task=task).select_related("person").order_by("arrived_at")
    return [
        {"point": row.point_id, "person": row.person.name, "method": row.method,
         "weight": row.weight, "away_m": row.away_m, "arrived_at": row.arrived_at,
         "finished_at": row.finished_at, "received_at": row.received_at,
         "skipped": row.skipped, "doubts": row.doubts}
        for row in rows
    ]  # fmt: skip
