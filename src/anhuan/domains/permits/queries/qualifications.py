"""Whether people are entitled to do their part: certificates, training, the contractor's standing.

A contract. A slice that keeps such things puts a `QualificationSource` into `SOURCES` when the
product starts; what it says counts besides what was written on the permit.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol
from uuid import UUID

from anhuan.domains.org.models import Company
from anhuan.domains.permits.models import Part, PermitPerson
from anhuan.domains.permits.queries.look import Look
from anhuan.domains.permits.rules.certificates import (
    Certificate,
    Trade,
    certificate_faults,
    needs_of,
)
from anhuan.domains.permits.rules.kinds import Kind
from anhuan.domains.permits.rules.roles import Signer
from anhuan.kernel.errors import Blocker

_CLAUSE = "GB 30871-2022 4.9"


@dataclass(frozen=True, slots=True)
class Span:
    """The days of a job that are still to come, in the plant's time."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Objection:
    """What stands against somebody, or against a firm, taking part."""

    about: UUID
    blocker: Blocker


class QualificationSource(Protocol):
    """What another slice knows about people and firms of a plant."""

    def certificates(self, company: Company, people: Collection[UUID]) -> Iterable[Certificate]:
        """Those on file, revoked ones too; `holder` is the person's id as text."""
        ...

    def is_complete(self, company: Company) -> bool:
        """Whether only what is on file counts, and not what was merely written on a permit."""
        ...

    def unfit(self, company: Company, people: Collection[UUID], kind: Kind) -> Iterable[UUID]:
        """Whose health forbids this work (4.9)."""
        ...

    def objections(
        self, company: Company, people: Collection[UUID], kind: Kind, span: Span
    ) -> Iterable[Objection]:
        """Anything else: no training, not admitted, barred."""
        ...

    def firm_objections(
        self, company: Company, firms: Collection[UUID], span: Span
    ) -> Iterable[Objection]:
        """What stands against contractor firms: not approved, papers run out, barred."""
        ...


SOURCES: list[QualificationSource] = []


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the people of a permit."""

    certificates: tuple[Certificate, ...]
    unfit: frozenset[str]
    objections: tuple[Blocker, ...]


def span_of(look: Look) -> Span:
    """From today, or the day it begins, to its last day."""
    permit = look.permit
    begins = max(permit.starts_at, look.now).astimezone(look.zone).date()
    ends = (permit.valid_until or permit.ends_at).astimezone(look.zone).date()
    return Span(min(begins, ends), ends)


def known_of(look: Look) -> Known:
    """From the permit itself and from every source."""
    company, people = look.permit.company, {one.person_id for one in look.people}
    written = [certificate for one in look.people for certificate in shown(one)]
    found = objections_to_people(look, people)
    return Known(
        tuple(counting(company, on_file(company, people), written)),
        frozenset(str(pk) for pk in unfit_for(look, people)),
        (*firm_blockers(look), *(one.blocker for one in found)),
    )


def on_file(company: Company, people: Collection[UUID]) -> list[Certificate]:
    """What every source has on file, revoked ones too."""
    return [one for source in SOURCES for one in source.certificates(company, people)]


def counting(
    company: Company, filed: Iterable[Certificate], written: Iterable[Certificate]
) -> Iterator[Certificate]:
    """Certificates that count: of the same one the file's word stands against the permit's."""
    known = {(one.holder, one.trade, one.number): one for one in filed}
    if not any(source.is_complete(company) for source in SOURCES):
        known = {(one.holder, one.trade, one.number): one for one in written} | known
    yield from (one for one in known.values() if not one.is_revoked)


def unfit_for(look: Look, people: Collection[UUID]) -> set[UUID]:
    """Whose health forbids this work (4.9)."""
    company, kind = look.permit.company, look.kind
    return {pk for source in SOURCES for pk in source.unfit(company, people, kind)}


def objections_to_people(look: Look, people: Collection[UUID]) -> list[Objection]:
    """What every source has against these people doing this work in its days."""
    company, span = look.permit.company, span_of(look)
    found = (source.objections(company, people, look.kind, span) for source in SOURCES)
    return [one for some in found for one in some]


def firm_blockers(look: Look) -> list[Blocker]:
    """What stands against the contractor of the permit."""
    firm = look.permit.contractor_id
    return [] if firm is None else objections_to(look.permit.company, {firm}, span_of(look))[firm]


def objections_to(
    company: Company, firms: Collection[UUID], span: Span
) -> dict[UUID, list[Blocker]]:
    """What every source has against these firms, by firm."""
    found: dict[UUID, list[Blocker]] = {firm: [] for firm in firms}
    for source in SOURCES:
        for one in source.firm_objections(company, firms, span):
            found[one.about].append(one.blocker)
    return found


def usable_firms(company: Company, day: date) -> set[UUID]:
    """Contractor firms of this node that nothing stands against on that day."""
    firms = Company.objects.filter(kind=Company.Kind.CONTRACTOR, is_retired=False)
    found = objections_to(company, set(firms.values_list("pk", flat=True)), Span(day, day))
    return {firm for firm, against in found.items() if not against}


def shown(one: PermitPerson) -> Iterator[Certificate]:
    """The certificates written on the permit."""
    for row in one.certificates:
        yield Certificate(
            holder=str(one.person_id), trade=Trade(row["trade"]), number=row["number"],
            valid_until=_day(row.get("valid_until")), holder_name=row.get("holder_name") or "",
            reviewed_until=_day(row.get("reviewed_until")),
        )  # fmt: skip


def _day(text: Any) -> date | None:
    return date.fromisoformat(text) if text else None


def certificate_blockers(look: Look, known: Known) -> Iterator[Blocker]:
    """Each certificate a job demands and somebody lacks through its last day (alarms 50–52)."""
    needs = needs_of(look.kind, look.level, look.facts)
    parts = {one.value for one in Signer} & set(Part.values)
    people = {
        Signer(part): [str(one.person_id) for one in look.having(part)] for part in parts
    }  # fmt: skip
    names = {str(one.person_id): one.person.name for one in look.people}
    last = (look.permit.valid_until or look.permit.ends_at).astimezone(look.zone).date()
    for fault in certificate_faults(needs, people, names, known.certificates, last):
        yield Blocker(fault.alarm, fault.text, _CLAUSE)
