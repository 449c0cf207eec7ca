"""Who may give a signature of the form: a part on the permit, or a post of the plant."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from anhuan.domains.org.models import Account, Department, RoleGrant
from anhuan.domains.permits.models import Delegation, Part, Permit, PostHolder
from anhuan.domains.permits.rules.posts import DEFAULT_ROLES
from anhuan.domains.permits.rules.roles import POSTS, Signer

_Held = tuple[UUID, UUID | None]  # an account, and the unit it holds a post for
_ROLES = sorted({role for roles in DEFAULT_ROLES.values() for role in roles})
_PARTS: dict[Signer, tuple[str, ...]] = {
    Signer.BRIEFER: (Part.BRIEFER,),
    Signer.BRIEFED: (Part.WORKER, Part.COMMANDER, Part.SLINGER),
    Signer.WORKER: (Part.WORKER,),
    Signer.GUARDIAN: (Part.GUARDIAN,),
    Signer.WORK_LEADER: (Part.WORK_LEADER,),
    Signer.COMMANDER: (Part.COMMANDER,),
    Signer.SLINGER: (Part.SLINGER,),
    Signer.ANALYST: (Part.ANALYST,),
    Signer.PLAN_AUTHOR: (Part.PLAN_AUTHOR,),
}


def signs_as(account: Account, permit: Permit, role: str, now: datetime) -> str | None:
    """Whether the account may sign in this role: "" for itself, the giver's name when by
    delegation, None when not (AQ 3064.2-2025 5.5.3: whoever signs for another holds the right)."""
    if _signs(account, permit, Signer(role)):
        return ""
    if not account.may("permits.approve"):
        return None
    for one in _delegations(account, permit, now):
        if _signs(one.giver, permit, Signer(role)):
            return one.giver.display_name
    return None


def _signs(account: Account, permit: Permit, role: Signer) -> bool:
    if not account.is_active or account.company_id != permit.company_id:
        return False
    if role is Signer.APPLICANT:
        return account.pk == permit.reserved_by_id
    if role in POSTS:
        return account.pk in Posts(permit.company_id).holders(permit.unit_id, role)
    parts = _PARTS.get(role, ())
    rows = permit.people.filter(left_at__isnull=True, part__in=parts)
    return bool(account.person_id) and rows.filter(person=account.person_id).exists()


class Posts:
    """Who signs for the posts of a plant: read in three queries, asked as often as one likes."""

    def __init__(self, company: UUID) -> None:
        self._named: dict[str, list[_Held]] = defaultdict(list)
        named = PostHolder.objects.filter(company=company)
        for post, account, unit in named.values_list("post", "account", "unit"):
            self._named[post].append((account, unit))
        self._by_role: dict[str, list[_Held]] = defaultdict(list)
        grants = RoleGrant.objects.filter(account__company=company, account__is_active=True)
        grants = grants.filter(role__in=_ROLES)
        for role, account, unit in grants.values_list("role", "account", "department"):
            self._by_role[role].append((account, unit))
        units = Department.objects.filter(company=company)
        self._parents: dict[UUID, UUID | None] = dict(units.values_list("pk", "parent_id"))
        self._known: dict[tuple[UUID, Signer], set[UUID]] = {}

    def holders(self, unit: UUID, post: Signer) -> set[UUID]:
        """The accounts that sign for a post: those the plant named, else whose role it is; each
        for a unit and what lies below it, or for the whole plant."""
        if (unit, post) not in self._known:
            self._known[unit, post] = self._sought(unit, post)
        return self._known[unit, post]

    def _sought(self, unit: UUID, post: Signer) -> set[UUID]:
        roles = [pair for role in DEFAULT_ROLES[post] for pair in self._by_role[role]]
        reach = {None, *self._above(unit)}
        return {account for account, of in self._named[post] or roles if of in reach}

    def _above(self, unit: UUID | None) -> Iterator[UUID]:
        while unit is not None:
            yield unit
            unit = self._parents.get(unit)


def _delegations(account: Account, permit: Permit, now: datetime) -> Iterator[Delegation]:
    for one in running_delegations(now).filter(taker=account).select_related("giver__person"):
        if not one.kinds or permit.kind in one.kinds:
            yield one


def running_delegations(now: datetime) -> QuerySet[Delegation]:
    """Those in force."""
    open_ = Q(ended_at__isnull=True) | Q(ended_at__gt=now)
    return Delegation.objects.filter(open_, from_at__lte=now, until_at__gt=now)
