"""What happens once a day: the plan goes out, people are looked at again, old work is filed."""

from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Q, QuerySet

from anhuan.domains.org.models import Company
from anhuan.domains.outbox.actions import emit
from anhuan.domains.permits.actions.alarming import end_condition, raise_on
from anhuan.domains.permits.actions.working import archive
from anhuan.domains.permits.events import DayPlanned
from anhuan.domains.permits.models import Permit
from anhuan.domains.permits.queries.look import Look
from anhuan.domains.permits.queries.permits import settings_of
from anhuan.domains.permits.queries.qualifications import certificate_blockers, known_of
from anhuan.domains.permits.queries.report_rows import planned_for, report_row
from anhuan.domains.permits.rules.codes import Alarm
from anhuan.domains.permits.rules.states import ISSUED_STATES, State
from anhuan.domains.plant.models import Site

_ENTITLEMENTS = (
    Alarm.NO_CERTIFICATE, Alarm.CERTIFICATE_EXPIRED, Alarm.CERTIFICATE_MISMATCH,
    Alarm.NOT_ENTITLED,
)  # fmt: skip


def plan_day(company: Company, now: datetime) -> int:
    """Queue the day's plan for the park and the province; how many permits."""
    site = Site.objects.filter(company=company).first()
    zone = ZoneInfo(site.time_zone if site else "Asia/Shanghai")
    day = now.astimezone(zone).date()
    with transaction.atomic():
        rows = tuple(report_row(one) for one in planned_for(company, day, zone))
        emit(company.code, DayPlanned(day.isoformat(), rows))
    return len(rows)


def check_people(now: datetime) -> int:
    """Every issued permit's people and contractor once more; how many alarms stand (5.9.7)."""
    return sum(_checked(one, now) for one in _issued())


def check_people_of(person: UUID | None, firm: UUID | None, now: datetime) -> int:
    """The same of the issued permits that name somebody or a firm, of whom something changed."""
    named = Q(contractor=firm) | Q(people__person__employer=firm) if firm else Q()
    named |= Q(people__person=person, people__left_at__isnull=True) if person else Q()
    rows = _issued().filter(named).distinct() if named else []
    return sum(_checked(one, now) for one in rows)


def _issued() -> QuerySet[Permit]:
    return Permit.objects.filter(state__in=ISSUED_STATES).select_related("company", "area")


def _checked(permit: Permit, now: datetime) -> int:
    look = Look(permit, None, now)
    known = known_of(look)
    found = {Alarm(one.code): one.text for one in certificate_blockers(look, known)}
    if known.objections:
        texts = dict.fromkeys(one.text for one in known.objections)
        found[Alarm.NOT_ENTITLED] = "；".join(texts)
    with transaction.atomic():
        for what in _ENTITLEMENTS:
            if what in found:
                raise_on(permit, what, found[what], now)
            else:
                end_condition(permit, what, now)
    return len(found)


def file_accepted(now: datetime) -> int:
    """Archive what was accepted so many days ago; how many."""
    done = 0
    for company in Company.objects.filter(permits__state=State.ACCEPTED).distinct():
        before = now - timedelta(days=settings_of(company).archive_after_days)
        rows = Permit.objects.filter(company=company, state=State.ACCEPTED, accepted_at__lt=before)
        for one in rows:
            archive(None, one)
            done += 1
    return done
