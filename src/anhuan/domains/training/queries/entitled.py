"""What permits and fences learn from here: certificates on file, courses passed."""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from anhuan.domains.org.models import Company, Person
from anhuan.domains.permits.queries.qualifications import Objection, Span
from anhuan.domains.permits.rules import certificates as permits
from anhuan.domains.permits.rules.kinds import Kind
from anhuan.domains.training.models import Certificate, Course
from anhuan.domains.training.queries.certificates import held_by
from anhuan.domains.training.queries.passed import Lack, lacking, passes_on
from anhuan.domains.training.queries.scoped import settings_of
from anhuan.kernel.errors import Blocker

_CLAUSE = "GB 30871-2022 4.9"


class TrainingSource:
    """A `QualificationSource` of permits."""

    def certificates(
        self, company: Company, people: Collection[UUID]
    ) -> Iterator[permits.Certificate]:
        """Those on file that prove a trade, void ones as revoked."""
        for one in held_by(company, people).exclude(kind__trade=""):
            yield as_permits_see(one)

    def is_complete(self, company: Company) -> bool:
        """As the plant has set it."""
        return settings_of(company).only_on_file

    def unfit(self, company: Company, people: Collection[UUID], kind: Kind) -> Iterable[UUID]:
        """Health is not kept here."""
        return ()

    def objections(
        self, company: Company, people: Collection[UUID], kind: Kind, span: Span
    ) -> Iterator[Objection]:
        """Courses asked for and not passed through the work's last day."""
        rows = Person.objects.filter(company=company, pk__in=people)
        for one in lacking(company, rows, span.last, kind):
            yield Objection(one.person.pk, _not_passed(one))

    def firm_objections(
        self, company: Company, firms: Collection[UUID], span: Span
    ) -> Iterable[Objection]:
        """Nothing is known of firms here."""
        return ()


def as_permits_see(one: Certificate) -> permits.Certificate:
    """A row as the rules of permits take it."""
    return permits.Certificate(
        holder=str(one.person_id), trade=permits.Trade(one.kind.trade), number=one.number,
        valid_until=one.valid_until, reviewed_until=one.reviewed_until,
        holder_name=one.holder_name, is_revoked=one.is_void,
    )  # fmt: skip


def _not_passed(one: Lack) -> Blocker:
    text = f"{one.person.name}没有有效的“{one.course}”培训合格记录，请先培训考试"
    return Blocker("training_missing", text, _CLAUSE)


def options(company: Company) -> list[tuple[str, str]]:
    """Courses a fence may ask for: code, name."""
    rows = Course.objects.filter(company=company, is_retired=False)
    return list(rows.values_list("code", "name"))


def holders(company: Company, code: str, at: datetime) -> set[UUID]:
    """Who has passed the course of this code by then, and still holds it."""
    day = timezone.localtime(at).date()
    rows = passes_on(company, day).filter(session__course__code__iexact=code)
    return set(rows.values_list("person", flat=True))
