"""Standards, points, routes, plans, settings: saved whole or not at all, each with its trace."""

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Model

from anhuan.domains.audit.actions import Actor, draft_of, field_blockers, record
from anhuan.domains.inspection.models import (
    InspectionSettings,
    Plan,
    Point,
    Route,
    RouteStop,
    Standard,
    StandardItem,
    Task,
)
from anhuan.domains.inspection.rules.planning import ItemFacts, item_blockers, plan_blockers
from anhuan.domains.org.models import Company
from anhuan.kernel import clock
from anhuan.kernel.errors import Blocker, refuse_if_any

R = TypeVar("R", Standard, Point, Route, Plan, InspectionSettings)


@transaction.atomic
def save_standard(
    by: Actor, company: Company, items: Sequence[dict[str, Any]], row: Standard | None = None,
    **changes: Any,
) -> Standard:  # fmt: skip
    """A list with its items in order. Tasks already made keep the items they were made with."""
    known = row or Standard(company=company)
    facts = [ItemFacts.of(n, item) for n, item in enumerate(items, start=1)]
    found = [blocker for one in facts for blocker in item_blockers(one)]
    if not items:
        found.append(Blocker("items_missing", "检查标准至少要有一个检查项"))
    saved = _save(by, known, changes, found, after={"items": len(items)})
    kept = {str(item["id"]) for item in items if item.get("id")}
    saved.items.exclude(pk__in=kept).delete()
    for position, item in enumerate(items, start=1):
        values = {key: value for key, value in item.items() if key != "id"}
        pk = item.get("id") or None
        old = saved.items.filter(pk=pk).first() if pk else None
        one = old or StandardItem(standard=saved)
        for name, value in {**values, "position": position}.items():
            setattr(one, name, value)
        one.save()
    return saved


@transaction.atomic
def put_item(by: Actor, company: Company, *, library: str, standard: str, **values: Any) -> str:
    """One item of a list, both made when they are not there: "created", "updated", "unchanged"."""
    refuse_if_any(item_blockers(ItemFacts.of(1, values)))
    rows = Standard.objects.filter(company=company, is_retired=False)
    owner = rows.filter(library=library, name=standard).first()
    if owner is None:
        owner = _save(by, Standard(company=company), {"library": library, "name": standard})
    item = owner.items.filter(name=values["name"]).first()
    known = item or StandardItem(standard=owner, position=owner.items.count() + 1)
    before = {name: getattr(known, name) for name in values}
    if item is not None and before == values:
        return "unchanged"
    for name, value in values.items():
        setattr(known, name, value)
    refuse_if_any(field_blockers(known))
    known.save()
    record(by, "edit", owner, before=before if item else None, after=values)
    return "updated" if item else "created"


@transaction.atomic
def save_point(by: Actor, company: Company, row: Point | None = None, **changes: Any) -> Point:
    """A point, new or changed."""
    standards = changes.pop("standards", None)
    saved = _save(by, row or Point(company=company), changes)
    if standards is not None:
        saved.standards.set(standards)
    return saved


@transaction.atomic
def save_route(
    by: Actor, company: Company, points: Sequence[Point] | None = None, row: Route | None = None,
    **changes: Any,
) -> Route:  # fmt: skip
    """A route and its points in their order; stops that stay keep their own figures."""
    given = list(points) if points is not None else None
    found = [] if given is None or given else [Blocker("points_missing", "路线上至少要有一个点位")]
    saved = _save(by, row or Route(company=company), changes, found)
    if given is not None:
        _lay_stops(saved, given)
    return saved


def _lay_stops(route: Route, points: Sequence[Point]) -> None:
    known = {stop.point_id: stop for stop in route.stops.all()}
    route.stops.exclude(point__in=points).delete()
    for position, point in enumerate(points, start=1):
        stop = known.get(point.pk) or RouteStop(route=route, point=point)
        stop.position = position
        stop.save()


@transaction.atomic
def save_plan(by: Actor, company: Company, row: Plan | None = None, **changes: Any) -> Plan:
    """A plan, new or changed. What it has made ahead and nobody has begun is made anew."""
    people = changes.pop("people", None)
    known = row or Plan(company=company)
    plan = draft_of(known, changes)
    saved = _save(by, known, changes, plan_blockers(plan.every, plan.hours, plan.times))
    if people is not None:
        saved.people.set(people)
    _make_anew(saved)
    return saved


def _make_anew(plan: Plan) -> None:
    now = clock.now()
    ahead = Task.objects.filter(plan=plan, opens_at__gt=now, started_at__isnull=True)
    ahead.filter(outcome__in=(Task.Outcome.NONE, Task.Outcome.PAUSED)).delete()
    last = plan.tasks.order_by("-slot_at").values_list("slot_at", flat=True).first()
    if plan.made_until is not None:
        after = max(now, last) if last else now
        Plan.objects.filter(pk=plan.pk).update(made_until=min(plan.made_until, after))


@transaction.atomic
def retire(by: Actor, row: Standard | Point | Route | Plan) -> None:
    """Used no more; what was done with it stays."""
    row.is_retired = True
    row.save(update_fields=["is_retired"])
    record(by, "retire", row, before={"is_retired": False}, after={"is_retired": True})
    if isinstance(row, Plan):
        _make_anew(row)


@transaction.atomic
def save_settings(by: Actor, row: InspectionSettings, **changes: Any) -> InspectionSettings:
    """The plant's own figures."""
    return _save(by, row, changes)


def _save(
    by: Actor, row: R, changes: dict[str, Any], found: Iterable[Blocker] = (),
    after: dict[str, Any] | None = None,
) -> R:  # fmt: skip
    is_new = row._state.adding
    draft: Model = draft_of(row, changes)
    refuse_if_any([*field_blockers(draft), *found])
    before = {} if is_new else {name: _plain(getattr(row, name)) for name in changes}
    for name, value in changes.items():
        setattr(row, name, value)
    row.save()
    told = {name: _plain(value) for name, value in changes.items()} | (after or {})
    record(by, "create" if is_new else "edit", row, before=before or None, after=told)
    return row


def _plain(value: Any) -> Any:
    if isinstance(value, Model):
        return str(value)
    return value if isinstance(value, str | int | float | bool | list | None) else str(value)
