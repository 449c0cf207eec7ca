"""What a week was, and its score: of the company as a whole."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, F, Max, Min, Q, QuerySet
from django.utils import timezone

from anhuan.domains.hazards.models import Hazard
from anhuan.domains.hazards.rules.codes import Level
from anhuan.domains.hazards.rules.states import State
from anhuan.domains.inspection.models import Task
from anhuan.domains.mechanism.models import WeekScore
from anhuan.domains.mechanism.queries.rates import Asked, cells_of, company_tasks, summed
from anhuan.domains.mechanism.queries.settings import settings_of
from anhuan.domains.mechanism.rules.score import Score, WeekFacts, score_of
from anhuan.domains.org.models import Account, Company
from anhuan.domains.org.queries import company_of
from anhuan.domains.risk.queries import performances

WEEK = timedelta(days=7)
UNDONE = ("overdue", "late")
NOT_ONE = (State.DISMISSED, State.MERGED)


@dataclass(frozen=True, slots=True)
class Week:
    """Monday to Sunday of plant days."""

    monday: date

    @classmethod
    def of(cls, day: date) -> "Week":
        """The week a day lies in."""
        return cls(day - timedelta(days=day.weekday()))

    @property
    def begin(self) -> datetime:
        """Its first moment."""
        return timezone.make_aware(datetime.combine(self.monday, time.min))

    @property
    def end(self) -> datetime:
        """The first moment of the next."""
        return timezone.make_aware(datetime.combine(self.monday + WEEK, time.min))


def visible_scores(account: Account) -> QuerySet[WeekScore]:
    """Of the asker's company, newest first."""
    return WeekScore.objects.filter(company=company_of(account))


def score_now(company: Company, week: Week, now: datetime) -> Score:
    """The week by the plant's own figures; one that still runs, as far as it has come."""
    return score_of(week_facts(company, week, now), settings_of(company))


def week_facts(company: Company, week: Week, now: datetime) -> WeekFacts:
    """Everything the score is made of."""
    until = min(week.end, now)
    cells = cells_of(company_tasks(company), Asked(week.begin, week.end, "week"), now)
    due, cured, overdue, overdue_major = _hazards(company, week, until)
    return WeekFacts(
        summed(cells, lambda cell: cell.kind), _undone(company, week, until), due, cured,
        overdue, overdue_major, _weeks_without(company, until), _silent_days(company, until),
    )  # fmt: skip


def _undone(company: Company, week: Week, until: datetime) -> dict[str, int]:
    """Duties whose period ended in the week without being done in it, by role."""
    last = week.monday + WEEK - timedelta(days=1)
    today = timezone.localtime(until).date()
    found: dict[str, int] = {}
    for one in performances(company, week.monday, last, today):
        if one.state in UNDONE and week.monday <= one.due.last <= last:
            role = one.due.duty.role.value
            found[role] = found.get(role, 0) + 1
    return found


def _hazards(company: Company, week: Week, until: datetime) -> tuple[int, int, int, int]:
    rows = Hazard.objects.filter(company=company, deleted_at__isnull=True, due_at__isnull=False)
    rows = rows.exclude(state__in=NOT_ONE)
    here = Q(due_at__gte=week.begin, due_at__lt=until)
    here |= Q(submitted_at__gte=week.begin, submitted_at__lt=until)
    cured = here & Q(submitted_at__lte=F("due_at"), submitted_at__lt=until)
    owed = Q(due_at__lt=until) & (Q(submitted_at__isnull=True) | Q(submitted_at__gte=until))
    found = rows.aggregate(
        due=Count("pk", filter=here),
        cured=Count("pk", filter=cured),
        overdue=Count("pk", filter=owed & ~Q(level=Level.MAJOR)),
        major=Count("pk", filter=owed & Q(level=Level.MAJOR)),
    )
    return found["due"], found["cured"], found["overdue"], found["major"]


def _weeks_without(company: Company, until: datetime) -> int:
    """Whole weeks since a hazard was last found, or since the first check was due."""
    rows = Hazard.objects.filter(company=company, deleted_at__isnull=True, found_at__lt=until)
    last = rows.exclude(state__in=NOT_ONE).aggregate(at=Max("found_at"))["at"]
    since = last or Task.objects.filter(company=company).aggregate(at=Min("begins_at"))["at"]
    return max(0, (until - since) // WEEK) if since else 0


def _silent_days(company: Company, until: datetime) -> float | None:
    rows = Task.objects.filter(company=company, finished_at__lt=until)
    last = rows.aggregate(at=Max("finished_at"))["at"]
    return None if last is None else (until - last) / timedelta(days=1)
