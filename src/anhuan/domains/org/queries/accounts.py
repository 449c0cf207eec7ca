"""Accounts, tokens and who holds which role."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from anhuan.domains.org.models import Account, ApiToken, Company, Department
from anhuan.domains.org.queries.company import company_of
from anhuan.kernel import clock
from anhuan.kernel.digest import sm3_hex


def visible_accounts(account: Account) -> QuerySet[Account]:
    """The accounts of one's own company."""
    return Account.objects.filter(company=company_of(account)).select_related("person")


def accounts_with_grants(account: Account) -> QuerySet[Account]:
    """The same with their roles and scopes at hand."""
    return visible_accounts(account).prefetch_related("grants__department")


def get_account_for(account: Account, pk: UUID | str) -> Account:
    """One of them, else 404."""
    return get_object_or_404(visible_accounts(account), pk=pk)


def accounts_with_role(
    company: Company, role: str, department: Department | None = None
) -> QuerySet[Account]:
    """Active accounts that hold the role: company-wide, or in this department or one above it."""
    reach = Q(grants__department__isnull=True)
    if department is None:
        reach = Q()
    while department is not None:
        reach |= Q(grants__department=department)
        department = department.parent
    found = Account.objects.filter(Q(grants__role=role) & reach, company=company, is_active=True)
    return found.distinct()


def company_tokens(account: Account) -> QuerySet[ApiToken]:
    """The tokens of one's own company's accounts."""
    mine = ApiToken.objects.filter(account__company=company_of(account))
    return mine.select_related("account__person")


def get_token_for(account: Account, pk: UUID | str) -> ApiToken:
    """One of them, else 404."""
    return get_object_or_404(company_tokens(account), pk=pk)


def account_for_token(raw: str, now: datetime | None = None) -> tuple[Account, ApiToken] | None:
    """The active account and token behind a key that is neither revoked nor expired."""
    token = (
        ApiToken.objects.select_related("account")
        .filter(digest=sm3_hex(raw.encode()), revoked_at__isnull=True, account__is_active=True)
        .first()
    )
    if token is None or (token.expires_at and token.expires_at <= (now or clock.now())):
        return None
    return token.account, token
