"""包保责任: the plant's duties, and what was done of them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from anhuan.domains.audit.actions import Actor, record, save_checked
from anhuan.domains.org.models import Account, Company
from anhuan.domains.outbox.actions import emit
from anhuan.domains.plant.models import MajorHazardSource
from anhuan.domains.risk.events import DutyDone
from anhuan.domains.risk.models import DutyRecord, DutyRow
from anhuan.domains.risk.queries.duties import duties_of, special_days
from anhuan.domains.risk.rules.duties import Duty, Every, before_spans, done_blockers, span_of
from anhuan.domains.risk.seeds import shipped_duties
from anhuan.kernel import clock
from anhuan.kernel.errors import Blocker, refuse, refuse_if_any


@transaction.atomic
def seed_duties(company: Company) -> int:
    """Everything shipped that the plant does not have yet; how many rows were added."""
    known = set(DutyRow.objects.filter(company=company).values_list("key", flat=True))
    rows = [
        DutyRow(company=company, key=one.key, role=one.role, text=one.text, every=one.every,
                is_check=one.is_check, position=place)
        for place, one in enumerate(shipped_duties()) if one.key not in known
    ]  # fmt: skip
    return len(DutyRow.objects.bulk_create(rows))


def save_duty(by: Actor, row: DutyRow, changes: dict[str, Any]) -> DutyRow:
    """A duty of the plant: its text and how often it falls due."""
    return save_checked(by, row, changes)


@dataclass(frozen=True, slots=True)
class Performed:
    """A duty done: which, a day of its period, when, and what was found."""

    duty: str
    period: date
    done_on: date
    note: str


@transaction.atomic
def perform_duty(by: Actor, source: MajorHazardSource, done: Performed) -> DutyRecord:
    """Record a duty for its period, once a period. Late is allowed, and said."""
    duty = next((one for one in duties_of(source.company) if one.key == done.duty), None)
    if duty is None:
        raise refuse("no_duty", "没有这项包保职责")
    first, last = _period(source.company, duty.every, done.period)
    refuse_if_any(_blockers(source, duty, first, last, done))
    row = DutyRecord.objects.create(
        source=source, duty_key=duty.key, duty_text=duty.text, role=duty.role,
        person_id=getattr(source, f"{duty.role}_id"), first=first, last=last,
        done_on=done.done_on, note=done.note.strip(), at=clock.now(),
        by=by if isinstance(by, Account) else None, by_name=by.display_name[:64],
    )  # fmt: skip
    record(by, "perform", source, note=f"{duty.role.label}：{duty.text}")
    event = DutyDone(source.pk, duty.key, row.person_id, first.isoformat(), row.is_late)
    emit(source.company.code, event)
    return row


def _blockers(
    source: MajorHazardSource, duty: Duty, first: date, last: date, done: Performed
) -> list[Blocker]:
    found = list(done_blockers(first, last, done.done_on, done.note))
    if done.done_on > timezone.localtime(clock.now()).date():
        found.append(Blocker("done_in_future", "完成日期不能晚于今天"))
    if DutyRecord.objects.filter(source=source, duty_key=duty.key, first=first).exists():
        found.append(Blocker("duty_done", "本期已有履职记录"))
    return found


def _period(company: Company, every: Every, day: date) -> tuple[date, date]:
    if every is Every.ALWAYS:
        raise refuse("duty_always", "这项职责持续履行，不按期记录")
    if every is not Every.ONCE_BEFORE:
        return span_of(every, day)
    found = next(before_spans(special_days(company), day, day), None)
    if found is None:
        raise refuse("no_period", "这一天之后没有登记的重点时段或节假日")
    return found
