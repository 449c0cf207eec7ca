"""Who was there in which shift, from positions: first in, last out, time inside an area."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from anhuan.domains.org.models import Account, Company, DutyShift, Person
from anhuan.domains.positioning.queries.dwell import visits_between
from anhuan.domains.positioning.queries.scope import scope_of
from anhuan.domains.positioning.queries.visits import held_visits
from anhuan.domains.positioning.rules import attendance as rules
from anhuan.kernel import clock

Visits = list[tuple[datetime, datetime | None]]


@dataclass(frozen=True, slots=True)
class Attended:
    """One person in one shift (or day). `found` None: not seen; by day nobody is late."""

    window: rules.Window
    person: Person
    found: rules.Presence | None
    state: rules.State


def attendance(
    account: Account,
    start: datetime,
    end: datetime,
    *,
    area: UUID | None = None,
    department: UUID | None = None,
    with_absent: bool = False,
) -> tuple[list[Attended], bool]:
    """By shift of the duty roster, by day where none is planned; and whether by shift.

    Absent people are listed only when asked for, because nobody belongs to every shift.
    """
    scope = scope_of(account, "tracks.view")
    people = Person.objects.filter(scope.people(), is_retired=False)
    if department:
        people = people.filter(department_id=department)
    by_shift = _shifts(scope.company, start, end)
    local = timezone.localtime(start)
    windows, is_shift = rules.windows_or_days(by_shift, local, timezone.localtime(end))
    first, last = min(w.start for w in windows), max(w.end for w in windows)
    visits = _visits(account, first, last, area)
    everybody = list(people.select_related("department", "post", "employer"))
    now = clock.now()
    rows = [
        row
        for window in windows
        for row in _window(window, everybody, visits, now, is_shift)
        if row.found or with_absent
    ]
    return rows, is_shift


def _window(
    window: rules.Window,
    people: list[Person],
    visits: dict[UUID, Visits],
    now: datetime,
    is_shift: bool,
) -> Iterator[Attended]:
    for person in people:
        found = rules.presence(visits.get(person.pk, ()), window, now)
        state = rules.state_of(found, window, now)
        if found and not is_shift:
            state = rules.State.PRESENT
        yield Attended(window, person, found, state)


def _visits(
    account: Account, start: datetime, end: datetime, area: UUID | None
) -> dict[UUID, Visits]:
    """Visits by person in order of entry; those around the edges whole, the rules cut them."""
    rows = held_visits(scope_of(account, "tracks.view")).filter(holding__person__isnull=False)
    rows = visits_between(rows, start, end)
    if area:
        rows = rows.filter(area_id=area)
    found: dict[UUID, Visits] = defaultdict(list)
    columns = ("holding__person_id", "entered_at", "left_at")
    for person, entered, left in rows.order_by("entered_at").values_list(*columns):
        found[person].append((entered, left))
    return found


def _shifts(company: Company, start: datetime, end: datetime) -> list[rules.Window]:
    rows = DutyShift.objects.filter(company=company, starts_at__lt=end, ends_at__gt=start)
    return [
        rules.Window(f"{timezone.localtime(one.starts_at):%m-%d %H:%M} {one.team}",
                     one.starts_at, one.ends_at)
        for one in rows.order_by("starts_at")
    ]  # fmt: skip
