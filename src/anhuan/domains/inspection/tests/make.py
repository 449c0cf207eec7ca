"""A route of three points with items, a plan for it, and somebody to walk it."""

from datetime import date
from typing import Any

from anhuan.domains.inspection.actions import generate
from anhuan.domains.inspection.models import (
    Abnormality,
    Plan,
    Point,
    Route,
    RouteStop,
    Standard,
    StandardItem,
    Standstill,
    Task,
)
from anhuan.domains.org.models import Account, Company
from anhuan.domains.org.rules import Role
from anhuan.domains.org.tests.factories import make_account, make_department, make_person
from anhuan.domains.plant.tests.factories import make_area
from anhuan.kernel import clock

PLACES = ((100.0, 100.0), (150.0, 100.0), (150.0, 150.0))


def make_standard(company: Company, name: str = "机泵", **item: Any) -> Standard:
    """A list with a check, and a pressure that is normal from 0.3 to 0.6 MPa."""
    standard = Standard.objects.create(company=company, library="企业标准", name=name)
    StandardItem.objects.create(standard=standard, position=1, name="有无泄漏", kind="check")
    pressure = {"kind": "number", "unit": "MPa", "low": 0.3, "high": 0.6, **item}
    StandardItem.objects.create(standard=standard, position=2, name="出口压力", **pressure)
    return standard


def make_route(company: Company, **changes: Any) -> Route:
    """Three points in their order."""
    department = changes.pop("department", None) or make_department(company)
    route = Route.objects.create(
        company=company, name=changes.pop("name", "罐区路线"), department=department, **changes
    )
    area, standard = make_area(company), make_standard(company, f"机泵{route.name}")
    for n, (x_m, y_m) in enumerate(PLACES, start=1):
        point = Point.objects.create(
            company=company,
            code=f"{route.name}-{n}",
            name=f"{n}号点",
            area=area,
            x_m=x_m,
            y_m=y_m,
            floor=1,
            equipment=f"P-10{n}",
        )
        point.standards.add(standard)
        RouteStop.objects.create(route=route, point=point, position=n)
    return route


def make_walker(company: Company, **changes: Any) -> Account:
    """An account with a person behind it, who may walk."""
    return make_account(company, Role.WORKER, person=make_person(company, **changes))


def make_plan(company: Company, walker: Account | None = None, **changes: Any) -> Plan:
    """Every day from 8 to 10, unless told otherwise."""
    route = changes.pop("route", None) or make_route(company)
    plan = Plan.objects.create(
        company=company, route=route, department=route.department,
        **{
            "name": "罐区日巡检", "kind": "patrol", "every": "day", "hours": [["08:00", "10:00"]],
            "starts_on": date(2026, 9, 1), "tolerance_min": 15, "make_up_min": 60, **changes,
        },
    )  # fmt: skip
    if walker and walker.person:
        plan.people.add(walker.person)
    return plan


def points_of(task: Task) -> list[Point]:
    """The points of a task's route, in order."""
    return [Point.objects.get(pk=stop["point"]) for stop in task.stops]


def make_abnormality(company: Company, point: Point, **changes: Any) -> Abnormality:
    """A fault found outside a round."""
    now = clock.now()
    facts = {"place": point.name, "text": "机封渗漏", "handling": "fault", "at": now,
             "received_at": now, "person": make_person(company)}  # fmt: skip
    return Abnormality.objects.create(company=company, point=point, **{**facts, **changes})


def inspection_rows(company: Company) -> dict[str, Any]:
    """One row of every kind an address is about."""
    plan = make_plan(company)
    generate(plan, clock.now())
    point = Point.objects.filter(company=company).earliest("code")
    still = Standstill.objects.create(
        company=company, kind="stopped", reason="停用", begins_at=clock.now()
    )
    return {
        "inspection_task": plan.tasks.first(), "inspection_plan": plan,
        "inspection_standard": point.standards.get(), "inspection_point": point,
        "inspection_route": plan.route, "standstill": still,
        "abnormality": make_abnormality(company, point),
    }  # fmt: skip
