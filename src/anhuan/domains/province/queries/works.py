"""Works of a day in the five states, with their places; works and alarms of the days before."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db.models import QuerySet

from anhuan.domains.org.models import Account
from anhuan.domains.province.models import ReceivedRow
from anhuan.domains.province.queries.enterprises import zone
from anhuan.domains.province.queries.rows import visible_rows
from anhuan.domains.province.rules.works import STATES, state_of

Place = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Work:
    """One of the day. `place` None: neither it nor its plant says where."""

    row: ReceivedRow
    state: str
    place: Place | None


@dataclass(slots=True)
class Day:
    """One day in numbers."""

    day: date
    works: Counter[str] = field(default_factory=Counter)
    alarms: int = 0
    settled: int = 0


def works_of(account: Account, day: date) -> list[Work]:
    """Everything that began or is planned that day; a plan that has become a permit is left out."""
    begin, end = _span(day, day)
    rows = visible_rows(account).filter(kind__in=("work", "plan"), at__gte=begin, at__lt=end)
    known = list(rows.order_by("at"))
    permits = {(one.enterprise_id, one.key) for one in known if one.kind == "work"}
    return [
        Work(one, state_of(one.kind, one.state), _place(one))
        for one in known
        if one.kind == "work" or (one.enterprise_id, one.key) not in permits
    ]


def alarms_of(account: Account, first: date, last: date) -> QuerySet[ReceivedRow]:
    """Alarms of works (table A.3), both days included."""
    begin, end = _span(first, last)
    return visible_rows(account, "alarm").filter(table="PTW_A3", at__gte=begin, at__lt=end)


def history(account: Account, last: date, days: int) -> list[Day]:
    """The newest first."""
    found = {day: Day(day) for day in (last - timedelta(days=n) for n in range(days))}
    first = last - timedelta(days=days - 1)
    begin, end = _span(first, last)
    rows = visible_rows(account, "work").filter(at__gte=begin, at__lt=end)
    for state, at in _dated(rows):
        found[at].works[state_of("work", state)] += 1
    for state, at in _dated(alarms_of(account, first, last)):
        one = found[at]
        one.alarms, one.settled = one.alarms + 1, one.settled + (state == "ended")
    return list(found.values())


def _dated(rows: QuerySet[ReceivedRow]) -> Iterator[tuple[str, date]]:
    for state, at in rows.values_list("state", "at"):
        if at is not None:
            yield state, at.astimezone(zone()).date()


def counted(works: Sequence[Work]) -> dict[str, int]:
    """How many in each of the five states."""
    counts = Counter(one.state for one in works)
    return {state: counts[state] for state in STATES}


def _place(row: ReceivedRow) -> Place | None:
    for x, y in (
        (row.content.get("LONGITUDE"), row.content.get("LATITUDE")),
        (row.enterprise.longitude, row.enterprise.latitude),
    ):
        if isinstance(x, int | float) and isinstance(y, int | float):
            return float(x), float(y)
    return None


def _span(first: date, last: date) -> tuple[datetime, datetime]:
    begin = datetime.combine(first, time.min, zone())
    return begin, datetime.combine(last + timedelta(days=1), time.min, zone())
