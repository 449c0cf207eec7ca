"""Accounts and what they may do. Administrators only; the rest is in `entrance`."""

from collections.abc import Iterable, Iterator
from typing import Any

from allauth.mfa.models import Authenticator
from axes.utils import reset as reset_failures
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from anhuan.domains.audit.actions import Actor, draft_of, record, save_checked
from anhuan.domains.org.events import AccountChanged
from anhuan.domains.org.models import Account, Company, Department, RoleGrant
from anhuan.domains.org.rules import Role
from anhuan.domains.outbox.actions import emit
from anhuan.kernel import clock
from anhuan.kernel.errors import Blocker, refuse, refuse_if_any

Grant = tuple[str, Department | None]


def create_account(
    actor: Actor,
    company: Company,
    changes: dict[str, Any],
    password: str,
    grants: Iterable[Grant] = (),
    *,
    temporary: bool = True,
) -> Account:
    """A login for a person or a post. With `temporary` the password must be changed at once."""
    account = Account(company=company)
    blockers = [*_account_blockers(draft_of(account, changes)), *_password(password, account)]
    account.set_password(password)
    account.must_change_password = temporary
    account.password_changed_at = clock.now()
    with transaction.atomic():
        save_checked(actor, account, changes, blockers)
        set_grants(actor, account, grants)
    return account


def change_account(
    actor: Actor, account: Account, changes: dict[str, Any], grants: Iterable[Grant] | None = None
) -> Account:
    """Change a login's name or person, open or close it, and set its roles when given."""
    closing = changes.get("is_active") is False and account.is_active
    blockers = [*_account_blockers(draft_of(account, changes))]
    if closing and actor.pk == account.pk:
        blockers.append(Blocker("closing_oneself", "不能停用自己的账号"))
    if closing and _is_last_administrator(account):
        blockers.append(Blocker("last_administrator", "这是最后一个系统管理员，不能停用"))
    with transaction.atomic():
        saved = save_checked(actor, account, changes, blockers)
        if grants is not None:
            set_grants(actor, saved, grants)
        _tell(saved)
    return saved


def unlock_account(actor: Actor, account: Account) -> None:
    """Open the lock of failed logins and forget the second factor (a phone was lost)."""
    with transaction.atomic():
        reset_failures(username=account.username)
        Authenticator.objects.filter(user=account).delete()
        record(actor, "unlock", account)


def set_grants(actor: Actor, account: Account, grants: Iterable[Grant]) -> None:
    """Make the account hold exactly these roles. The last administrator keeps the role."""
    wanted = {(role, department.pk if department else None) for role, department in grants}
    held = {(g.role, g.department_id): g for g in account.grants.all()}
    losing = {role for role, _ in set(held) - wanted} - {role for role, _ in wanted}
    if Role.ADMINISTRATOR in losing and _is_last_administrator(account):
        raise refuse("last_administrator", "这是最后一个系统管理员，不能去掉这个角色")
    if set(held) == wanted:
        return
    with transaction.atomic():
        for key in set(held) - wanted:
            held[key].delete()
        RoleGrant.objects.bulk_create(
            RoleGrant(account=account, role=role, department_id=department)
            for role, department in sorted(wanted - set(held), key=str)
        )
        before, after = sorted(map(_words, held)), sorted(map(_words, wanted))
        record(actor, "grant", account, before={"角色": before}, after={"角色": after})
        account.__dict__.pop("scopes", None)
        account.__dict__.pop("rights", None)
        _tell(account)


def reset_password(actor: Actor, account: Account, password: str) -> None:
    """An administrator gives a new password, to be changed at the next login."""
    refuse_if_any(_password(password, account))
    _set_password(account, password, must_change=actor.pk != account.pk)
    record(actor, "reset_password", account)


def change_own_password(account: Account, password: str) -> None:
    """The holder chose a new password."""
    _set_password(account, password, must_change=False)
    record(account, "change_password", account)


def _set_password(account: Account, password: str, *, must_change: bool) -> None:
    account.set_password(password)
    account.password_changed_at = clock.now()
    account.must_change_password = must_change
    account.save(update_fields=["password", "password_changed_at", "must_change_password"])


def _account_blockers(draft: Account) -> Iterator[Blocker]:
    same = Account.objects.filter(username__iexact=draft.username).exclude(pk=draft.pk)
    if draft.username and same.exists():
        yield Blocker("username_taken", f"登录名 {draft.username} 已被使用")
    if draft.person is not None and draft.person.company_id != draft.company_id:
        yield Blocker("other_company", "人员不是本企业的")
    if draft.person is not None:
        has = Account.objects.filter(person=draft.person).exclude(pk=draft.pk).first()
        if has:
            yield Blocker("person_has_account", f"{draft.person.name} 已有账号 {has.username}")


def _password(password: str, account: Account) -> Iterator[Blocker]:
    try:
        validate_password(password, account)
    except ValidationError as error:
        yield from (Blocker("password_weak", text) for text in error.messages)


def _is_last_administrator(account: Account) -> bool:
    holders = RoleGrant.objects.filter(role=Role.ADMINISTRATOR, account__is_active=True)
    others = holders.filter(account__company=account.company).exclude(account=account)
    is_one = holders.filter(account=account).exists()
    return is_one and not others.exists()


def _words(grant: tuple[str, Any]) -> str:
    role, department = grant
    where = Department.objects.filter(pk=department).first() if department else None
    return Role(role).label + (f"（{where}）" if where else "")


def _tell(account: Account) -> None:
    if account.company is not None:
        emit(account.company.code, AccountChanged(account=account.pk))
