"""The alarms an account may see. Alarms are the whole company's: danger knows no department."""

from uuid import UUID

from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.http import Http404

from anhuan.domains.alarms.models import Alarm, AlarmKind, Suppression
from anhuan.domains.alarms.queries.cards import RELATED
from anhuan.domains.org.models import Account, Person
from anhuan.domains.plant.models import Area

_STANDING = Case(
    When(closed_at__isnull=False, then=Value(3)),
    When(handled_at__isnull=False, then=Value(2)),
    When(acknowledged_at__isnull=False, then=Value(1)),
    default=Value(0),
    output_field=IntegerField(),
)


def visible_alarms(account: Account) -> QuerySet[Alarm]:
    """Unacknowledged first, then unhandled, then by priority, newest first (ISA-18.2)."""
    rows = Alarm.objects.filter(company=account.company_id).select_related(*RELATED, "handled_by")
    return rows.defer("snapshot").order_by(_STANDING, "priority", "-raised_at", "id")


def alarm_for(account: Account, pk: UUID) -> Alarm:
    """One of them, else 404."""
    rows = Alarm.objects.filter(company=account.company_id)
    found = rows.select_related(*RELATED, "handled_by__person").filter(pk=pk).first()
    if found is None:
        raise Http404("没有这条报警")
    return found


def alarms_of_person(person: Person) -> QuerySet[Alarm]:
    """Everything somebody was part of, newest first."""
    part = [{"id": str(person.pk)}]
    rows = Alarm.objects.filter(company=person.company_id, people__contains=part)
    return rows.select_related("kind").defer("snapshot").order_by("-raised_at")


def alarms_of_area(area: Area) -> QuerySet[Alarm]:
    """Everything that happened in an area, newest first."""
    rows = Alarm.objects.filter(area=area)
    return rows.select_related("kind").defer("snapshot").order_by("-raised_at")


def kinds_of(account: Account) -> QuerySet[AlarmKind]:
    """The company's kinds of alarm."""
    return AlarmKind.objects.filter(company=account.company_id)


def suppressions_of(account: Account) -> QuerySet[Suppression]:
    """Everything ever silenced, newest first."""
    rows = Suppression.objects.filter(company=account.company_id)
    return rows.select_related("kind", "area", "by__person")
