"""Rows of plants in scope."""

from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from anhuan.domains.org.models import Account
from anhuan.domains.province.models import Enterprise, ReceivedRow
from anhuan.domains.province.queries.enterprises import visible_enterprises


def visible_rows(account: Account, kind: str = "") -> QuerySet[ReceivedRow]:
    """Of every plant one may see."""
    rows = ReceivedRow.objects.filter(enterprise__in=visible_enterprises(account))
    if kind:
        rows = rows.filter(kind=kind)
    return rows.select_related("enterprise__bureau")


def row_for(account: Account, pk: UUID | str) -> ReceivedRow:
    """One of them, else 404."""
    return get_object_or_404(visible_rows(account), pk=pk)


def row_asked(account: Account, about: str) -> ReceivedRow | None:
    """The row an address names; None where it names none."""
    try:
        return row_for(account, UUID(about))
    except ValueError:
        return None


def rows_of(enterprise: Enterprise, kind: str) -> QuerySet[ReceivedRow]:
    """One plant's rows of a kind, the newest first."""
    return ReceivedRow.objects.filter(enterprise=enterprise, kind=kind).order_by("-at", "id")
