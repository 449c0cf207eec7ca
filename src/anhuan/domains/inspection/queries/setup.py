"""Standards, points, routes, plans and standstills of the account's company."""

from collections.abc import Iterator
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Count, Model, Q, QuerySet
from django.shortcuts import get_object_or_404

from anhuan.domains.inspection.models import Plan, Point, Route, Standard, Standstill
from anhuan.domains.org.models import Account
from anhuan.domains.org.queries import company_of

M = TypeVar("M", bound=Model)


def visible_standards(account: Account) -> QuerySet[Standard]:
    """Lists in use, each with `item_count`."""
    rows = Standard.objects.filter(company=company_of(account), is_retired=False)
    return rows.annotate(item_count=Count("items"))


def visible_points(account: Account) -> QuerySet[Point]:
    """Points in use."""
    return Point.objects.filter(company=company_of(account), is_retired=False)


def placed_points(account: Account) -> Iterator[dict[str, Any]]:
    """Points in use that have a place: code, name, x_m and y_m in plant metres."""
    rows = visible_points(account).exclude(x_m=None).exclude(y_m=None)
    for one in rows.order_by("code"):
        yield {"code": one.code, "name": one.name, "x_m": one.x_m, "y_m": one.y_m}


def visible_routes(account: Account) -> QuerySet[Route]:
    """Routes in use, each with `stop_count`."""
    rows = Route.objects.filter(company=company_of(account), is_retired=False)
    return rows.annotate(stop_count=Count("stops"))


def visible_plans(account: Account) -> QuerySet[Plan]:
    """Plans in use."""
    return Plan.objects.filter(company=company_of(account), is_retired=False)


def visible_standstills(account: Account) -> QuerySet[Standstill]:
    """Records of stops, overhauls and holidays, withdrawn ones too."""
    return Standstill.objects.filter(company=company_of(account))


def one_of(rows: QuerySet[M], pk: UUID | str) -> M:
    """One of them, else 404."""
    return get_object_or_404(rows, pk=pk)


def untouched_points(account: Account) -> QuerySet[Point]:
    """Points no route in use touches: the coverage check (INS-031)."""
    on_route = Q(stops__route__is_retired=False, stops__route__is_paused=False)
    touched = Point.objects.filter(on_route, company=company_of(account)).values("pk")
    return visible_points(account).exclude(pk__in=touched)
