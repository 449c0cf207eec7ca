"""Reading companies, people, accounts and the duty calendar; every read is gated."""

from anhuan.domains.org.queries.accounts import (
    account_for_token,
    accounts_with_grants,
    accounts_with_role,
    company_tokens,
    get_account_for,
    get_token_for,
    visible_accounts,
)
from anhuan.domains.org.queries.calendar import (
    current_duty,
    day_kind,
    get_holiday_for,
    get_shift_for,
    visible_holidays,
    visible_shifts,
)
from anhuan.domains.org.queries.company import (
    Box,
    chart_of,
    company_of,
    contractors_of,
    contractors_with_people,
    departments_with_people,
    get_contractor_for,
    get_department_for,
    get_post_for,
    tree_of,
    visible_departments,
    visible_posts,
)
from anhuan.domains.org.queries.people import get_person_for, search_people, visible_people
from anhuan.domains.org.queries.scope import account_of, departments_below, scope_of

__all__ = [
    "Box",
    "account_for_token",
    "account_of",
    "accounts_with_grants",
    "accounts_with_role",
    "chart_of",
    "company_of",
    "company_tokens",
    "contractors_of",
    "contractors_with_people",
    "current_duty",
    "day_kind",
    "departments_below",
    "departments_with_people",
    "get_account_for",
    "get_contractor_for",
    "get_department_for",
    "get_holiday_for",
    "get_person_for",
    "get_post_for",
    "get_shift_for",
    "get_token_for",
    "scope_of",
    "search_people",
    "tree_of",
    "visible_accounts",
    "visible_departments",
    "visible_holidays",
    "visible_people",
    "visible_posts",
    "visible_shifts",
]
