"""Reading sounders."""

from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from anhuan.domains.org.models import Account
from anhuan.domains.org.queries import company_of
from anhuan.domains.positioning.models import Sounder


def visible_sounders(account: Account) -> QuerySet[Sounder]:
    """Those in use."""
    rows = Sounder.objects.filter(company=company_of(account), is_retired=False)
    rows = rows.select_related("area", "company").prefetch_related("also_warns")
    return rows.order_by("number")


def get_sounder_for(account: Account, pk: UUID) -> Sounder:
    """One of them, else 404."""
    return get_object_or_404(visible_sounders(account), pk=pk)
