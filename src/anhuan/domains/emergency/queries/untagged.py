"""Who may be inside and is on no list: people a roll-call can be made whole with."""

from datetime import datetime
from uuid import UUID

from django.db.models import F, QuerySet

from anhuan.domains.emergency.models import Evacuation
from anhuan.domains.org.models import Person
from anhuan.domains.positioning.queries.gates import people_by_last_passage
from anhuan.domains.positioning.rules.gates import INSIDE_AT_MOST


def not_listed(evacuation: Evacuation) -> QuerySet[Person]:
    """Everybody of the plant who is not on the list yet."""
    rows = Person.objects.filter(company=evacuation.company_id, is_retired=False)
    return rows.exclude(pk__in=evacuation.evacuees.values("person")).order_by("pinyin")


def inside_untagged(evacuation: Evacuation, now: datetime) -> list[UUID]:
    """Of those, who went in by a gate and was not located since: nobody sees them on the map."""
    inside = people_by_last_passage(evacuation.company, now - INSIDE_AT_MOST).filter(way="in")
    located = inside.filter(
        tag_assignments__until__isnull=True, tag_assignments__tag__latest__t__gte=F("passed_at")
    )
    rows = inside.exclude(pk__in=located.values("pk")).filter(pk__in=not_listed(evacuation))
    return list(rows.values_list("pk", flat=True))
