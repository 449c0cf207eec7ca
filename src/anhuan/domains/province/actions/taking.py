"""A message comes in: its data, its number and its receipt are kept in one transaction.

Whoever sends the same message again gets the same answer and changes nothing. A row that another,
later sent message has written already is left as it is: resent messages never undo newer ones.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from anhuan.domains.province.actions.sensing import sensed
from anhuan.domains.province.models import (
    DayCount,
    Enterprise,
    Inflow,
    Receipt,
    ReceivedRow,
    Refusal,
)
from anhuan.domains.province.queries.enterprises import zone
from anhuan.domains.province.rules import window
from anhuan.domains.province.rules.facts import facts_of
from anhuan.domains.province.rules.reading import kept, key_of
from anhuan.domains.province.rules.scenes import SENSING
from anhuan.domains.reporting.rules.options import Options
from anhuan.domains.reporting.rules.tables import Table
from anhuan.domains.reporting.rules.validation import faults_of
from anhuan.domains.reporting.seeds.loader import tables
from anhuan.kernel.digest import canonical_json, sm3_hex

OPTIONS = Options()
CHANGING = (
    "content", "kind", "state", "grade", "title", "place", "code", "at", "ended_at", "due_at",
    "sent_at", "changed_at",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Arrival:
    """One message as its form gave it. `id` empty: it has none, its content is its id. `number`
    None: its sender does not count. `keys`: what the envelope calls each row."""

    table: str
    rows: Sequence[Mapping[str, Any]]
    form: str
    id: str = ""
    epoch: str = ""
    number: int | None = None
    sent_at: datetime | None = None
    keys: Sequence[str] = field(default_factory=tuple)


@dataclass(slots=True)
class _Sorted:
    good: dict[str, ReceivedRow] = field(default_factory=dict)  # the last of a key counts
    bad: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    errors: list[dict[str, Any]] = field(default_factory=list)
    taken: int = 0


def take(enterprise: Enterprise, arrival: Arrival, now: datetime) -> dict[str, Any]:
    """Keep it; what the sender is told: {code, msg, receipt, errors, missing}."""
    digest = sm3_hex(canonical_json(list(arrival.rows)))
    name = arrival.id or sm3_hex(f"{arrival.table}\n{digest}".encode())
    with transaction.atomic():
        inflow = _locked(enterprise, arrival.epoch)
        known = Receipt.objects.filter(enterprise=enterprise, message=name).first()
        if known is not None:
            return dict(known.answer)
        found = _kept(enterprise, arrival, now)
        _count(enterprise, arrival.table, found, now)
        gaps = _advance(inflow, arrival.number, now)
        answer = _answer(arrival, found, name, digest, gaps)
        Receipt.objects.create(
            enterprise=enterprise, message=name, form=arrival.form, table=arrival.table,
            rows=len(arrival.rows), refused=len(found.errors), number=arrival.number,
            content_sm3=digest, answer=answer, at=now,
        )  # fmt: skip
    return answer


def _locked(enterprise: Enterprise, epoch: str) -> Inflow:
    rows = Inflow.objects.select_for_update().filter(enterprise=enterprise, epoch=epoch)
    found = rows.first()
    if found is None:
        blank = Inflow(enterprise=enterprise, epoch=epoch)
        Inflow.objects.bulk_create([blank], ignore_conflicts=True)
        found = rows.get()
    return found


def _advance(inflow: Inflow, number: int | None, now: datetime) -> list[window.Span]:
    if number is not None:
        inflow.contiguous, inflow.islands = window.taken(inflow.contiguous, inflow.islands, number)
    inflow.messages, inflow.last_at = inflow.messages + 1, now
    inflow.save(update_fields=["contiguous", "islands", "messages", "last_at"])
    return window.missing(inflow.contiguous, inflow.islands)


def _kept(enterprise: Enterprise, arrival: Arrival, now: datetime) -> _Sorted:
    if arrival.table == SENSING:
        refused = sensed(enterprise, arrival.rows, now)
        errors = [_error(index, key, [fault]) for index, key, fault in refused]
        return _Sorted(errors=errors, taken=len(arrival.rows) - len(errors))
    found = _sorted(enterprise, tables()[arrival.table], arrival, now)
    _write(enterprise, arrival.table, found.good)
    _note_refused(enterprise, arrival.table, found, now)
    return found


def _sorted(enterprise: Enterprise, table: Table, arrival: Arrival, now: datetime) -> _Sorted:
    found, place = _Sorted(), zone()
    sent_at = min(arrival.sent_at or now, now)
    for index, given in enumerate(arrival.rows):
        row = kept(table, given, place)
        named = arrival.keys[index] if index < len(arrival.keys) else ""
        key = key_of(table, row) or named[:200]
        faults = [one.as_json() for one in faults_of(table, row, OPTIONS)]
        faults += _foreign(enterprise, row)
        if faults or not key:
            found.bad[key or f"第 {index + 1} 行"] = faults
            found.errors.append(_error(index, named or key, faults))
            continue
        found.good[key] = _row(enterprise, table.id, key, row, sent_at, now)
        found.bad.pop(key, None)
        found.taken += 1
    return found


def _foreign(enterprise: Enterprise, row: Mapping[str, Any]) -> list[dict[str, str]]:
    """A plant writes rows of its own and of nobody else."""
    code = row.get("COMPANY_CODE")
    if not code or code == enterprise.code:
        return []
    text = f"企业编码（COMPANY_CODE）“{code}”不是本企业的编码 {enterprise.code}"
    return [{"key": "COMPANY_CODE", "label": "企业编码", "code": "foreign", "text": text}]


def _error(index: int, key: str, faults: Sequence[Mapping[str, str]]) -> dict[str, Any]:
    text = "；".join(one["text"] for one in faults) or "没有主键"
    return {"index": index, "UUID": key, "msg": text[:500]}


def _row(
    enterprise: Enterprise, table: str, key: str, row: dict[str, Any], sent_at: datetime,
    now: datetime,
) -> ReceivedRow:  # fmt: skip
    facts = facts_of(table, row)
    return ReceivedRow(
        enterprise=enterprise, table=table, key=key, content=row, kind=facts.kind,
        state=facts.state, grade=facts.grade, title=facts.title, place=facts.place,
        code=facts.code[:40], at=facts.at or sent_at, ended_at=facts.ended_at,
        due_at=facts.due_at, sent_at=sent_at, received_at=now, changed_at=now,
    )  # fmt: skip


def _write(enterprise: Enterprise, table: str, good: Mapping[str, ReceivedRow]) -> None:
    rows = ReceivedRow.objects.filter(enterprise=enterprise, table=table, key__in=list(good))
    newer = {key: at for key, at in rows.values_list("key", "sent_at")}
    fresh = [row for key, row in good.items() if key not in newer or row.sent_at >= newer[key]]
    ReceivedRow.objects.bulk_create(
        fresh, update_conflicts=True, update_fields=CHANGING,
        unique_fields=["enterprise", "table", "key"],
    )  # fmt: skip


def _note_refused(enterprise: Enterprise, table: str, found: _Sorted, now: datetime) -> None:
    if found.good:
        Refusal.objects.filter(
            enterprise=enterprise, table=table, key__in=list(found.good)
        ).delete()
    Refusal.objects.bulk_create(
        [Refusal(enterprise=enterprise, table=table, key=key, faults=faults, at=now)
         for key, faults in found.bad.items()],
        update_conflicts=True, update_fields=["faults", "at"],
        unique_fields=["enterprise", "table", "key"],
    )  # fmt: skip


def _count(enterprise: Enterprise, table: str, found: _Sorted, now: datetime) -> None:
    day: date = now.astimezone(zone()).date()
    mine = DayCount.objects.filter(enterprise=enterprise, day=day, table=table)
    refused = len(found.errors)
    if not mine.update(taken=F("taken") + found.taken, refused=F("refused") + refused):
        blank = DayCount(enterprise=enterprise, day=day, table=table)
        DayCount.objects.bulk_create([blank], ignore_conflicts=True)
        mine.update(taken=F("taken") + found.taken, refused=F("refused") + refused)


def _answer(
    arrival: Arrival, found: _Sorted, name: str, digest: str, gaps: list[window.Span]
) -> dict[str, Any]:
    refused = len(found.errors)
    text = f"收到 {len(arrival.rows)} 条" + (f"，退回 {refused} 条" if refused else "")
    return {
        "code": "0", "msg": text, "id": name, "receipt": f"{name} SM3 {digest}",
        "errors": found.errors, "missing": [list(one) for one in gaps],
    }  # fmt: skip
