"""The blacklist: listing, lifting (CON-007). A bar stops permits when people are next seen."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from anhuan.domains.audit.actions import record
from anhuan.domains.contractors.events import BarChanged
from anhuan.domains.contractors.models import Bar
from anhuan.domains.contractors.rules.deciding import bar_blockers
from anhuan.domains.org.models import Account, Company, Person
from anhuan.domains.org.queries import company_of
from anhuan.domains.outbox.actions import emit
from anhuan.kernel import clock
from anhuan.kernel.errors import Blocker, refuse, refuse_if_any


@dataclass(frozen=True, slots=True)
class Barring:
    """Whom, why, and for how long; `since` None: from today."""

    reason: str
    firm: Company | None = None
    person: Person | None = None
    since: date | None = None
    until: date | None = None


def bar(by: Account, asked: Barring) -> Bar:
    """Put a firm or a person on the blacklist."""
    company = company_of(by)
    refuse_if_any(_blockers(company, asked))
    since = asked.since or timezone.localtime(clock.now()).date()
    with transaction.atomic():
        row = Bar.objects.create(
            company=company, firm=asked.firm, person=asked.person, since=since, until=asked.until,
            reason=asked.reason.strip()[:300], by=by,
        )  # fmt: skip
        after = {"since": since.isoformat(), "until": str(asked.until or "")}
        record(by, "bar", row, after=after, note=row.reason)
        emit(company.code, BarChanged(row.firm_id, row.person_id, is_lifted=False))
    return row


def _blockers(company: Company, asked: Barring) -> Iterator[Blocker]:
    yield from bar_blockers(
        firm=asked.firm is not None, person=asked.person is not None, reason=asked.reason,
        since=asked.since, until=asked.until,
    )  # fmt: skip
    if asked.firm is not None and asked.firm.kind != Company.Kind.CONTRACTOR:
        yield Blocker("firm_not_contractor", "只有承包商单位可以列入黑名单")
    if asked.person is not None and asked.person.company_id != company.pk:
        yield Blocker("person_foreign", f"{asked.person.name}不是本企业在册人员")


def lift_bar(by: Account, row: Bar, reason: str) -> Bar:
    """Take somebody off the blacklist; the entry stays, with why."""
    if row.lifted_at is not None:
        raise refuse("bar_lifted", "已经解除")
    if not reason.strip():
        raise refuse("reason_missing", "请填写解除原因")
    with transaction.atomic():
        row.lifted_at, row.lifted_by = clock.now(), by
        row.lifted_why = reason.strip()[:300]
        row.save(update_fields=["lifted_at", "lifted_by", "lifted_why"])
        record(by, "lift", row, note=row.lifted_why)
        emit(row.company.code, BarChanged(row.firm_id, row.person_id, is_lifted=True))
    return row
