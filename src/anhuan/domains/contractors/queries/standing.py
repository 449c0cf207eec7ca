"""Facts about firms and people as the rules take them, read for many at once."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from anhuan.domains.contractors.models import Bar, Contractor, FirmPaper, Member
from anhuan.domains.contractors.queries.library import settings_of
from anhuan.domains.contractors.rules.standing import (
    Admission,
    BarFacts,
    FirmFacts,
    PersonFacts,
)
from anhuan.domains.org.models import Company, Person

OUTSIDE = (Person.Kind.CONTRACTOR, Person.Kind.OUTSOURCED)
_LABELS = {one.value: str(one.label) for one in FirmPaper.Kind}


def firm_facts(company: Company, firms: Collection[UUID]) -> dict[UUID, FirmFacts]:
    """What the plant knows of these firms."""
    if not firms:
        return {}
    known = {
        one.firm_id: one
        for one in Contractor.objects.filter(company=company, firm__in=firms)
    }  # fmt: skip
    papers = _papers(known.values())
    bars = _bars(Bar.objects.filter(company=company, firm__in=firms), "firm_id")
    demanded = tuple(_LABELS[kind] for kind in settings_of(company).demanded)
    return {
        firm.pk: _facts(firm, known.get(firm.pk), papers, bars, demanded)
        for firm in Company.objects.filter(pk__in=firms)
    }


def _facts(
    firm: Company, row: Contractor | None, papers: dict[UUID, list[FirmPaper]],
    bars: dict[UUID, list[BarFacts]], demanded: tuple[str, ...],
) -> FirmFacts:  # fmt: skip
    held = papers.get(row.pk, []) if row else []
    return FirmFacts(
        name=firm.name, admission=Admission(row.admission) if row else None,
        approved_until=row.approved_until if row else None, is_retired=firm.is_retired,
        demanded=demanded, papers=latest(held), bars=tuple(bars.get(firm.pk, ())),
    )  # fmt: skip


def latest(papers: Iterable[FirmPaper]) -> dict[str, date | None]:
    """Of each kind the last good day of the one that holds longest; None: without end."""
    found: dict[str, date | None] = {}
    for one in papers:
        label = _LABELS[one.kind]
        ends = (found.get(label, date.min), one.valid_until)
        found[label] = None if None in ends else max(filter(None, ends))
    return found


def person_facts(company: Company, people: Iterable[Person]) -> dict[UUID, PersonFacts]:
    """What the plant knows of these people and the firms they are of."""
    rows = list(people)
    firms = firm_facts(company, {one.employer_id for one in rows if one.employer_id})
    ids = [one.pk for one in rows]
    members = dict(Member.objects.filter(person__in=ids).values_list("person", "admission"))
    bars = _bars(Bar.objects.filter(company=company, person__in=ids), "person_id")
    return {
        one.pk: PersonFacts(
            name=one.name, admission=_admission(members.get(one.pk)),
            firm=firms.get(one.employer_id) if one.employer_id else None,
            entry_until=one.valid_until, bars=tuple(bars.get(one.pk, ())),
            needs_admission=one.employer_id is not None or one.kind in OUTSIDE,
        )
        for one in rows
    }  # fmt: skip


def _papers(rows: Iterable[Contractor]) -> dict[UUID, list[FirmPaper]]:
    found: dict[UUID, list[FirmPaper]] = defaultdict(list)
    for one in FirmPaper.objects.filter(contractor__in=list(rows), is_retired=False):
        found[one.contractor_id].append(one)
    return found


def _bars(rows: QuerySet[Bar], key: str) -> dict[UUID, list[BarFacts]]:
    found: dict[UUID, list[BarFacts]] = defaultdict(list)
    for one in rows.filter(lifted_at__isnull=True):
        found[getattr(one, key)].append(BarFacts(one.since, one.until, one.reason))
    return found


def _admission(value: str | None) -> Admission | None:
    return Admission(value) if value else None
