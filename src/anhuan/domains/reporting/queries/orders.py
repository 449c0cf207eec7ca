"""What authorities sent down."""

from uuid import UUID

from django.db.models import F, QuerySet
from django.shortcuts import get_object_or_404

from anhuan.domains.org.models import Account
from anhuan.domains.org.queries import company_of
from anhuan.domains.reporting.models import Order, OrderReply, Target


def visible_orders(account: Account) -> QuerySet[Order]:
    """Of one's own company."""
    rows = Order.objects.filter(target__company=company_of(account))
    return rows.select_related("target")


def order_for(account: Account, pk: UUID | str) -> Order:
    """One of them, else 404."""
    return get_object_or_404(visible_orders(account), pk=pk)


def known_versions(target: Target) -> dict[str, int]:
    """What we have of its orders that is not closed."""
    rows = Order.objects.filter(target=target).exclude(state="closed")
    return {str(pk): version for pk, version in rows.values_list("pk", "version")}


def arrived_below(target: Target) -> list[str]:
    """What plants below us have taken, and the authority does not know yet."""
    rows = Order.objects.filter(target=target, state="issued", has_arrived=True)
    return [str(pk) for pk in rows.values_list("pk", flat=True)[:200]]


def for_plants_below() -> QuerySet[Order]:
    """What came down for plants of ours and is newer than what they have."""
    rows = Order.objects.exclude(plant="").filter(version__gt=F("passed_version"))
    return rows.select_related("target__company").order_by("issued_at", "id")


def unsent_replies(target: Target) -> list[OrderReply]:
    """Answers it has not confirmed."""
    rows = OrderReply.objects.filter(order__target=target, sent_at=None)
    return list(rows.select_related("by__person")[:50])
