"""Companies, departments, people, accounts and the duty calendar."""

from anhuan.domains.org.models.accounts import Account, ApiToken, RoleGrant
from anhuan.domains.org.models.calendar import DutyShift, Holiday
from anhuan.domains.org.models.company import Company, Department, Post
from anhuan.domains.org.models.people import Person

__all__ = [
    "Account",
    "ApiToken",
    "Company",
    "Department",
    "DutyShift",
    "Holiday",
    "Person",
    "Post",
    "RoleGrant",
]
