"""Events whose assessment is older than the plant lets it be."""

from datetime import date

from django.utils import timezone

from anhuan.domains.org.models import Company
from anhuan.domains.risk.models import RiskEvent
from anhuan.domains.risk.queries.settings import settings_of
from anhuan.domains.risk.rules.reviews import is_review_due, review_due_on


def reviews_due(company: Company, today: date) -> list[RiskEvent]:
    """The oldest first; events never assessed are not among them, they have no level at all."""
    within = settings_of(company).review_within_months
    rows = RiskEvent.objects.filter(
        unit__object__company=company, is_retired=False, unit__is_retired=False,
        assessed_at__isnull=False,
    ).select_related("unit__object__department", "unit__object__person")  # fmt: skip
    return [
        one for one in rows.order_by("assessed_at")
        if one.assessed_at and is_review_due(_day(one), within, today)
    ]  # fmt: skip


def review_of(event: RiskEvent) -> date | None:
    """The last day the event's assessment holds; None before there is one."""
    if event.assessed_at is None:
        return None
    within = settings_of(event.unit.object.company).review_within_months
    return review_due_on(_day(event), within)


def _day(event: RiskEvent) -> date:
    assert event.assessed_at is not None
    return timezone.localtime(event.assessed_at).date()
