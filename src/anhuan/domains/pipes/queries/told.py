"""What nodes of one's own company have told."""

from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from anhuan.domains.org.models import Account
from anhuan.domains.org.queries import company_of
from anhuan.domains.pipes.models import Letter, LogLine, Look, Receipt


def visible_letters(account: Account) -> QuerySet[Letter]:
    """Dead letters."""
    return Letter.objects.filter(node__company=company_of(account)).select_related("node")


def letter_for(account: Account, pk: UUID | str) -> Letter:
    """One of them, else 404."""
    return get_object_or_404(visible_letters(account), pk=pk)


def visible_looks(account: Account) -> QuerySet[Look]:
    """Comparisons."""
    return Look.objects.filter(node__company=company_of(account)).select_related("node")


def look_for(account: Account, pk: UUID | str) -> Look:
    """One of them, else 404."""
    return get_object_or_404(visible_looks(account), pk=pk)


def visible_receipts(account: Account) -> QuerySet[Receipt]:
    """Receipts."""
    return Receipt.objects.filter(node__company=company_of(account)).select_related("node")


def visible_log(account: Account) -> QuerySet[LogLine]:
    """The log."""
    return LogLine.objects.filter(node__company=company_of(account)).select_related("node")
