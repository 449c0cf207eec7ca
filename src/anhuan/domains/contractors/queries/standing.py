"""Facts about firms and people as the rules take them, read for many at once."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from uuid import UUID

from django.db.models import Q

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
    rows = list(Company.objects.filter(pk__in=firms))
    known = {
        one.firm_id: one
        for one in Contractor.objects.filter(company=company, firm__in=firms)
    }  # fmt: skip
    papers = _papers(known.values())
    bars = _bars(company, rows, "firm", "credit_code")
    demanded = tuple(_LABELS[kind] for kind in settings_of(company).demanded)
    return {
        firm.pk: _facts(firm, known.get(firm.pk), papers, bars, demanded) for firm in rows
    }  # fmt: skip


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
    bars = _bars(company, rows, "person", "identity_no")
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


def _bars(
    company: Company, rows: Sequence[Company] | Sequence[Person], whom: str, number: str
) -> dict[UUID, list[BarFacts]]:
    """By row. Whoever comes again under another row is known by the number of the document."""
    numbers: dict[str, set[UUID]] = defaultdict(set)
    for one in rows:
        if getattr(one, number):
            numbers[getattr(one, number)].add(one.pk)
    listed = Q(**{f"{whom}__in": [one.pk for one in rows]})
    listed |= Q(**{f"{whom}__{number}__in": list(numbers)})
    found: dict[UUID, list[BarFacts]] = defaultdict(list)
    running = Bar.objects.filter(listed, company=company, lifted_at__isnull=True)
    for row in running.select_related(whom):
        barred = getattr(row, whom)
        for pk in {barred.pk} | numbers.get(getattr(barred, number), set()):
            found[pk].append(BarFacts(row.since, row.until, row.reason))
    return found


def _admission(value: str | None) -> Admission | None:
    return Admission(value) if value else None
