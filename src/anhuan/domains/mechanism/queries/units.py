"""Each risk unit with the date of every step of its dual prevention (DUAL-008, DUAL-031)."""

from datetime import date
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from anhuan.domains.hazards.models import Hazard
from anhuan.domains.hazards.rules.states import OPEN
from anhuan.domains.mechanism.models import CheckLine
from anhuan.domains.org.models import Account
from anhuan.domains.org.queries import company_of
from anhuan.domains.risk.models import Assessment, RiskUnit
from anhuan.domains.risk.queries import visible_units
from anhuan.domains.risk.queries.settings import settings_of
from anhuan.domains.risk.rules.reviews import review_due_on

_EVENTS = Q(events__is_retired=False)
_MEASURES = _EVENTS & Q(events__measures__is_retired=False)


def units_with_steps(account: Account) -> QuerySet[RiskUnit]:
    """Units in use with `event_count`, `measure_count`, `assessed_at`, `is_reviewed`, `checked_at`,
    `open_hazards` and `closed_at` (the last hazard put right and accepted)."""
    checks = CheckLine.objects.filter(measure__event__unit=OuterRef("pk"), is_retired=False)
    hazards = Hazard.objects.filter(
        company=company_of(account), risk_unit_id=OuterRef("pk"), deleted_at__isnull=True
    )
    again = Assessment.objects.filter(event__unit=OuterRef("pk")).values("event")
    return visible_units(account).annotate(
        event_count=Count("events", filter=_EVENTS, distinct=True),
        measure_count=Count("events__measures", filter=_MEASURES, distinct=True),
        assessed_at=Max("events__assessed_at", filter=_EVENTS),
        is_reviewed=Exists(again.annotate(times=Count("pk")).filter(times__gt=1)),
        checked_at=_last(checks, "checked_at"),
        open_hazards=Coalesce(_count(hazards.filter(state__in=OPEN)), 0),
        closed_at=_last(hazards, "accepted_at"),
    )  # fmt: skip


def review_due(unit: Any, within_months: int) -> date | None:
    """The last day on which the newest assessment still holds."""
    if unit.assessed_at is None:
        return None
    return review_due_on(unit.assessed_at.date(), within_months)


def review_months(account: Account) -> int:
    """How long the plant lets an assessment hold."""
    return settings_of(company_of(account)).review_within_months


def _last(rows: QuerySet[Any], name: str) -> Subquery:
    known = rows.filter(**{f"{name}__isnull": False})
    return Subquery(known.order_by(f"-{name}").values(name)[:1])


def _count(rows: QuerySet[Any]) -> Subquery:
    grouped = rows.order_by().values("risk_unit_id").annotate(number=Count("pk"))
    return Subquery(grouped.values("number")[:1])
