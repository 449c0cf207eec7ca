"""Slots: what is collected goes out once an hour, once a day, every ten minutes."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet, Value
from django.db.models.functions import Greatest

from anhuan.domains.org.models import Company
from anhuan.domains.reporting.actions.intake import About, take_row
from anhuan.domains.reporting.models import Delivery, Slot, Target
from anhuan.domains.reporting.queries.queue import parents_of, tables_of, waiting_parents
from anhuan.domains.reporting.queries.targets import zone_of
from anhuan.domains.reporting.rules import states
from anhuan.domains.reporting.rules.schedule import slot_of
from anhuan.domains.reporting.rules.tables import Table


@dataclass(frozen=True, slots=True)
class Found:
    """A row a source found: the columns, and what it is of."""

    row: Mapping[str, Any]
    about: About = field(default_factory=About)


# table -> what its rows are at that slot; wired in `web/reportwork`, asked once a slot.
Source = Callable[[Company, datetime], Iterable[Found]]


def open_slots(now: datetime, sources: Mapping[str, Source]) -> int:
    """Open every slot that has begun and was not opened; how many. Two at once open each once.

    After a standstill only the slot that runs is opened: what waited goes in it. A row that a due
    one names goes along, though its own slot is tomorrow's.
    """
    begun = list(_begun(now))
    for company, name, at in {(one.company, table.id, at) for one, table, at in begun}:
        for found in sources[name](company, at) if name in sources else ():
            take_row(company, name, found.row, now, found.about)
    opened = sum(_open(target, table, at, now) for target, table, at in begun)
    for target in _active():
        _bring_parents(target, now)
    return opened


def _active() -> QuerySet[Target]:
    return Target.objects.filter(is_active=True).select_related("company")


def _begun(now: datetime) -> Iterator[tuple[Target, Table, datetime]]:
    """Slots that run and were not opened yet."""
    for target in _active():
        zone = zone_of(target.company)
        for table in tables_of(target):
            at = slot_of(table, now, zone, target.daily_at)
            if at is None:
                continue
            if not Slot.objects.filter(target=target, table=table.id, at=at).exists():
                yield target, table, at


def _open(target: Target, table: Table, at: datetime, now: datetime) -> bool:
    """What waits goes now; False when somebody else opened it meanwhile."""
    with transaction.atomic():
        blank = Slot(target=target, table=table.id, at=at, opened_at=now)
        Slot.objects.bulk_create([blank], ignore_conflicts=True)
        slot = Slot.objects.select_for_update().get(target=target, table=table.id, at=at)
        if slot.pk != blank.pk:
            return False
        waiting = Delivery.objects.filter(
            target=target, table=table.id, due_at__isnull=True,
            state__in=(states.WAITING, states.HELD),
        )  # fmt: skip
        slot.rows = waiting.update(due_at=Greatest(Value(at), F("made_at")))
        slot.save(update_fields=["rows"])
    return True


def _bring_parents(target: Target, now: datetime) -> None:
    """An hourly record is not late because its task goes daily. Children before parents, so that
    the parents' own come along too."""
    rows = Delivery.objects.filter(target=target, state=states.WAITING).order_by()
    names = rows.values_list("table", flat=True).distinct()
    due, later = set(names.filter(due_at__lte=now)), set(names.filter(due_at__isnull=True))
    for table in sorted(tables_of(target), key=lambda one: -one.rank):
        for column in parents_of(target, table) if table.id in due else ():
            waits = column.parent in later
            if waits and waiting_parents(target, table, column, now).update(due_at=now):
                due.add(column.parent)
