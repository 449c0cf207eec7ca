"""Spot checks of plants in scope."""

from django.db.models import QuerySet

from anhuan.domains.org.models import Account
from anhuan.domains.province.models import SpotCheck
from anhuan.domains.province.queries.enterprises import visible_enterprises


def visible_checks(account: Account) -> QuerySet[SpotCheck]:
    """Of every plant one may see."""
    rows = SpotCheck.objects.filter(enterprise__in=visible_enterprises(account))
    return rows.select_related("enterprise", "order", "by")
