"""An approved change flags forms; they are revised, or somebody says why they need not be."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from anhuan.domains.audit.actions import record
from anhuan.domains.org.models import Account, Company
from anhuan.domains.permits.models import FormReview
from anhuan.domains.permits.rules.kinds import KINDS, Kind
from anhuan.kernel import clock
from anhuan.kernel.errors import Blocker, refuse, refuse_if_any

CLAUSE = "AQ 3064.2-2025 5.13.3"


@dataclass(frozen=True, slots=True)
class Changed:
    """What was approved, and which works it touches."""

    number: str
    change: str
    approved_on: date
    kinds: tuple[Kind, ...]


def note_change(by: Account, company: Company, changed: Changed) -> list[FormReview]:
    """Flag the forms of the kinds for review; told again under its number, only new kinds."""
    now = clock.now()
    refuse_if_any(_blockers(changed, now.date()))
    with transaction.atomic():
        known = FormReview.objects.filter(company=company, number=changed.number.strip())
        wanted = set(changed.kinds) - set(known.values_list("kind", flat=True))
        made = FormReview.objects.bulk_create(
            FormReview(
                company=company, kind=kind, number=changed.number.strip(),
                change=changed.change.strip(), approved_on=changed.approved_on, asked_by=by,
                asked_at=now,
            )
            for kind in sorted(wanted)
        )  # fmt: skip
        for row in made:
            record(by, "create", row, after={"number": row.number, "kind": row.kind})
    return made


def _blockers(changed: Changed, today: date) -> Iterator[Blocker]:
    if not changed.number.strip():
        yield Blocker("number_missing", "请填写变更单号", CLAUSE)
    if not changed.change.strip():
        yield Blocker("change_missing", "请填写变更了什么", CLAUSE)
    if not changed.kinds:
        yield Blocker("kinds_missing", "请选择受影响的作业类型", CLAUSE)
    if changed.approved_on > today:
        yield Blocker("approved_in_future", "变更批准日期不能晚于今天，批准后再登记", CLAUSE)


def keep_form(by: Account, review: FormReview, note: str) -> FormReview:
    """The form fits as it is, and why."""
    if not note.strip():
        raise refuse("note_missing", "请写明为什么不用修改模板", CLAUSE)
    with transaction.atomic():
        row = FormReview.objects.select_for_update().get(pk=review.pk)
        if row.outcome:
            raise refuse("review_settled", f"该模板已由{row.settled_by}复核，不用再复核")
        return _settle(by, row, FormReview.Outcome.KEPT, note.strip()[:500])


def settle_by_version(by: Account, company: Company, kind: Kind, version: int) -> int:
    """A new version answers every open review of its kind; how many. Within a transaction."""
    rows = FormReview.objects.select_for_update().filter(company=company, kind=kind, outcome="")
    note = f"{KINDS[kind].label}模板第 {version} 版"
    return len([_settle(by, row, FormReview.Outcome.REVISED, note) for row in rows])


def _settle(by: Account, row: FormReview, outcome: str, note: str) -> FormReview:
    row.outcome, row.note, row.settled_by, row.settled_at = outcome, note, by, clock.now()
    row.save(update_fields=["outcome", "note", "settled_by", "settled_at"])
    record(by, "update", row, before={"outcome": ""}, after={"outcome": outcome}, note=note)
    return row
