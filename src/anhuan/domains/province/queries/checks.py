"""Spot checks of plants in scope."""

from django.db.models import Q, QuerySet

from anhuan.domains.org.models import Account
from anhuan.domains.province.models import Order, SpotCheck
from anhuan.domains.province.queries.enterprises import visible_enterprises


def checks_of(order: Order) -> QuerySet[SpotCheck]:
    """What was found where somebody looked after an order, and the look it came from."""
    rows = SpotCheck.objects.filter(Q(about=order.pk) | Q(order=order))
    return rows.select_related("by")


def visible_checks(account: Account) -> QuerySet[SpotCheck]:
    """Of every plant one may see."""
    rows = SpotCheck.objects.filter(enterprise__in=visible_enterprises(account))
    return rows.select_related("enterprise", "order", "by")
