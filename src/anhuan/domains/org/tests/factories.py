"""Rows for tests: a valid one unless a test says otherwise."""

from itertools import count
from typing import Any

from allauth.mfa.models import Authenticator
from django.test import Client

from anhuan.domains.audit.actions import SYSTEM
from anhuan.domains.org import actions
from anhuan.domains.org.models import Account, Company, Department, Person, Post
from anhuan.domains.org.rules import Role

PASSWORD = "Anhuan-2026-test"
_next = count(1)


def make_company(**changes: Any) -> Company:
    """A plant's company."""
    number = next(_next)
    defaults = {"code": f"plant-{number}", "name": f"海晟化工{number}"}
    return Company.objects.create(**(defaults | changes))


def make_contractor(**changes: Any) -> Company:
    """A contractor firm."""
    return make_company(**({"kind": "contractor", "name": f"鲁建安装{next(_next)}"} | changes))


def make_department(company: Company | None = None, **changes: Any) -> Department:
    """A department directly under the company's root, which is made when missing."""
    company = company or make_company()
    root = Department.objects.filter(company=company, parent__isnull=True).first()
    root = root or Department.objects.create(company=company, level="company", name=company.name)
    defaults = {"level": "department", "name": f"生产{next(_next)}部", "parent": root}
    return Department.objects.create(company=company, **(defaults | changes))


def make_post(company: Company | None = None, **changes: Any) -> Post:
    """A post."""
    defaults = {"company": company or make_company(), "name": f"外操{next(_next)}"}
    return Post.objects.create(**(defaults | changes))


def make_person(company: Company | None = None, **changes: Any) -> Person:
    """An employee with a department."""
    company = company or changes.get("company") or make_company()
    number = next(_next)
    defaults = {
        "number": f"H{number:04d}",
        "name": "王海涛",
        "kind": "employee",
        "sex": "male",
        "department": changes.get("department") or make_department(company),
    }
    return actions.create_person(SYSTEM, company, defaults | changes)


def make_account(
    company: Company | None = None, role: str | None = Role.SAFETY_MANAGER, **changes: Any
) -> Account:
    """An active account holding one role in the whole company, or below `department`."""
    company = company or make_company()
    department = changes.pop("department", None)
    fields = {"username": f"user{next(_next)}", "first_name": "测试员"} | changes
    grants = [(role, department)] if role else []
    return actions.create_account(SYSTEM, company, fields, PASSWORD, grants, temporary=False)


def sign_in(account: Account, *, second_factor: bool = True) -> Client:
    """A client signed in as the account; administrators with their second factor set up."""
    if second_factor and Role.ADMINISTRATOR in account.roles:
        data = {"secret": "unused"}
        Authenticator.objects.get_or_create(user=account, type="totp", defaults={"data": data})
    client = Client()
    client.force_login(account, backend="anhuan.web.backend.AccountBackend")
    return client
