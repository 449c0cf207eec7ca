"""How many hazards by every dimension over a span of plant days, and how well they were cured."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Avg, Count, DurationField, ExpressionWrapper, F, Q, QuerySet
from django.db.models.functions import TruncMonth

from anhuan.domains.hazards.models import Hazard
from anhuan.domains.hazards.queries.hazards import visible_hazards
from anhuan.domains.hazards.rules.codes import Kind, Level, Source
from anhuan.domains.hazards.rules.rates import Counts
from anhuan.domains.hazards.rules.states import IN_TREATMENT, STATE_LABELS, State
from anhuan.domains.org.models import Account

Counted = list[tuple[str, int, str]]  # label, how many, the ledger's filter that finds them


@dataclass(frozen=True, slots=True)
class Statistics:
    """Counts by dimension, most frequent first; months in order; rates as `rules.rates` says."""

    counts: Counts
    days_to_close: float | None
    by_state: Counted
    by_level: Counted
    by_kind: Counted
    by_source: Counted
    by_unit: Counted
    by_area: Counted
    by_month: list[tuple[str, int, int]]  # month, found, accepted among them
    units: list[tuple[str, Counts, str]]  # the same rates for each responsible unit
    people: list[tuple[str, Counts, str]]  # and for each who puts right


def statistics_of(account: Account, begin: datetime, end: datetime, now: datetime) -> Statistics:
    """Of the hazards found in the half-open span that turned out to be hazards."""
    rows = visible_hazards(account).select_related(None).order_by()
    rows = rows.filter(found_at__gte=begin, found_at__lt=end)
    rows = rows.exclude(state__in=(State.DISMISSED, State.MERGED))
    return Statistics(
        counts=_counts(rows, now), days_to_close=_days(rows),
        by_state=[(STATE_LABELS[State(s)], n, f"state={s}") for s, n in _pairs(rows, "state")],
        by_level=[(Level(k).label, n, f"level={k}") for k, n in _judged(rows, "level")],
        by_kind=[(Kind(k).label, n, f"kind={k}") for k, n in _judged(rows, "kind")],
        by_source=[(Source(k).label, n, f"source={k}") for k, n in _pairs(rows, "source")],
        by_unit=_named(rows, "unit"), by_area=_named(rows, "area"), by_month=_months(rows),
        units=_rated(rows, "unit", "unit__name", "unit={0}", now),
        people=_rated(rows, "rectifier", "rectifier_name", "person={1}", now),
    )  # fmt: skip


def _aggregates(now: datetime) -> dict[str, Any]:
    done, dated = Q(submitted_at__isnull=False), Q(due_at__isnull=False)
    return {
        "total": Count("pk"), "accepted": Count("pk", filter=Q(state=State.ACCEPTED)),
        "timed": Count("pk", filter=dated & (done | Q(due_at__lte=now))),
        "in_time": Count("pk", filter=done & dated & Q(submitted_at__lte=F("due_at"))),
        "overdue": Count("pk", filter=Q(state__in=IN_TREATMENT, due_at__lte=now)),
        "recurrent": Count("pk", filter=Q(recurrence_of__isnull=False)),
        "major": Count("pk", filter=Q(level=Level.MAJOR)),
    }  # fmt: skip


def _counts(rows: QuerySet[Hazard], now: datetime) -> Counts:
    return Counts(**rows.aggregate(**_aggregates(now)))


def _rated(
    rows: QuerySet[Hazard], key: str, label: str, query: str, now: datetime
) -> list[tuple[str, Counts, str]]:
    grouped = rows.exclude(**{key: None}).values(key, label).annotate(**_aggregates(now))
    return [
        (one[label], _of(one), query.format(one[key], one[label]))
        for one in grouped.order_by("-total", label)[:50]
    ]  # fmt: skip


def _of(row: Mapping[str, Any]) -> Counts:
    return Counts(**{name: row[name] for name in Counts.__slots__})


def _days(rows: QuerySet[Hazard]) -> float | None:
    took = ExpressionWrapper(F("accepted_at") - F("found_at"), DurationField())
    mean = rows.filter(state=State.ACCEPTED).aggregate(mean=Avg(took))["mean"]
    return None if mean is None else mean.total_seconds() / 86_400


def _pairs(rows: QuerySet[Any], field: str) -> list[tuple[Any, int]]:
    return list(rows.values_list(field).annotate(n=Count("pk")).order_by("-n", field))


def _judged(rows: QuerySet[Any], field: str) -> list[tuple[Any, int]]:
    return [(key, n) for key, n in _pairs(rows, field) if key is not None]


def _named(rows: QuerySet[Hazard], field: str) -> Counted:
    counted = rows.exclude(**{field: None}).values_list(field, f"{field}__name")
    return [
        (name, n, f"{field}={pk}")
        for pk, name, n in counted.annotate(n=Count("pk")).order_by("-n", f"{field}__name")
    ]


def _months(rows: QuerySet[Hazard]) -> list[tuple[str, int, int]]:
    counted = rows.annotate(month=TruncMonth("found_at")).values("month")
    found = counted.annotate(n=Count("pk"), done=Count("pk", filter=Q(state=State.ACCEPTED)))
    return [(f"{one['month']:%Y-%m}", one["n"], one["done"]) for one in found.order_by("month")]
