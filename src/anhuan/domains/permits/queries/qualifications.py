"""Whether people are entitled to do their part: certificates, training, the contractor's standing.

A contract. A slice that keeps such things puts a `QualificationSource` into `SOURCES` when the
product starts (`web/wiring.py`); what it says counts besides what was written on the permit.
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


class QualificationSource(Protocol):
    """What another slice knows about people of a plant."""

    def certificates(self, company: Company, people: Collection[UUID]) -> Iterable[Certificate]:
        """Those on file; `holder` is the person's id as text."""
        ...

    def unfit(self, company: Company, people: Collection[UUID], kind: Kind) -> Iterable[UUID]:
        """Whose health forbids this work (4.9)."""
        ...

    def objections(
        self, company: Company, people: Collection[UUID], kind: Kind, day: date
    ) -> Iterable[Blocker]:
        """Anything else: no training, contractor not approved, blacklisted."""
        ...


SOURCES: list[QualificationSource] = []


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the people of a permit."""

    certificates: tuple[Certificate, ...]
    unfit: frozenset[str]
    objections: tuple[Blocker, ...]


def known_of(look: Look) -> Known:
    """From the permit itself and from every source."""
    company, people = look.permit.company, {one.person_id for one in look.people}
    day = look.now.astimezone(look.zone).date()
    held = [certificate for one in look.people for certificate in shown(one)]
    unfit: set[str] = set()
    objections: list[Blocker] = []
    for source in SOURCES:
        held.extend(source.certificates(company, people))
        unfit.update(str(pk) for pk in source.unfit(company, people, look.kind))
        objections.extend(source.objections(company, people, look.kind, day))
    return Known(tuple(held), frozenset(unfit), tuple(objections))


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
