"""Rows come in: kept once, given to every receiver that wants them, held back where faulty."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Min

from anhuan.domains.audit.actions import record
from anhuan.domains.org.models import Account, Company
from anhuan.domains.outbox.actions import emit
from anhuan.domains.reporting.events import RowTaken
from anhuan.domains.reporting.models import Delivery, ReportRow, Target
from anhuan.domains.reporting.queries.targets import options_for, zone_of
from anhuan.domains.reporting.rules import states
from anhuan.domains.reporting.rules.rendering import filled, is_asked_for
from anhuan.domains.reporting.rules.tables import Table
from anhuan.domains.reporting.rules.validation import faults_of
from anhuan.domains.reporting.rules.values import normal
from anhuan.domains.reporting.seeds.loader import tables
from anhuan.kernel.digest import canonical_json, sm3_hex

Files = Mapping[str, Callable[[], dict[str, Any]]]  # column -> makes the file, when it is needed


@dataclass(frozen=True, slots=True)
class About:
    """What a row is of: its key, what its page shows, what it is called."""

    key: str = ""  # empty: by the table's key columns
    subject: str = ""
    title: str = ""
    origin: str = ""  # the code of the plant it is passed on for


def take_row(
    company: Company, table_id: str, given: Mapping[str, Any], now: datetime,
    about: About | None = None, files: Files | None = None,
) -> ReportRow:  # fmt: skip
    """The row as it is now; nothing happens when nothing changed. Two at once wait in line.

    `files` are made only when the rest of the row is new: a printed permit differs each time.
    """
    table, about = tables()[table_id], about or About()
    fresh = normal(table, given, zone_of(company))
    key = about.key or "|".join(str(fresh[column]) for column in table.key)
    with transaction.atomic():
        row = _locked(company, table, key, about.origin, now)
        digest = sm3_hex(canonical_json(fresh))
        if row.digest == digest:
            return row
        fresh |= {column: make() for column, make in (files or {}).items()}
        _write(row, table, fresh, digest, about, now)
        held = sum(
            deliver(row, target, now) == states.HELD
            for target in Target.objects.filter(company=company, is_active=True)
            if table.id in target.tables
        )
        emit(company.code, RowTaken(row.pk, table.id, row.version, held))
    return row


def _locked(
    company: Company, table: Table, key: str, origin: str, now: datetime
) -> ReportRow:  # fmt: skip
    blank = ReportRow(
        company=company, table=table.id, key=key, origin=origin, row={}, digest="", version=0,
        made_at=now, changed_at=now,
    )  # fmt: skip
    ReportRow.objects.bulk_create([blank], ignore_conflicts=True)
    rows = ReportRow.objects.select_for_update()
    return rows.get(company=company, table=table.id, key=key, origin=origin)


def _write(
    row: ReportRow, table: Table, fresh: dict[str, Any], digest: str, about: About, now: datetime
) -> None:
    row.row, row.digest, row.version, row.changed_at = fresh, digest, row.version + 1, now
    row.subject, row.title = about.subject or row.key[:64], (about.title or row.key)[:100]
    row.is_deleted = bool(table.deleted) and fresh.get(table.deleted) == "1"
    row.save()


def deliver(row: ReportRow, target: Target, now: datetime) -> str | None:
    """Queue the row's newest version for a receiver; its state, None where it is not wanted."""
    table = tables()[row.table]
    options = options_for(target)
    whole = filled(table, row.row, options)
    if not is_asked_for(table, whole):
        return None
    was_due = _supersede(row, target, table, now)
    faults = [one.as_json() for one in faults_of(table, whole, options)]
    state = states.HELD if faults else states.WAITING
    Delivery.objects.update_or_create(
        target=target, row=row, version=row.version,
        defaults={
            "table": table.id, "rank": table.rank, "content": row.row, "state": state,
            "faults": faults, "made_at": now, "due_at": was_due if table.is_periodic else now,
        },
    )  # fmt: skip
    return state


def _supersede(row: ReportRow, target: Target, table: Table, now: datetime) -> datetime | None:
    """Earlier versions nobody needs any more: all unsent ones of what is collected; the faulty
    ones of what is reported at once, unless its order must be kept. Answers when the earliest of
    them was due: its slot has opened, and the newer takes its place in it."""
    earlier = Delivery.objects.filter(target=target, row=row, version__lt=row.version)
    unsent = [] if table.is_chain else [states.HELD]
    if not table.keeps_every_version:
        unsent = [states.HELD, states.WAITING]
    gone = earlier.filter(state__in=unsent)
    was_due: datetime | None = gone.aggregate(first=Min("due_at"))["first"]
    gone.update(state=states.SUPERSEDED, finished_at=now)
    return was_due


def recheck(by: Account | None, target: Target, now: datetime) -> int:
    """Look at what is held back once more, with the options as they are now; how many may go."""
    freed = 0
    with transaction.atomic():
        held = Delivery.objects.select_for_update().filter(target=target, state=states.HELD)
        for one in held:
            freed += _rechecked(one, target)
        if by:
            record(by, "report_recheck", target, note=f"{freed} 条可以上报")
    return freed


def _rechecked(one: Delivery, target: Target) -> bool:
    table, options = tables()[one.table], options_for(target)
    faults = faults_of(table, filled(table, one.content, options), options)
    one.faults = [fault.as_json() for fault in faults]
    one.state = states.HELD if faults else states.WAITING
    one.save(update_fields=["faults", "state"])
    return not faults
