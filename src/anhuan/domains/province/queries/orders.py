"""What went down to plants in scope."""

from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from anhuan.domains.org.models import Account
from anhuan.domains.province.models import Enterprise, Order
from anhuan.domains.province.queries.enterprises import VIEW, visible_enterprises
from anhuan.domains.province.rules.orders import OPEN


def visible_orders(account: Account, right: str = VIEW) -> QuerySet[Order]:
    """Of every plant one may see."""
    rows = Order.objects.filter(enterprise__in=visible_enterprises(account, right))
    return rows.select_related("enterprise__bureau", "by")


def order_asked(account: Account, pk: str) -> Order | None:
    """The order an address names; None where it names none."""
    try:
        return order_for(account, UUID(pk))
    except ValueError:
        return None


def order_for(account: Account, pk: UUID | str, right: str = VIEW) -> Order:
    """One of them, else 404."""
    return get_object_or_404(visible_orders(account, right), pk=pk)


def open_orders(enterprise: Enterprise) -> QuerySet[Order]:
    """What is not closed yet."""
    return Order.objects.filter(enterprise=enterprise, state__in=OPEN).order_by("due_at")
