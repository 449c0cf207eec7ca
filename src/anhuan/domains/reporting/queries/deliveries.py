"""What went, when, with which receipt."""

from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from anhuan.domains.org.models import Account, Company
from anhuan.domains.org.queries import company_of
from anhuan.domains.reporting.models import Batch, Delivery, ReportRow

RELATED = ("row", "target", "batch")


def title_of(company: Company, table: str, key: str) -> str:
    """What a reported row is called on pages; empty where it was not taken yet."""
    rows = ReportRow.objects.filter(company=company, table=table, key=key, origin="")
    return rows.values_list("title", flat=True).first() or ""


def visible_deliveries(account: Account) -> QuerySet[Delivery]:
    """Of one's own company."""
    rows = Delivery.objects.filter(target__company=company_of(account))
    return rows.select_related(*RELATED)


def delivery_for(account: Account, pk: UUID | str) -> Delivery:
    """One of them, else 404."""
    return get_object_or_404(visible_deliveries(account), pk=pk)


def visible_batches(account: Account) -> QuerySet[Batch]:
    """Of one's own company."""
    return Batch.objects.filter(target__company=company_of(account)).select_related("target")


def batch_for(account: Account, pk: UUID | str) -> Batch:
    """One of them, else 404."""
    return get_object_or_404(visible_batches(account), pk=pk)
