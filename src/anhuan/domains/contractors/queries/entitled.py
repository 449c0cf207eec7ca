"""What permits and fences learn from here: what stands against firms and their people."""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from anhuan.domains.contractors.queries.standing import OUTSIDE, firm_facts, person_facts
from anhuan.domains.contractors.rules.standing import firm_blockers, person_blockers
from anhuan.domains.org.models import Company, Person
from anhuan.domains.permits.queries.qualifications import Objection, Span
from anhuan.domains.permits.rules.certificates import Certificate
from anhuan.domains.permits.rules.kinds import Kind

ADMITTED = "admitted"


class ContractorSource:
    """A `QualificationSource` of permits (AQP-112, PTW-016)."""

    def certificates(self, company: Company, people: Collection[UUID]) -> Iterable[Certificate]:
        """Kept by the training slice."""
        return ()

    def is_complete(self, company: Company) -> bool:
        """Not asked here."""
        return False

    def unfit(self, company: Company, people: Collection[UUID], kind: Kind) -> Iterable[UUID]:
        """Health is not kept here."""
        return ()

    def objections(
        self, company: Company, people: Collection[UUID], kind: Kind, span: Span
    ) -> Iterator[Objection]:
        """People not admitted, of firms not approved, or barred."""
        rows = Person.objects.filter(company=company, pk__in=people)
        for pk, facts in person_facts(company, rows).items():
            for blocker in person_blockers(facts, span.first, span.last):
                yield Objection(pk, blocker)

    def firm_objections(
        self, company: Company, firms: Collection[UUID], span: Span
    ) -> Iterator[Objection]:
        """Firms not approved, whose papers run out, or barred."""
        for pk, facts in firm_facts(company, firms).items():
            for blocker in firm_blockers(facts, span.first, span.last):
                yield Objection(pk, blocker)


def options(company: Company) -> list[tuple[str, str]]:
    """What a fence may ask for."""
    return [(ADMITTED, "审核通过的承包商人员")]


def holders(company: Company, code: str, at: datetime) -> set[UUID]:
    """Contractors' people nothing stands against on that day."""
    if code != ADMITTED:
        return set()
    day = timezone.localtime(at).date()
    rows = Person.objects.filter(company=company, is_retired=False, kind__in=OUTSIDE)
    facts = person_facts(company, rows)
    return {pk for pk, one in facts.items() if not any(person_blockers(one, day, day))}
