"""May a firm and its people work here? Every reason against it, for the days asked about.

A firm that is not approved takes its people with it (CON-003); a person is admitted for himself
(CON-006); the blacklist bars either, whatever was approved before (CON-007).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from anhuan.kernel.errors import Blocker

CLAUSE = "GB 30871-2022 4.9"


class Admission(StrEnum):
    """What was decided."""

    PENDING = "pending"
    APPROVED = "approved"
    REJECTED = "rejected"


ADMISSION_LABELS: dict[Admission, str] = {
    Admission.PENDING: "待审核",
    Admission.APPROVED: "已通过",
    Admission.REJECTED: "未通过",
}


@dataclass(frozen=True, slots=True)
class BarFacts:
    """One entry of the blacklist, `until` included; None: for good."""

    since: date
    until: date | None
    reason: str


@dataclass(frozen=True, slots=True)
class FirmFacts:
    """A firm as the plant knows it. `papers`: what is demanded and held, label → last good day."""

    name: str
    admission: Admission | None  # None: not in the library
    approved_until: date | None = None
    is_retired: bool = False
    demanded: tuple[str, ...] = ()  # labels of papers
    papers: dict[str, date | None] = field(default_factory=dict)
    bars: tuple[BarFacts, ...] = ()


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """Somebody of a firm. `firm` None: works for nobody we know."""

    name: str
    admission: Admission | None
    firm: FirmFacts | None
    entry_until: date | None = None
    bars: tuple[BarFacts, ...] = ()
    needs_admission: bool = True  # one's own people need none, but may be barred


def bars_within(bars: Iterable[BarFacts], first: date, last: date) -> Iterator[BarFacts]:
    """Those that touch the days from `first` to `last`."""
    for one in bars:
        if one.since <= last and (one.until is None or one.until >= first):
            yield one


def firm_blockers(firm: FirmFacts, first: date, last: date) -> Iterator[Blocker]:
    """Everything that stands against the firm working from `first` to `last`."""
    if firm.is_retired:
        yield Blocker("firm_retired", f"{firm.name}已停止合作")
    yield from _firm_admission(firm, last)
    yield from firm_paper_blockers(firm, last)
    for one in bars_within(firm.bars, first, last):
        yield Blocker("firm_barred", f"{firm.name}在黑名单内{_span(one)}：{one.reason}")


def _firm_admission(firm: FirmFacts, last: date) -> Iterator[Blocker]:
    if firm.admission is None:
        yield Blocker("firm_unknown", f"{firm.name}没有纳入承包商库，请先登记资质并审核")
    elif firm.admission is not Admission.APPROVED:
        text = f"{firm.name}资质审核{ADMISSION_LABELS[firm.admission]}，不能使用"
        yield Blocker("firm_not_approved", text)
    elif firm.approved_until is not None and firm.approved_until < last:
        text = f"{firm.name}的准入至 {firm.approved_until}，须到 {last} 仍有效"
        yield Blocker("firm_approval_over", text)


def firm_paper_blockers(firm: FirmFacts, last: date) -> Iterator[Blocker]:
    """Papers the plant demands that are missing or run out before the last day."""
    if firm.admission is None:
        return  # said already
    for label in firm.demanded:
        if label not in firm.papers:
            yield Blocker("firm_paper_missing", f"{firm.name}没有登记{label}")
            continue
        until = firm.papers[label]
        if until is not None and until < last:
            text = f"{firm.name}的{label}至 {until}，须到 {last} 仍有效"
            yield Blocker("firm_paper_over", text)


def person_blockers(person: PersonFacts, first: date, last: date) -> Iterator[Blocker]:
    """Everything that stands against somebody, the firm included."""
    if person.needs_admission:
        yield from _person_admission(person, last)
    if person.firm is not None:
        yield from firm_blockers(person.firm, first, last)
    for one in bars_within(person.bars, first, last):
        yield Blocker("person_barred", f"{person.name}在黑名单内{_span(one)}：{one.reason}")


def _person_admission(person: PersonFacts, last: date) -> Iterator[Blocker]:
    if person.firm is None:
        yield Blocker("employer_missing", f"{person.name}没有填写所属单位")
    if person.admission is not Admission.APPROVED:
        said = ADMISSION_LABELS[person.admission or Admission.PENDING]
        yield Blocker("person_not_admitted", f"{person.name}入厂审核{said}，不能参加作业", CLAUSE)
    if person.entry_until is not None and person.entry_until < last:
        text = f"{person.name}的入厂有效期至 {person.entry_until}，须到 {last} 仍有效"
        yield Blocker("entry_over", text)


def _span(one: BarFacts) -> str:
    return f"（至 {one.until}）" if one.until else "（长期）"
