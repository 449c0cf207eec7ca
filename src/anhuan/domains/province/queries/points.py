"""Sensed points of plants in scope, and requests to change their thresholds."""

from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from anhuan.domains.org.models import Account
from anhuan.domains.province.models import LimitChange, Point
from anhuan.domains.province.queries.enterprises import VIEW, visible_enterprises


def visible_points(account: Account, right: str = VIEW) -> QuerySet[Point]:
    """In use."""
    rows = Point.objects.filter(enterprise__in=visible_enterprises(account, right))
    return rows.filter(is_retired=False).select_related("enterprise")


def point_for(account: Account, pk: UUID | str, right: str = VIEW) -> Point:
    """One of them, else 404."""
    return get_object_or_404(visible_points(account, right), pk=pk)


def change_for(account: Account, pk: UUID | str, right: str) -> LimitChange:
    """One request, else 404."""
    rows = LimitChange.objects.filter(point__in=visible_points(account, right))
    return get_object_or_404(rows.select_related("point__enterprise", "by"), pk=pk)
