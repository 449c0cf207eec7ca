"""The accounts behind a role or a part of a hazard."""

from anhuan.domains.hazards.models import Hazard
from anhuan.domains.hazards.queries.case import case_of
from anhuan.domains.hazards.queries.hazards import settings_of
from anhuan.domains.hazards.rules.case import missing_ranks
from anhuan.domains.org.models import Account, Department
from anhuan.domains.org.queries import accounts_with_role


def ears_of(hazard: Hazard, ear: str) -> list[Account]:
    """Active accounts: a person of the hazard, whoever accepts next, or holders of a role."""
    if ear == "reporter":
        return [hazard.reporter] if hazard.reporter else []
    if ear == "rectifier":
        person = hazard.rectifier
        found = Account.objects.filter(person=person, is_active=True) if person else []
        return list(found)
    if ear == "acceptors":
        ranks = missing_ranks(case_of(hazard), settings_of(hazard.company))
        return [one for rank in ranks for one in _holders(hazard, rank)]
    return _holders(hazard, ear)


def _holders(hazard: Hazard, role: str) -> list[Account]:
    """Over the responsible unit, before that over the place; failing those, anywhere."""
    unit = _unit(hazard)
    near = list(accounts_with_role(hazard.company, role, unit)) if unit else []
    return near or list(accounts_with_role(hazard.company, role))


def _unit(hazard: Hazard) -> Department | None:
    return hazard.unit or (hazard.area.department if hazard.area else None)
