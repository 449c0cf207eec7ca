"""Whose part it is: an account's part in one hazard."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar
from uuid import UUID

from anhuan.domains.hazards.models import Hazard
from anhuan.domains.hazards.rules.case import Case, rank_for
from anhuan.domains.hazards.rules.lifecycle import Step
from anhuan.domains.hazards.rules.settings import RANKS, Settings
from anhuan.domains.hazards.rules.states import RIGHT_OF, Who
from anhuan.domains.org.models import Account
from anhuan.domains.org.queries import departments_below, scope_of
from anhuan.domains.org.rules import Role

T = TypeVar("T")


def part_of(account: Account | None, hazard: Hazard, row: Step, parts: set[Who]) -> Who | None:
    """The first part of the row that is the account's; None when it is somebody else's."""
    if account is None:
        return Who.SYSTEM if Who.SYSTEM in row.who else None
    if not account.may(RIGHT_OF[row.deed]):
        return None
    return next((who for who in row.who if who in parts), None)


def parts_of(account: Account, hazard: Hazard, case: Case, settings: Settings) -> set[Who]:
    """Every part the account has in this hazard."""
    if not account.is_active or account.company_id != hazard.company_id:
        return set()
    tests = {
        Who.READER: True,
        Who.REPORTER: hazard.reporter_id == account.pk,
        Who.RECTIFIER: bool(account.person_id) and hazard.rectifier_id == account.person_id,
        Who.ACCEPTOR: rank_for(ranks_of(account, hazard), case, settings) is not None,
        Who.HEAD: Role.PLANT_HEAD in account.roles,
        Who.KEEPER: account.may("hazards.edit"),
    }
    parts = {who for who, holds in tests.items() if holds}
    if account.may("hazards.assess") and _reaches(account, "hazards.assess", _places(hazard)):
        parts |= {Who.ASSESSOR, Who.OWNER} if hazard.unit_id else {Who.ASSESSOR}
    return parts


def ranks_of(account: Account, hazard: Hazard) -> tuple[str, ...]:
    """The ranks the account holds over this hazard's unit."""
    found = [(role, scope) for role, scope in account.scopes if role in RANKS]
    limited = [scope for _, scope in found if scope is not None]
    below = _once(account, "ranks", lambda: departments_below(limited)) if limited else set()
    covered = not hazard.unit_id or hazard.unit_id in below
    return tuple(role for role, scope in found if scope is None or covered)


def _places(hazard: Hazard) -> list[UUID]:
    """The departments a hazard belongs to: who must put it right, else where it lies."""
    if hazard.unit_id:
        return [hazard.unit_id]
    area = hazard.area
    return [area.department_id] if area and area.department_id else []


def _reaches(account: Account, right: str, places: Iterable[UUID]) -> bool:
    """What belongs to nobody yet is everybody's who may assess."""
    scope = _once(account, right, lambda: scope_of(account, right))
    wanted = list(places)
    return scope is None or not wanted or any(one in scope for one in wanted)


def _once(account: Account, key: str, read: Callable[[], T]) -> T:
    """Read once for this account object, which lives as long as its request."""
    kept: dict[str, Any] = account.__dict__.setdefault("_hazard_scopes", {})
    if key not in kept:
        kept[key] = read()
    found: T = kept[key]
    return found
