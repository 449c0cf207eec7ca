"""How grave the risks are that a plan looks at: the gravest event of its measures and points."""

from collections.abc import Iterable
from uuid import UUID

from anhuan.domains.inspection.models import Plan, RouteStop
from anhuan.domains.mechanism.models import CheckLine
from anhuan.domains.org.models import Company
from anhuan.domains.risk.models import RiskUnit
from anhuan.domains.risk.rules.levels import gravest


def levels_of_plans(company: Company) -> dict[UUID, str]:
    """By plan; "" where nothing of the register is looked at. Four queries."""
    found: dict[UUID, list[str]] = {pk: [] for pk in _plans(company)}
    lines = CheckLine.objects.filter(company=company, is_retired=False)
    for plan, level in lines.values_list("plan", "measure__event__level"):
        found.setdefault(plan, []).append(level)
    units: dict[UUID | None, str] = dict(
        RiskUnit.objects.filter(object__company=company).values_list("pk", "level")
    )
    stops = RouteStop.objects.filter(route__company=company, route__plans__isnull=False)
    for plan, unit, area in stops.values_list(
        "route__plans", "point__risk_unit_id", "point__area__risk"
    ):
        found.setdefault(plan, []).append(units.get(unit) or area or "")
    return {plan: gravest([one for one in levels if one]) or "" for plan, levels in found.items()}


def _plans(company: Company) -> Iterable[UUID]:
    return Plan.objects.filter(company=company).values_list("pk", flat=True)
