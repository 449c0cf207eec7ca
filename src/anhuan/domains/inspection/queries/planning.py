"""Plans as the rules take them: how they repeat, what stands still, who does it."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet

from anhuan.domains.inspection.models import Plan, Point, Standstill
from anhuan.domains.inspection.rules.pauses import Pause
from anhuan.domains.inspection.rules.recurrence import WHOLE_DAY, Days, Every, Hours, Recurrence
from anhuan.domains.org.models import Person


def recurrence_of(plan: Plan) -> Recurrence:
    """The plan's own figures."""
    hours = tuple(
        Hours(time.fromisoformat(begin), time.fromisoformat(end)) for begin, end in plan.hours
    )
    return Recurrence(
        Every(plan.every), plan.starts_on, plan.ends_on, plan.step, hours or (WHOLE_DAY,),
        plan.times, frozenset(plan.weekdays), frozenset(plan.month_days),
        frozenset(plan.months), Days(plan.days), plan.lead_days,
    )  # fmt: skip


def standstills_of(plan: Plan) -> QuerySet[Standstill]:
    """What spares the whole tasks of a plan: of it, its route, its department, or the plant."""
    named = Q(plans=plan) | Q(departments=plan.department_id)
    if plan.route_id:
        named |= Q(routes=plan.route_id)
    names_nothing = Q(
        plans__isnull=True, routes__isnull=True, points__isnull=True, departments__isnull=True
    )
    rows = Standstill.objects.filter(company=plan.company_id, is_withdrawn=False)
    return rows.filter(named | names_nothing).distinct()


def pauses_of(rows: Iterable[Standstill]) -> list[Pause]:
    """As the rules take them."""
    return [
        Pause(row.begins_at, row.ends_at, f"{row.get_kind_display()}：{row.reason}") for row in rows
    ]


def resting_points(plan: Plan, at: datetime) -> set[str]:
    """Ids of the points of the plan's route that rest at a moment, or until further notice."""
    if plan.route_id is None:
        return set()
    on_route = Q(points__stops__route=plan.route_id)
    rows = Standstill.objects.filter(on_route, company=plan.company_id, is_withdrawn=False)
    rows = rows.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=at), begins_at__lte=at)
    paused = Point.objects.filter(stops__route=plan.route_id, is_paused=True)
    found = {*rows.values_list("points", flat=True), *paused.values_list("pk", flat=True)}
    return {str(pk) for pk in found if pk}


def everybody_of(plan: Plan) -> list[Person]:
    """In the order they take turns."""
    return list(plan.people.order_by("number"))


def whose_turn(plan: Plan, people: list[Person], on: date) -> list[Person]:
    """Everybody of the plan, or whose turn it is: each in turn for `rotation_days` days."""
    if not plan.rotation_days or not people:
        return people
    turn = (on - plan.starts_on) // timedelta(days=plan.rotation_days)
    return [people[turn % len(people)]]
