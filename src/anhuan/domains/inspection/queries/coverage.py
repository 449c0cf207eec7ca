"""Which risks no round touches (INS-031): units without a point on a route, measures in no list."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from anhuan.domains.inspection.models import Plan, Point, StandardItem
from anhuan.domains.inspection.queries.setup import untouched_points
from anhuan.domains.org.models import Account, Company
from anhuan.domains.org.queries import company_of
from anhuan.domains.risk.models import RiskUnit
from anhuan.domains.risk.queries.near import KnownMeasure, KnownRisk, checked_risks, units_of


@dataclass(frozen=True, slots=True)
class Coverage:
    """What is left out, beside how much there is."""

    units: int
    bare_units: list[RiskUnit]
    measures: int
    bare_measures: list[tuple[KnownRisk, KnownMeasure]]
    bare_points: list[Point]

    @property
    def share_pct(self) -> float:
        """Of the risk units that some route touches; 100 where there are none."""
        touched = self.units - len(self.bare_units)
        return round(100 * touched / self.units, 1) if self.units else 100.0


def coverage_of(account: Account) -> Coverage:
    """Of the account's company. A point covers the unit it names and that of its equipment."""
    company = company_of(account)
    units = list(units_of(company))
    risks = checked_risks(company)
    looked_at = _measures_looked_at(company)
    asked = [(risk, one) for risk in risks for one in risk.measures]
    return Coverage(
        len(units), _bare(units, _walked_points(company)), len(asked),
        [(risk, one) for risk, one in asked if one.id not in looked_at],
        list(untouched_points(account).select_related("area")),
    )  # fmt: skip


def _walked_points(company: Company) -> QuerySet[Point]:
    """Points in use on routes that a running plan walks."""
    plans = Plan.objects.filter(company=company, is_retired=False, is_paused=False)
    routes = plans.filter(route__is_retired=False, route__is_paused=False).values("route")
    return Point.objects.filter(
        stops__route__in=routes, company=company, is_retired=False, is_paused=False
    )  # fmt: skip


def _bare(units: list[RiskUnit], points: QuerySet[Point]) -> list[RiskUnit]:
    walked = points.values_list("risk_unit_id", "structure_id")
    named, structures = {one for one, _ in walked}, {one for _, one in walked if one}
    return [
        one for one in units if one.pk not in named and one.structure_id not in structures
    ]  # fmt: skip


def _measures_looked_at(company: Company) -> set[object]:
    """In a list of a point that is walked, of a plan without a route, or of the plan itself."""
    plans = Plan.objects.filter(company=company, is_retired=False, is_paused=False)
    lists = Q(standard__points__in=_walked_points(company)) | Q(standard__plans__in=plans)
    items = StandardItem.objects.filter(lists, risk_measure_id__isnull=False)
    own = plans.filter(risk_measure_id__isnull=False)
    return {
        *items.values_list("risk_measure_id", flat=True),
        *own.values_list("risk_measure_id", flat=True),
    }
