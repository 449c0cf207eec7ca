"""The plant's days as plans see them: holidays, rest days, the roster of shifts."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from django.utils import timezone

from anhuan.domains.inspection.rules.recurrence import Shift
from anhuan.domains.org.models import Company, DutyShift, Holiday
from anhuan.domains.org.queries.calendar import calendar_of

FREE = (Holiday.Kind.HOLIDAY,)
MARKED = (Holiday.Kind.HOLIDAY, Holiday.Kind.SPECIAL)
SATURDAY = 6


@dataclass(frozen=True, slots=True)
class PlantCalendar:
    """`recurrence.Calendar` of one company, read once."""

    zone: tzinfo
    marked: dict[date, str]
    roster: tuple[Shift, ...]

    def is_rest_day(self, day: date) -> bool:
        """A weekend or holiday, unless made up for by work."""
        kind = self.marked.get(day, "")
        if kind == Holiday.Kind.WORKDAY:
            return False
        return kind in FREE or day.isoweekday() >= SATURDAY

    def is_holiday(self, day: date) -> bool:
        """A holiday by law, or a special period."""
        return self.marked.get(day, "") in MARKED

    def shifts(self, since: datetime, until: datetime) -> Iterator[Shift]:
        """Those that begin in [since, until), in order."""
        return (shift for shift in self.roster if since <= shift.begin < until)


def plant_calendar(company: Company, since: datetime, until: datetime) -> PlantCalendar:
    """The company's days, and its shifts that touch [since, until)."""
    rows = DutyShift.objects.filter(company=company, ends_at__gt=since, starts_at__lt=until)
    shifts = [Shift(row.starts_at, row.ends_at, row.team) for row in rows.order_by("starts_at")]
    return PlantCalendar(timezone.get_default_timezone(), calendar_of(company), tuple(shifts))
