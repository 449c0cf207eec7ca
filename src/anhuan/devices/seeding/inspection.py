"""Inspection of the demo plant: check lists, three routes, plans of each rhythm, a day's rounds."""

from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone
from shapely.geometry import Point as Spot
from shapely.geometry import shape

from anhuan.devices.plant.spots import SPOTS
from anhuan.devices.seeding.sown import Sown
from anhuan.domains.inspection import actions
from anhuan.domains.inspection.models import Point, Route, Standard, Task
from anhuan.domains.inspection.rules.arrival import Method
from anhuan.domains.inspection.rules.readings import Answer
from anhuan.domains.org.models import Account, Department, Person
from anhuan.domains.plant.models import Area
from anhuan.domains.risk.models import RiskUnit
from anhuan.kernel import clock

_CHECK, _NUMBER, _CHOICE = "check", "number", "choice"
# library, list: (part, content, kind, unit, low, high)
_LISTS: dict[str, tuple[tuple[Any, ...], ...]] = {
    "离心泵日巡检": (
        ("机械密封", "有无泄漏", _CHECK, "", None, None),
        ("出口", "出口压力", _NUMBER, "MPa", 0.3, 0.6),
        ("轴承", "轴承温度", _NUMBER, "℃", None, 70.0),
        ("地脚", "振动与异响", _CHECK, "", None, None),
    ),
    "储罐日巡检": (
        ("罐体", "液位", _NUMBER, "m", 1.0, 10.5),
        ("罐体", "罐顶压力", _NUMBER, "kPa", 0.2, 1.8),
        ("附件", "呼吸阀、阻火器完好", _CHECK, "", None, None),
        ("围堰", "排水阀关闭", _CHECK, "", None, None),
    ),
    "配电与消防": (
        ("消防", "消防器材在位、未被遮挡", _CHECK, "", None, None),
        ("配电", "配电柜门关闭、无过热", _CHECK, "", None, None),
    ),
}
# route: (point, spot, list, equipment, risk unit)
_ROUTES: dict[str, tuple[tuple[str, str, str, str, str], ...]] = {
    "合成框架巡检路线": (
        ("合成泵房", "syn-pump", "离心泵日巡检", "P-101A/B", ""),
        ("框架一层", "frm-1-a", "配电与消防", "", ""),
        ("框架二层", "frm-2-a", "离心泵日巡检", "P-102", "合成反应器 A"),
        ("框架三层", "frm-3-a", "离心泵日巡检", "P-103", "合成反应器 B"),
        ("框架四层", "frm-4-a", "配电与消防", "", ""),
    ),
    "一号罐区巡检路线": (
        ("V-1101", "tkf-v1101", "储罐日巡检", "V-1101", "甲醇储罐 A"),
        ("V-1102", "tkf-v1102", "储罐日巡检", "V-1102", "甲醇储罐 B"),
        ("V-1104", "tkf-v1104", "储罐日巡检", "V-1104", "醋酸乙烯储罐"),
        ("V-1103", "tkf-v1103", "储罐日巡检", "V-1103", "甲苯储罐"),
        ("罐区泵棚", "tkf-pump", "离心泵日巡检", "P-1101", "罐区脱水作业"),
    ),
    "精馏与公用工程巡检路线": (
        ("加压塔", "dst-t202", "配电与消防", "T-202", "加压塔"),
        ("回流罐", "dst-v201", "储罐日巡检", "V-201", "回流罐"),
        ("空压站", "utl-air", "离心泵日巡检", "K-301", "空压站"),
        ("循环水泵房", "utl-water", "离心泵日巡检", "P-301A/B", "循环水泵房"),
    ),
}  # fmt: skip


def sow_inspection(sown: Sown) -> None:
    """Lists, points, routes, plans, and their first tasks."""
    lists = {name: _list(sown, name, items) for name, items in _LISTS.items()}
    routes = {name: _route(sown, name, stops, lists) for name, stops in _ROUTES.items()}
    for plan in _plans(sown, routes, lists["配电与消防"]):
        saved = actions.save_plan(sown.accounts["safety"], sown.company, None, **plan)
        actions.generate(saved, _midnight())
    _walk_today(sown)


def _midnight() -> datetime:
    return timezone.localtime(clock.now()).replace(hour=0, minute=0, second=0, microsecond=0)


def _walk_today(sown: Sown) -> None:
    """What was due so far was walked, but for every fifth; every fourth found something."""
    rows = Task.objects.filter(company=sown.company, due_at__lt=clock.now()).order_by("begins_at")
    for number, task in enumerate(rows.exclude(route=None), start=1):
        if number % 5:
            _walk(sown.accounts["worker"], task, is_abnormal=number % 4 == 0)


