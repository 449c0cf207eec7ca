"""Reading companies, people, accounts and the duty calendar; every read is gated."""

from anhuan.domains.org.queries.accounts import (
    account_for_token,
    accounts_with_role,
    company_tokens,
    get_account_for,
    get_token_for,
    visible_accounts,
)
from anhuan.domains.org.queries.calendar import current_duty, day_kind
from anhuan.domains.org.queries.company import (
    company_of,
    contractors_of,
    get_contractor_for,
    get_department_for,
    get_post_for,
    tree_of,
    visible_departments,
    visible_posts,
)
from anhuan.domains.org.queries.people import get_person_for, search_people, visible_people
from anhuan.domains.org.queries.scope import departments_below, scope_of

__all__ = [
    "account_for_token",
    "accounts_with_role",
    "company_of",
    "company_tokens",
    "contractors_of",
    "current_duty",
    "day_kind",
    "departments_below",
    "get_account_for",
    "get_contractor_for",
    "get_department_for",
    "get_person_for",
    "get_post_for",
    "get_token_for",
    "scope_of",
    "search_people",
    "tree_of",
    "visible_accounts",
    "visible_departments",
    "visible_people",
    "visible_posts",
]
