"""What a new reservation begins with at this plant."""

from datetime import datetime, timedelta

from anhuan.domains.org.models import Account, Holiday
from anhuan.domains.org.queries import company_of
from anhuan.domains.permits.queries.cards import zone_of
from anhuan.domains.permits.queries.figures import with_figures
from anhuan.domains.permits.queries.permits import settings_of
from anhuan.domains.permits.rules.proposing import DAYS_LOOKED_AT, proposed_span


def proposed_for(account: Account, now: datetime, length: timedelta) -> tuple[datetime, datetime]:
    """The next span on a working day by daylight, by the plant's calendar and figures."""
    company, zone = company_of(account), zone_of(account)
    today = now.astimezone(zone).date()
    last = today + timedelta(days=DAYS_LOOKED_AT + 1)
    days = Holiday.objects.filter(company=company, on__range=(today, last))
    figures = with_figures(settings_of(company).figures)
    return proposed_span(now, length, dict(days.values_list("on", "kind")), figures, zone)
