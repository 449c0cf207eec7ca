"""Alarms of a period, counted."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone

from anhuan.domains.alarms.models import Alarm
from anhuan.domains.alarms.rules.statistics import (
    FalseRate,
    Kpis,
    Occurrence,
    false_rates,
    kpis,
)
from anhuan.domains.org.models import Account

_COLUMNS = (
    "raised_at", "condition", "kind__name", "priority", "returned_at", "acknowledged_at",
    "handled_at", "closed_at", "cause", "rule", "area__name", "is_suppressed",
)  # fmt: skip
LIMIT = 200_000


@dataclass(slots=True)
class Statistics:
    """A period's alarms by kind, area, day, hour and handling state; KPIs; false alarms."""

    by_kind: Counter[str] = field(default_factory=Counter)
    by_area: Counter[str] = field(default_factory=Counter)
    by_day: Counter[str] = field(default_factory=Counter)
    by_hour: Counter[int] = field(default_factory=Counter)
    by_state: Counter[str] = field(default_factory=Counter)
    by_cause: Counter[str] = field(default_factory=Counter)
    kpis: Kpis | None = None
    false: list[FalseRate] = field(default_factory=list)


def statistics_of(account: Account, first: datetime, last: datetime, now: datetime) -> Statistics:
    """Everything the statistics page shows of [first, last)."""
    rows = Alarm.objects.filter(
        company=account.company_id, raised_at__gte=first, raised_at__lt=last
    )
    found = Statistics()
    alarms = list(_count(rows.order_by("raised_at").values_list(*_COLUMNS)[:LIMIT], found))
    found.kpis, found.false = kpis(alarms, first, last, now), false_rates(alarms)
    return found


def _count(rows: Iterable[tuple[object, ...]], found: Statistics) -> Iterable[Occurrence]:
    causes = dict(Alarm.Cause.choices)
    for row in rows:
        one = dict(zip(_COLUMNS, row, strict=True))
        local = timezone.localtime(one["raised_at"])  # type: ignore[arg-type]
        found.by_kind[str(one["kind__name"])] += 1
        found.by_area[str(one["area__name"] or "未划区域")] += 1
        found.by_day[f"{local:%m-%d}"] += 1
        found.by_hour[local.hour] += 1
        found.by_state[_state(one)] += 1
        found.by_cause[str(causes.get(str(one["cause"]), "未判定"))] += 1
        yield _occurrence(one)


def _occurrence(one: dict[str, object]) -> Occurrence:
    names = {"kind__name": "kind", "area__name": "area"}
    kept = {names.get(key, key): value for key, value in one.items()}
    del kept["closed_at"], kept["is_suppressed"]
    return Occurrence(**kept | {"area": kept["area"] or ""})  # type: ignore[arg-type]


def _state(one: dict[str, object]) -> str:
    if one["closed_at"]:
        return "已关闭"
    if one["handled_at"]:
        return "已处理待关闭"
    return "已确认待处理" if one["acknowledged_at"] else "未确认"
