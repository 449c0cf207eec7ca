"""How it stands with every receiver."""

from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django.db.models import Count, Max, Q

from anhuan.domains.org.models import Company
from anhuan.domains.reporting.models import Batch, Delivery, Slot, Target
from anhuan.domains.reporting.queries.queue import tables_of
from anhuan.domains.reporting.queries.targets import zone_of
from anhuan.domains.reporting.rules import states
from anhuan.domains.reporting.rules.tables import Table


@dataclass(frozen=True, slots=True)
class Standing:
    """One receiver: numbers of today (sent, refused) and of now (waiting, held)."""

    target: Target
    sent: int
    refused: int
    waiting: int
    held: int
    last_sent: datetime | None
    open_batch: Batch | None

    @property
    def trouble(self) -> str:
        """What is wrong with the line, in words; empty: nothing."""
        batch = self.open_batch
        if batch is None or batch.attempts < 2:
            return ""
        return f"第 {batch.attempts} 次发送未成功：{batch.said or '没有应答'}"


@dataclass(frozen=True, slots=True)
class Line:
    """One table at one receiver."""

    table: Table
    sent: int
    refused: int
    waiting: int
    held: int
    last_sent: datetime | None
    slot: Slot | None


def standings(company: Company, now: datetime) -> list[Standing]:
    """All of them."""
    return [standing_of(one, now) for one in Target.objects.filter(company=company)]


def standing_of(target: Target, now: datetime) -> Standing:
    """One of them."""
    found = Delivery.objects.filter(target=target).aggregate(**_counts(target.company, now))
    open_batch = target.batches.filter(state=Batch.State.SENDING).order_by("made_at").first()
    return Standing(target, open_batch=open_batch, **found)


def lines_of(target: Target, now: datetime) -> list[Line]:
    """Its tables in the order they go."""
    rows: list[Any] = list(
        Delivery.objects.filter(target=target)
        .order_by().values("table").annotate(**_counts(target.company, now))
    )  # fmt: skip
    counted = {one.pop("table"): one for one in rows}
    nothing: dict[str, Any] = {"sent": 0, "refused": 0, "waiting": 0, "held": 0, "last_sent": None}
    slots = {one.table: one for one in target.slots.order_by("table", "-at").distinct("table")}
    return [
        Line(table, slot=slots.get(table.id), **counted.get(table.id, nothing))
        for table in tables_of(target)
    ]


def _counts(company: Company, now: datetime) -> dict[str, Count | Max]:
    zone = zone_of(company)
    begin = datetime.combine(now.astimezone(zone).date(), time.min, zone)
    today = Q(finished_at__gte=begin)
    return {
        "sent": Count("pk", filter=Q(state=states.SENT) & today),
        "refused": Count("pk", filter=Q(state=states.REFUSED)),
        "waiting": Count("pk", filter=Q(state__in=(states.WAITING, states.SENDING))),
        "held": Count("pk", filter=Q(state=states.HELD)),
        "last_sent": Max("finished_at", filter=Q(state=states.SENT)),
    }