def _walk(by: Account, task: Task, *, is_abnormal: bool) -> None:
    at = task.begins_at + timedelta(minutes=3)
    for stop in task.stops:
        point, at = Point.objects.get(pk=stop["point"]), at + timedelta(minutes=4)
        when = actions.When(at, received_at=at)
        actions.sign_in(by, task, point, actions.Came(Method.NFC, point.code), when)
        for item in stop["items"]:
            actions.enter(by, task, _found(item, point, is_abnormal), when)
            is_abnormal = False  # one of a round is enough
        actions.leave(by, task, point.pk, when)
    actions.finish(by, task, actions.When(at, received_at=at))


def _found(item: dict[str, Any], point: Point, is_abnormal: bool) -> actions.Found:
    if item["kind"] == _NUMBER:
        low, high = item["low"], item["high"]
        ends = [one for one in (low, high) if one is not None]
        return actions.Found(item["id"], Answer(round(sum(ends) / len(ends) * 0.95, 2)), point.pk)
    if not is_abnormal:
        return actions.Found(item["id"], Answer(True), point.pk)
    wrong = Answer(False, is_abnormal=True)
    return actions.Found(item["id"], wrong, point.pk, "机封处轻微渗漏", handling="fault")


def _list(sown: Sown, name: str, items: tuple[tuple[Any, ...], ...]) -> Standard:
    keys = ("part", "name", "kind", "unit", "low", "high")
    rows = [dict(zip(keys, item, strict=True)) for item in items]
    safety = sown.accounts["safety"]
    return actions.save_standard(safety, sown.company, rows, library="企业标准", name=name)


def _route(
    sown: Sown, name: str, stops: tuple[tuple[str, ...], ...], lists: dict[str, Standard]
) -> Route:
    points = [_point(sown, stop, lists) for stop in stops]
    path = [[point.x_m, point.y_m] for point in points]
    return actions.save_route(
        sown.accounts["safety"], sown.company, points, name=name, path=path,
        department=_department(sown),
    )  # fmt: skip


def _point(sown: Sown, stop: tuple[str, ...], lists: dict[str, Standard]) -> Point:
    name, spot, listed, equipment, unit = stop
    x_m, y_m, floor = SPOTS[spot]
    looks_at = RiskUnit.objects.filter(object__company=sown.company, name=unit).first()
    return actions.save_point(
        sown.accounts["safety"], sown.company, code=f"XJ-{spot.upper()}", name=name,
        area=_area(sown, x_m, y_m), equipment=equipment, x_m=x_m, y_m=y_m, floor=floor,
        standards=[lists[listed]], risk_unit_id=looks_at and looks_at.pk,
    )  # fmt: skip


def _plans(sown: Sown, routes: dict[str, Route], fire: Standard) -> list[dict[str, Any]]:
    today, department = clock.now().date(), _department(sown)
    common: dict[str, Any] = {
        "department": department, "starts_on": today - timedelta(days=30), "people": _walkers(sown),
        "tolerance_min": 15, "make_up_min": 30,
    }  # fmt: skip
    frame, tanks, towers = routes.values()
    return [
        common | {"name": "合成框架每两小时巡检", "kind": "patrol", "route": frame,
                  "every": "hour", "step": 2},
        common | {"name": "一号罐区每班巡检", "kind": "patrol", "route": tanks, "every": "day",
                  "hours": [["08:00", "20:00"], ["20:00", "08:00"]], "times": 2},
        common | {"name": "精馏与公用工程每日巡检", "kind": "patrol", "route": towers,
                  "every": "day", "hours": [["08:00", "20:00"]]},
        common | {"name": "消防器材每周点检", "kind": "spot", "standard": fire, "every": "week",
                  "weekdays": [1], "hours": [["08:00", "18:00"]]},
        common | {"name": "节假日前排查", "kind": "holiday", "route": tanks, "every": "holiday",
                  "lead_days": 3, "starts_on": date(today.year, 1, 1)},
    ]  # fmt: skip


def _walkers(sown: Sown) -> list[Person]:
    accounts = (sown.accounts[name] for name in ("worker", "operator"))
    return [account.person for account in accounts if account.person]


def _department(sown: Sown) -> Department:
    """The department the demo's head of department has."""
    return sown.departments["SYN"]


def _area(sown: Sown, x_m: float, y_m: float) -> Area:
    """The smallest area the place lies in."""
    inside = [one for one in sown.areas.values() if shape(one.geometry).covers(Spot(x_m, y_m))]
    return min(inside, key=lambda one: float(shape(one.geometry).area))
