"""包保责任: who holds which role, what falls due, what was done, what hangs on the board."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone

from anhuan.domains.org.models import Account, Company, Holiday, Person
from anhuan.domains.org.queries import company_of
from anhuan.domains.plant.models import MajorHazardSource
from anhuan.domains.risk.models import DutyRecord, DutyRow, Holding
from anhuan.domains.risk.rules.duties import Due, Duty, Every, Role, before_spans, spans


def sources_of(company: Company) -> QuerySet[MajorHazardSource]:
    """Major hazard sources in use with their three persons."""
    rows = MajorHazardSource.objects.filter(company=company, is_retired=False)
    return rows.select_related(
        "company", "area", "primary__department", "technical__department",
        "operational__department",
    )  # fmt: skip


def get_source_for(account: Account, pk: UUID | str) -> MajorHazardSource:
    """One of the company's, else 404."""
    return get_object_or_404(sources_of(company_of(account)), pk=pk)


def duties_of(company: Company) -> list[Duty]:
    """The plant's duties, in the order shown."""
    return [one.duty for one in DutyRow.objects.filter(company=company, is_retired=False)]


def duties_due(company: Company, first: date, last: date) -> list[Due]:
    """Every piece of duty whose period touches the days, for each source and its holders: what
    tasks are made from. `Due.key` is stable: asking twice names the same work."""
    duties, periods = duties_of(company), special_days(company)
    return [
        Due(duty, source.pk, getattr(source, f"{duty.role}_id"), begin, end)
        for source in sources_of(company)
        for duty in duties
        for begin, end in _spans(duty.every, first, last, periods)
    ]


def _spans(
    every: Every, first: date, last: date, periods: list[date]
) -> Iterator[tuple[date, date]]:
    if every is Every.ONCE_BEFORE:
        yield from before_spans(periods, first, last)
    elif every is not Every.ALWAYS:
        yield from spans(every, first, last)


def special_days(company: Company) -> list[date]:
    """Holidays and key periods of the plant's calendar."""
    kinds = (Holiday.Kind.HOLIDAY, Holiday.Kind.SPECIAL)
    rows = Holiday.objects.filter(company=company, kind__in=kinds)
    return list(rows.values_list("on", flat=True))


@dataclass(frozen=True, slots=True)
class Performance:
    """A duty in one period and how it stands on a day."""

    due: Due
    record: DutyRecord | None
    today: date

    @property
    def state(self) -> str:
        """done, late (done after its period), overdue, open."""
        if self.record:
            return "late" if self.record.is_late else "done"
        return "overdue" if self.today > self.due.last else "open"


def performances(
    company: Company, first: date, last: date, today: date, source: UUID | None = None
) -> list[Performance]:
    """Duties of the periods that have begun, with their records (AQ 3064.1 5.1.3). Nobody owes
    what ended before the role was first held."""
    records = DutyRecord.objects.filter(source__company=company, last__gte=first)
    known = {(one.source_id, one.duty_key, one.first): one for one in records}
    since = _held_since(company)
    return [
        Performance(due, known.get((due.source, due.duty.key, due.first)), today)
        for due in duties_due(company, first, last)
        if due.first <= today and source in (None, due.source)
        and due.last >= since.get((due.source, due.duty.role), due.last)
    ]  # fmt: skip


def _held_since(company: Company) -> dict[tuple[UUID, str], date]:
    """The day each role of each source was first held."""
    rows = Holding.objects.filter(source__company=company).order_by("-since")
    return {(one.source_id, one.role): timezone.localtime(one.since).date() for one in rows}


def records_of(source: MajorHazardSource) -> QuerySet[DutyRecord]:
    """What was done for a source, newest first."""
    return DutyRecord.objects.filter(source=source).select_related("person", "by")


def holdings_of(source: MajorHazardSource) -> QuerySet[Holding]:
    """Who held which role, newest first."""
    return Holding.objects.filter(source=source).select_related("person", "registered_by__person")


def get_holding_for(account: Account, pk: UUID | str) -> Holding:
    """One of the company's, else 404."""
    rows = Holding.objects.filter(source__company=company_of(account))
    return get_object_or_404(rows.select_related("source__company", "person"), pk=pk)


def unregistered(company: Company, now: datetime) -> QuerySet[Holding]:
    """Changes that the registration system does not know yet, those due first."""
    rows = Holding.objects.filter(
        source__company=company, source__is_retired=False, until__isnull=True,
        registered_at__isnull=True,
    )  # fmt: skip
    return rows.filter(since__lte=now).select_related("source", "person").order_by("due_on")


@dataclass(frozen=True, slots=True)
class Post:
    """One role on the notice board."""

    role: Role
    person: Person | None
    phone: str
    duties: tuple[str, ...]


def notice_board(source: MajorHazardSource) -> list[Post]:
    """What hangs at the source: names, phones, duties (12号 公示牌)."""
    duties = duties_of(source.company)
    return [_post(source, role, duties) for role in Role]


def _post(source: MajorHazardSource, role: Role, duties: list[Duty]) -> Post:
    person: Any = getattr(source, role.value)
    mine = tuple(one.text for one in duties if one.role is role)
    return Post(role, person, person.phone if person else "", mine)
