"""Who may give a signature of the form: a part on the permit, or a post of the plant."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from anhuan.domains.org.models import Account, RoleGrant
from anhuan.domains.org.queries import departments_below
from anhuan.domains.permits.models import Delegation, Part, Permit, PostHolder
from anhuan.domains.permits.rules.posts import DEFAULT_ROLES
from anhuan.domains.permits.rules.roles import POSTS, Signer

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
        return account.pk in holders(permit, role)
    parts = _PARTS.get(role, ())
    rows = permit.people.filter(left_at__isnull=True, part__in=parts)
    return bool(account.person_id) and rows.filter(person=account.person_id).exists()


def holders(permit: Permit, post: Signer) -> set[UUID]:
    """The accounts that sign for a post: those the plant named, else whose role it is."""
    named = PostHolder.objects.filter(company=permit.company_id, post=post)
    if named.exists():
        return {one for one, unit in named.values_list("account", "unit") if _covers(unit, permit)}
    roles = [str(role) for role in DEFAULT_ROLES[post]]
    grants = RoleGrant.objects.filter(account__company=permit.company_id, role__in=roles)
    pairs = grants.filter(account__is_active=True).values_list("account", "department")
    return {account for account, unit in pairs if _covers(unit, permit)}


def _covers(unit: UUID | None, permit: Permit) -> bool:
    return unit is None or permit.unit_id in departments_below([unit])


def _delegations(account: Account, permit: Permit, now: datetime) -> Iterator[Delegation]:
    for one in running_delegations(now).filter(taker=account).select_related("giver__person"):
        if not one.kinds or permit.kind in one.kinds:
            yield one


def running_delegations(now: datetime) -> QuerySet[Delegation]:
    """Those in force."""
    open_ = Q(ended_at__isnull=True) | Q(ended_at__gt=now)
    return Delegation.objects.filter(open_, from_at__lte=now, until_at__gt=now)
