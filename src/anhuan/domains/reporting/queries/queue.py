"""What may go next: the referred before the referring, the earlier before the later."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.fields.json import KeyTextTransform

from anhuan.domains.reporting.models import Delivery, ReportRow, Target
from anhuan.domains.reporting.rules import states
from anhuan.domains.reporting.rules.tables import Field, Table
from anhuan.domains.reporting.seeds.loader import tables


def due(target: Target, now: datetime) -> QuerySet[Delivery]:
    """What waits and is due, in the order it goes; a row's later version behind its earlier."""
    rows = Delivery.objects.filter(target=target, state=states.WAITING, due_at__lte=now)
    earlier = Delivery.objects.filter(
        target=target, row=OuterRef("row"), version__lt=OuterRef("version")
    )
    chains = [one.id for one in tables().values() if one.is_chain]
    held_back = earlier.filter(state__in=(states.WAITING, states.SENDING))
    broken_chain = earlier.filter(state__in=(states.HELD, states.REFUSED), table__in=chains)
    free = rows.filter(~Exists(held_back), ~Exists(broken_chain))
    return free.select_related("row").order_by("rank", "due_at", "made_at", "id")


def next_of(target: Target, now: datetime, most: int) -> list[Delivery]:
    """The next message's rows: all of one table and one plant; empty where nothing may go."""
    waiting = due(target, now)
    for name in waiting.order_by("rank").values_list("table", flat=True).distinct():
        ready = list(_with_parents(target, tables()[name], waiting.filter(table=name))[:most])
        if ready:
            return ready[:1] if ready[0].alone else [one for one in ready if _goes(one, ready[0])]
    return []


def _goes(one: Delivery, first: Delivery) -> bool:
    """In a message with the first: of the same plant, and not sent alone."""
    return not one.alone and one.row.origin == first.row.origin


def _with_parents(target: Target, table: Table, rows: QuerySet[Delivery]) -> QuerySet[Delivery]:
    """Those whose referred rows the receiver has; where it does not take that table, all."""
    for number, column in enumerate(parents_of(target, table)):
        name = f"refers_{number}"
        there = _arrived(target, column).filter(
            known_as=OuterRef(name), row__origin=OuterRef("row__origin")
        )
        rows = rows.annotate(**{name: KeyTextTransform(column.key, "content")})
        rows = rows.filter(Q(**{f"{name}__isnull": True}) | Exists(there))
    return rows


def parents_of(target: Target, table: Table) -> list[Field]:
    """The columns that name a row of another table the receiver takes."""
    return [one for one in table.columns if one.parent and one.parent in target.tables]


def waiting_parents(
    target: Target, table: Table, column: Field, now: datetime
) -> QuerySet[Delivery]:  # fmt: skip
    """What waits for its slot and is named in that column by a row that is due."""
    rows = Delivery.objects.filter(target=target, state=states.WAITING)
    children = rows.filter(table=table.id, due_at__lte=now).annotate(
        named=KeyTextTransform(column.key, "content")
    )
    parents = rows.filter(table=column.parent, due_at__isnull=True)
    same = children.filter(named=OuterRef("known_as"), row__origin=OuterRef("row__origin"))
    return parents.annotate(known_as=_known_as(column)).filter(Exists(same))


def _arrived(target: Target, column: Field) -> QuerySet[Any]:
    sent = Delivery.objects.filter(target=target, table=column.parent, state=states.SENT)
    return sent.annotate(known_as=_known_as(column))


def _known_as(column: Field) -> Any:
    return KeyTextTransform(column.parent_key, "row__row") if column.parent_key else F("row__key")


def waits_for(delivery: Delivery) -> list[str]:
    """Why a waiting delivery does not go yet, a sentence each."""
    found = list(_earlier(delivery))
    for column in parents_of(delivery.target, tables()[delivery.table]):
        key = delivery.content.get(column.key)
        origin = delivery.row.origin
        arrived = _arrived(delivery.target, column).filter(known_as=key, row__origin=origin)
        if key and not arrived.exists():
            rows = ReportRow.objects.filter(
                company=delivery.target.company_id, key=key, origin=origin
            )
            known = rows.filter(table=column.parent).first()
            found.append(f"等待{tables()[column.parent].name}“{known or key}”先送达")
    return found


def _earlier(delivery: Delivery) -> Iterable[str]:
    is_chain = tables()[delivery.table].is_chain
    rows = Delivery.objects.filter(
        target=delivery.target, row=delivery.row, version__lt=delivery.version
    )
    for one in rows.exclude(state__in=(states.SENT, states.SUPERSEDED)):
        if states.blocks_later(one.state, is_chain=is_chain):
            word = states.STATES[one.state]
            yield f"等待同一数据的第 {one.version} 版（{word}）"


def tables_of(target: Target) -> list[Table]:
    """The tables it takes, in the order they go."""
    return [table for key, table in tables().items() if key in target.tables]


def active_ids() -> list[UUID]:
    """Receivers in use."""
    return list(Target.objects.filter(is_active=True).values_list("pk", flat=True))
