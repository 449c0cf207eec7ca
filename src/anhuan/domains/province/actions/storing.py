"""Many messages written at once: a statement for each noun, however many messages there are.

Rows go as one JSON text that PostgreSQL takes apart by the columns of the model. They are sorted
by what they are known by, so that two receivers beside each other never wait in a circle.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import connection, models
from django.db.models import Case, Exists, OuterRef, Value, When

from anhuan.domains.province.models import (
    Clash,
    DayCount,
    Enterprise,
    Inflow,
    Passing,
    ProvinceSettings,
    Receipt,
    ReceivedRow,
    Refusal,
    Whereabouts,
)
from anhuan.domains.reporting.models import Target

Row = Mapping[str, Any]  # column → value
Sender = tuple[UUID, str]  # enterprise, epoch
Name = tuple[UUID, str]  # enterprise, id of the message
CHANGING = (
    "content", "kind", "state", "grade", "title", "place", "code", "at", "ended_at", "due_at",
    "sent_at", "changed_at",
)  # fmt: skip
_KEYED = '(enterprise_id, "table", key)'
_UPSERT_ROWS = (
    f"ON CONFLICT {_KEYED} DO UPDATE SET"
    f" {', '.join(f'{one} = excluded.{one}' for one in CHANGING)}"
    " WHERE mine.sent_at <= excluded.sent_at"
    ' RETURNING mine.enterprise_id, mine."table", mine.key'
)
_UPSERT_REFUSALS = f"ON CONFLICT {_KEYED} DO UPDATE SET faults = excluded.faults, at = excluded.at"
_ADD_COUNTS = (
    'ON CONFLICT (enterprise_id, day, "table") DO UPDATE SET'
    " taken = mine.taken + excluded.taken, refused = mine.refused + excluded.refused"
)
_ADD_CLASHES = (
    "ON CONFLICT (enterprise_id, message) DO UPDATE SET"
    ' times = mine.times + excluded.times, last_at = excluded.last_at, "table" = excluded."table"'
)
_LOCK = (
    "ON CONFLICT (enterprise_id, epoch) DO UPDATE SET last_at = excluded.last_at"
    " RETURNING mine.enterprise_id, mine.epoch, mine.contiguous, mine.islands"
)
_ADVANCE = """
UPDATE province_inflow mine SET contiguous = r.contiguous, islands = r.islands,
    messages = mine.messages + r.messages
FROM jsonb_to_recordset(%s::jsonb)
    AS r(enterprise_id uuid, epoch text, contiguous bigint, islands jsonb, messages bigint)
WHERE mine.enterprise_id = r.enterprise_id AND mine.epoch = r.epoch
"""
_KNOWN = """
SELECT mine.enterprise_id, mine.message, mine."table", mine.content_sm3, mine.answer
FROM unnest(%s::uuid[], %s::text[]) AS asked(enterprise_id, message)
JOIN province_receipt mine USING (enterprise_id, message)
"""
_CLEAR = """
DELETE FROM province_refusal mine USING unnest(%s::uuid[], %s::text[], %s::text[])
    AS good(enterprise_id, "table", key)
WHERE mine.enterprise_id = good.enterprise_id AND mine."table" = good."table"
    AND mine.key = good.key
