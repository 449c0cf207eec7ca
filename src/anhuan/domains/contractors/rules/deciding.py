"""What speaks against a decision: approving, refusing, barring, lifting."""

from collections.abc import Iterator
from datetime import date

from anhuan.domains.contractors.rules.standing import (
    Admission,
    FirmFacts,
    PersonFacts,
    bars_within,
    firm_blockers,
    firm_paper_blockers,
)
from anhuan.kernel.errors import Blocker


def firm_decision_blockers(
    firm: FirmFacts, decision: Admission, reason: str, approved_until: date | None, today: date
) -> Iterator[Blocker]:
    """A refusal gives its reason; an approval wants every paper in force, and nobody barred."""
    if decision is Admission.PENDING:
        yield Blocker("decision_missing", "请选择通过或不通过")
    if decision is Admission.REJECTED and not reason.strip():
        yield Blocker("reason_missing", "不通过须填写原因")
    if decision is not Admission.APPROVED:
        return
    if firm.is_retired:
        yield Blocker("firm_retired", f"{firm.name}已停止合作，请先恢复合作")
    if approved_until is not None and approved_until < today:
        yield Blocker("approval_in_past", "准入有效期已过，请核对")
    yield from firm_paper_blockers(firm, today)
    for one in bars_within(firm.bars, today, today):
        yield Blocker("firm_barred", f"{firm.name}在黑名单内：{one.reason}")


def person_decision_blockers(
    person: PersonFacts, decision: Admission, reason: str, untrained: list[str], today: date
) -> Iterator[Blocker]:
    """Somebody is admitted once the firm is, the training is passed, and nothing bars (CON-006)."""
    if decision is Admission.PENDING:
        yield Blocker("decision_missing", "请选择通过或不通过")
    if decision is Admission.REJECTED and not reason.strip():
        yield Blocker("reason_missing", "不通过须填写原因")
    if decision is not Admission.APPROVED:
        return
    if person.firm is None:
        yield Blocker("employer_missing", f"{person.name}没有填写所属单位")
    else:
        yield from firm_blockers(person.firm, today, today)
    for name in untrained:
        yield Blocker("training_missing", f"{person.name}没有通过“{name}”，请先培训考试")
    for one in bars_within(person.bars, today, today):
        yield Blocker("person_barred", f"{person.name}在黑名单内：{one.reason}")


def bar_blockers(
    *, firm: bool, person: bool, reason: str, since: date | None, until: date | None
) -> Iterator[Blocker]:
    """The blacklist names one, says why, and ends after it begins."""
    if firm == person:
        yield Blocker("bar_whom", "请选择单位或人员，只选一个")
    if not reason.strip():
        yield Blocker("reason_missing", "请填写列入黑名单的原因")
    if since and until and until < since:
        yield Blocker("bar_ends_before", "截止日期早于起始日期，请核对")
