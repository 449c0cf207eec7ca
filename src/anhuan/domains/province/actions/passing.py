"""What plants sent goes on to the authority above: by the reporter, as a plant's own reports do
(AQ 3064.1-2025 6.2 a)."""

from base64 import b64decode
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef

from anhuan.domains.documents.actions import store_file
from anhuan.domains.documents.queries import path_of
from anhuan.domains.org.models import Company
from anhuan.domains.province.actions.harvest import BASE64
from anhuan.domains.province.models import Passing, ReceivedRow
from anhuan.domains.reporting.actions import take_row
from anhuan.domains.reporting.actions.intake import About
from anhuan.domains.reporting.models import Delivery, ReportRow, Target
from anhuan.domains.reporting.rules.states import WAITING
from anhuan.domains.reporting.seeds.loader import tables

MOST, MOST_QUEUED = 200, 20_000  # of one transaction; of what waits for the receiver above
LONGEST_KEY, LONGEST_TITLE = 120, 100


def pass_on(now: datetime) -> int:
    """Into the reporter's queue, in the order they came, until nothing waits or the queue is full:
    a receiver above that is slow or away is waited for here; how many."""
    begin(now)
    waiting = Company.objects.filter(enterprises__passings__isnull=False).distinct()
    return sum(_drain(one, now) for one in waiting)


def _drain(company: Company, now: datetime) -> int:
    handed = 0
    while handed < MOST_QUEUED and _has_room(company):
        found = _round(company, now)
        handed += found
        if found < MOST:
            break
    return handed


def _has_room(company: Company) -> bool:
    """Of what may go at once; what waits for its hour takes no room."""
    ready = Delivery.objects.filter(target__company=company, state=WAITING, due_at__isnull=False)
    return ready[:MOST_QUEUED].count() < MOST_QUEUED


def _round(company: Company, now: datetime) -> int:
    """Two at once take turns."""
    with transaction.atomic():
        rows = Passing.objects.select_for_update(of=("self",)).select_related("enterprise__company")
        found = list(rows.filter(enterprise__company=company).order_by("id")[:MOST])
        for one in _newest(found):
            _hand_in(one, now)
        Passing.objects.filter(pk__in=[one.pk for one in found]).delete()
    return len(found)


def begin(now: datetime) -> int:
    """Where an authority has its first receiver above: everything there is goes on once."""
    in_use = Target.objects.filter(company=OuterRef("pk"), is_active=True)
    passed = ReportRow.objects.filter(company=OuterRef("pk")).exclude(origin="")
    fresh = Company.objects.filter(Exists(in_use), ~Exists(passed), enterprises__isnull=False)
    for one in fresh.distinct():
        _everything(one, now)
    return len(fresh)


def _everything(company: Company, now: datetime) -> None:
    under_way = Passing.objects.filter(
        enterprise=OuterRef("enterprise"), table=OuterRef("table"), key=OuterRef("key")
    )
    rows = ReceivedRow.objects.filter(
        ~Exists(under_way), enterprise__company=company, enterprise__is_retired=False,
        table__in=tables(),
    )  # fmt: skip
    Passing.objects.bulk_create(
        (Passing(enterprise_id=one.enterprise_id, table=one.table, key=one.key, title=one.title,
                 content=one.content, at=now)
         for one in rows.order_by("changed_at", "id").iterator()), batch_size=500,
    )  # fmt: skip


def _newest(rows: Iterable[Passing]) -> Iterable[Passing]:
    """Of what is collected only the last state; of what is reported at once every change."""
    last = {(one.enterprise_id, one.table, one.key): one.pk for one in rows}
    for one in rows:
        is_last = last[one.enterprise_id, one.table, one.key] == one.pk
        if is_last or tables()[one.table].keeps_every_version:
            yield one


def _hand_in(one: Passing, now: datetime) -> None:
    plant = one.enterprise
    about = About(
        key=one.key[:LONGEST_KEY], title=f"{plant.name} {one.title}".strip()[:LONGEST_TITLE],
        origin=plant.code,
    )  # fmt: skip
    content = {key: _stored(value) for key, value in one.content.items()}
    take_row(plant.company, one.table, content, now, about)


def _stored(value: Any) -> Any:
    """A file comes to lie where the reporter finds it; one that is not here is missing."""
    if not isinstance(value, Mapping) or "url" in value:
        return value
    if BASE64 in value:
        store_file([b64decode(value[BASE64])])
        return {key: known for key, known in value.items() if key != BASE64}
    return value if path_of(value["sm3"]).exists() else None