"""


@dataclass(frozen=True, slots=True)
class Door:
    """Of a plant in use: the digests of the tokens that are good now, its own and that of the
    platform it comes through; whether its rows go on to an authority above; whether positions of
    its people are kept beyond the newest."""

    tokens: frozenset[str]
    is_passed_on: bool
    keeps_tracks: bool = False


def doors_of(enterprises: Iterable[UUID]) -> dict[UUID, Door]:
    """Of those in use."""
    above = Target.objects.filter(company=OuterRef("company"), is_active=True)
    kept = ProvinceSettings.objects.filter(company=OuterRef("company"), track_days__gt=0)
    node = Case(When(node__is_retired=False, then="node__token_sm3"), default=Value(""))
    rows = Enterprise.objects.filter(pk__in=set(enterprises), is_retired=False).order_by()
    return {
        pk: Door(frozenset((own, through)) - {""}, is_passed_on, keeps_tracks)
        for pk, own, through, is_passed_on, keeps_tracks in rows.values_list(
            "pk", "token_sm3", node, Exists(above), Exists(kept)
        )
    }


def lock_inflows(blank: Sequence[Row]) -> dict[Sender, tuple[int, list[Any]]]:
    """The senders' lines until the transaction ends: (contiguous, islands) of each."""
    with connection.cursor() as cursor:
        cursor.execute(_insert(Inflow, _LOCK), [_text(blank)])
        return {(pk, epoch): (upto, json.loads(islands))
                for pk, epoch, upto, islands in cursor.fetchall()}  # fmt: skip


def known_receipts(names: Sequence[Name]) -> dict[Name, Row]:
    """Of those messages that have been taken: table, content_sm3, answer."""
    with connection.cursor() as cursor:
        cursor.execute(_KNOWN, [[pk for pk, _ in names], [name for _, name in names]])
        return {(pk, name): {"table": table, "content_sm3": sm3, "answer": json.loads(answer)}
                for pk, name, table, sm3, answer in cursor.fetchall()}  # fmt: skip


def advance_inflows(rows: Sequence[Row]) -> None:
    """`messages` is how many more."""
    if rows:
        with connection.cursor() as cursor:
            cursor.execute(_ADVANCE, [_text(rows)])


def write_rows(rows: Sequence[Row]) -> set[tuple[UUID, str, str]]:
    """A row that a later sent message has written stays as it is; (enterprise, table, key) of
    those written."""
    if not rows:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(_insert(ReceivedRow, _UPSERT_ROWS), [_text(rows)])
        return set(cursor.fetchall())


def clear_refusals(keys: Sequence[tuple[UUID, str, str]]) -> None:
    """Put right: (enterprise, table, key)."""
    if keys:
        with connection.cursor() as cursor:
            cursor.execute(_CLEAR, [list(column) for column in zip(*keys, strict=True)])


def write_refusals(rows: Sequence[Row]) -> None:
    """The newest faults of each."""
    _write(Refusal, _UPSERT_REFUSALS, rows)


def add_counts(rows: Sequence[Row]) -> None:
    """More of that day."""
    _write(DayCount, _ADD_COUNTS, rows)


def add_clashes(rows: Sequence[Row]) -> None:
    """Ids that came again with something else."""
    _write(Clash, _ADD_CLASHES, rows)


def write_passings(rows: Sequence[Row]) -> None:
    """To be handed to the authority above."""
    _write(Passing, "", rows)


def write_whereabouts(rows: Sequence[Row]) -> None:
    """One packet of a plant's minute."""
    _write(Whereabouts, "ON CONFLICT (enterprise_id, minute) DO NOTHING", rows)


def write_receipts(rows: Sequence[Row]) -> None:
    """Each once."""
    _write(Receipt, "", rows)


def _write(model: type[models.Model], conflict: str, rows: Sequence[Row]) -> None:
    if rows:
        with connection.cursor() as cursor:
            cursor.execute(_insert(model, conflict), [_text(rows)])


@lru_cache
def _insert(model: type[models.Model], conflict: str) -> str:
    fields = model._meta.concrete_fields
    names = ", ".join(f'"{one.column}"' for one in fields)
    typed = ", ".join(f'"{one.column}" {one.db_type(connection)}' for one in fields)
    return (
        f'INSERT INTO "{model._meta.db_table}" AS mine ({names}) SELECT {names}'
        f" FROM jsonb_to_recordset(%s::jsonb) AS r({typed}) {conflict}"
    )


def _text(rows: Sequence[Row]) -> str:
    return json.dumps(rows, ensure_ascii=False, default=str)
