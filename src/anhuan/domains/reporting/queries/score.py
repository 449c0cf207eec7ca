"""Counting the day for its completeness score."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import F, Q, QuerySet

from anhuan.domains.org.models import Company
from anhuan.domains.reporting.models import Delivery, ReportRow, Target
from anhuan.domains.reporting.queries.commitment import commitment_of
from anhuan.domains.reporting.queries.morning import PLAN
from anhuan.domains.reporting.queries.targets import settings_of, zone_of
from anhuan.domains.reporting.rules import states
from anhuan.domains.reporting.rules.schedule import deadline_of
from anhuan.domains.reporting.rules.score import Count, Part, Score, score_of

REAL_TIME = timedelta(minutes=5)  # "at once" is late after that
CLOSES_WITHIN = timedelta(hours=24)
ALARMS = "POS_T1"


def score_at(company: Company, day: date, now: datetime) -> Score:
    """The score of a day as it stands now."""
    rows = Delivery.objects.filter(target__company=company, target__is_active=True)
    whole = _Day(company, day, now, rows)
    counts = (
        whole.committed(), whole.planned(), whole.access(), whole.complete(), whole.timely(),
        whole.closed(),
    )  # fmt: skip
    return score_of(counts, settings_of(company).weights)


class _Day:
    """One day of a plant."""

    def __init__(
        self, company: Company, day: date, now: datetime, rows: QuerySet[Delivery]
    ) -> None:
        zone = zone_of(company)
        self.company, self.day, self.now = company, day, now
        self.ten = deadline_of(day, zone)
        begin = datetime.combine(day, time.min, zone)
        self.until = min(now, begin + timedelta(days=1))
        live = rows.exclude(state=states.SUPERSEDED)
        self.rows = rows
        self.made = live.filter(made_at__gte=begin, made_at__lt=self.until)
        self.due = live.filter(due_at__gte=begin, due_at__lt=self.until)

    def committed(self) -> Count:
        found = commitment_of(self.company, self.day)
        is_due = found is not None or self.now >= self.ten
        return Count(Part.COMMITMENT, int(found is not None and not found.is_late), int(is_due))

    def planned(self) -> Count:
        rows = self.rows.filter(
            table=PLAN, content__TASK_DATE=self.day.isoformat(), version=1, made_at__lt=self.ten
        )
        sent = rows.filter(state=states.SENT, finished_at__lt=self.ten)
        return Count(Part.PLAN, sent.count(), rows.count())

    def access(self) -> Count:
        wanted = self._pairs(Target.objects.filter(company=self.company, is_active=True))
        ready = set(self.rows.filter(state=states.SENT).values_list("target", "table").distinct())
        return Count(Part.ACCESS, len(wanted & ready), len(wanted))

    def _pairs(self, targets: QuerySet[Target]) -> set[Any]:
        known = set(
            ReportRow.objects.filter(company=self.company)
            .values_list("table", flat=True)
            .distinct()
        )
        return {(one.pk, table) for one in targets for table in one.tables if table in known}

    def complete(self) -> Count:
        whole = self.made.count()
        faulty = self.made.filter(state__in=(states.HELD, states.REFUSED)).count()
        return Count(Part.COMPLETE, whole - faulty, whole)

    def timely(self) -> Count:
        due = self.due.filter(due_at__lt=self.now - REAL_TIME)
        in_time = due.filter(state=states.SENT, finished_at__lte=F("due_at") + REAL_TIME)
        return Count(Part.TIMELY, in_time.count(), due.count())

    def closed(self) -> Count:
        old = ReportRow.objects.filter(
            company=self.company, table=ALARMS, made_at__lt=self.now - CLOSES_WITHIN,
            made_at__gte=self.now - timedelta(days=30),
        )  # fmt: skip
        return Count(Part.CLOSED, old.filter(Q(row__type="alarm:handle")).count(), old.count())
