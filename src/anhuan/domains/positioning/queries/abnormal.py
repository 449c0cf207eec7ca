"""People whose work was or is abnormal, by the alarms that said so."""

from django.db.models import Q, QuerySet

from anhuan.domains.alarms.models import Alarm
from anhuan.domains.org.models import Account
from anhuan.domains.org.queries import company_of
from anhuan.domains.positioning.rules.abnormal import BOUNDARY_WAYS, KINDS


def abnormal_people(account: Account) -> QuerySet[Alarm]:
    """One row an alarm that names who it is about, newest first."""
    ways = Q(kind__code="boundary", inputs__way__in=BOUNDARY_WAYS)
    rows = Alarm.objects.filter(ways | Q(kind__code__in=KINDS), company=company_of(account))
    rows = rows.exclude(people=[])  # too few in a room is nobody's own
    return rows.select_related("kind", "area").defer("snapshot").order_by("-raised_at", "-id")


def of_state(rows: QuerySet[Alarm], state: str) -> QuerySet[Alarm]:
    """Those in one of `rules.abnormal.STATES`."""
    if state in BOUNDARY_WAYS:
        return rows.filter(kind__code="boundary", inputs__way=state)
    return rows.filter(kind__code=state)


def lasting(rows: QuerySet[Alarm], lasts: bool) -> QuerySet[Alarm]:
    """Those that go on, or those that are over."""
    return rows.filter(returned_at__isnull=lasts)
