"""How many permits by every dimension over a span of plant days, and their alarms by code."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Avg, Count, F, QuerySet
from django.db.models.functions import TruncMonth
from django.utils import timezone

from anhuan.domains.org.models import Account
from anhuan.domains.org.queries import company_of
from anhuan.domains.permits.models import Permit, PermitAlarm, Unpermitted
from anhuan.domains.permits.queries.board import group_of
from anhuan.domains.permits.queries.permits import visible_permits
from anhuan.domains.permits.rules.codes import ALARM_CODES, Alarm
from anhuan.domains.permits.rules.kinds import KINDS, Kind, level_of
from anhuan.domains.permits.rules.states import DAY_GROUPS, STATE_LABELS, State
from anhuan.domains.plant.models import Area

Counted = list[tuple[str, int, str]]  # label, how many, the ledger's filter that finds them


@dataclass(frozen=True, slots=True)
class Statistics:
    """Counts by dimension, most frequent first; months in order; groups as of now."""

    total: int
    groups: Mapping[str, int]
    by_kind: Counted
    by_grade: Counted
    by_place: Counted
    by_unit: Counted
    by_contractor: Counted
    by_structure: Counted
    by_state: Counted
    by_month: Counted
    by_alarm: Counted
    months: "list[Month]"
    handled: "list[Handled]"


@dataclass(frozen=True, slots=True)
class Month:
    """Whether every work had its permit: what was booked, signed, begun, and found without one."""

    label: str
    booked: int
    issued: int
    started: int
    unpermitted: int


@dataclass(frozen=True, slots=True)
class Handled:
    """Alarms of one code: how many, how many still stand, how long the others took."""

    label: str
    count: int
    standing: int
    mean_min: float | None


@dataclass(frozen=True, slots=True)
class AreaCount:
    """How many works an area saw."""

    area: Area
    count: int


def counts_by_area(account: Account, first: date, last: date, kind: str = "") -> list[AreaCount]:
    """Works planned to begin in these plant days, most first; of one kind or of all."""
    begin, end = (timezone.make_aware(datetime.combine(one, time.min))
                  for one in (first, last + timedelta(days=1)))  # fmt: skip
    rows = visible_permits(account).select_related(None).order_by()
    rows = rows.filter(starts_at__gte=begin, starts_at__lt=end, area__isnull=False)
    counts = dict(_pairs(rows.filter(kind=kind) if kind else rows, "area"))
    areas = Area.objects.filter(pk__in=counts).select_related("company")
    found = [AreaCount(one, counts[one.pk]) for one in areas]
    return sorted(found, key=lambda one: (-one.count, one.area.name))


def statistics_of(account: Account, begin: datetime, end: datetime) -> Statistics:
    """Of the permits planned to begin in the half-open span."""
    visible = visible_permits(account).select_related(None).order_by()
    rows = visible.filter(starts_at__gte=begin, starts_at__lt=end)
    states = dict(_pairs(rows, "state"))
    return Statistics(
        total=sum(states.values()), groups=_groups(states),
        by_kind=[(KINDS[Kind(k)].label, n, f"kind={k}") for k, n in _pairs(rows, "kind")],
        by_grade=_grades(rows), by_place=_named(rows, "area"), by_unit=_named(rows, "unit"),
        by_contractor=_named(rows, "contractor"), by_structure=_structures(rows),
        by_state=[(STATE_LABELS[State(s)], n, f"state={s}") for s, n in states.items()],
        by_month=_months(rows), by_alarm=_alarms(rows),
        months=list(_months_whole(account, rows, begin, end)), handled=list(_handled(rows)),
    )  # fmt: skip


def _pairs(rows: QuerySet[Any], field: str) -> list[tuple[Any, int]]:
    return list(rows.values_list(field).annotate(n=Count("pk")).order_by("-n", field))


def _groups(states: Mapping[str, int]) -> dict[str, int]:
    found = dict.fromkeys(DAY_GROUPS, 0)
    for state, count in states.items():
        if key := group_of(State(state)):
            found[key] += count
    return found


def _named(rows: QuerySet[Permit], field: str) -> Counted:
    counted = rows.exclude(**{field: None}).values_list(field, f"{field}__name")
    return [
        (name, n, f"{field}={pk}")
        for pk, name, n in counted.annotate(n=Count("pk")).order_by("-n", f"{field}__name")
    ]


def _structures(rows: QuerySet[Permit]) -> Counted:
    """Equipment by its tag number, which the ledger's filter takes."""
    counted = rows.exclude(structure=None).values_list("structure__code", "structure__name")
    return [
        (f"{code} {name}".strip(), n, f"structure={code}")
        for code, name, n in counted.annotate(n=Count("pk")).order_by("-n", "structure__code")
    ]


def _grades(rows: QuerySet[Permit]) -> Counted:
    counted = rows.exclude(grade="").values_list("kind", "grade").annotate(n=Count("pk"))
    return [
        (f"{KINDS[Kind(k)].short} {level_of(Kind(k), g).label}", n, f"kind={k}&grade={g}")
        for k, g, n in counted.order_by("-n", "kind", "grade")
    ]


def _months(rows: QuerySet[Permit]) -> Counted:
    counted = rows.annotate(month=TruncMonth("starts_at")).values_list("month")
    return [
        (f"{month:%Y-%m}", n, "") for month, n in counted.annotate(n=Count("pk")).order_by("month")
    ]


def _months_whole(
    account: Account, rows: QuerySet[Permit], begin: datetime, end: datetime
) -> Iterator[Month]:
    lived = rows.annotate(month=TruncMonth("starts_at")).values_list("month")
    found = lived.annotate(
        booked=Count("pk"), issued=Count("issued_at"), started=Count("started_at")
    )
    without = Unpermitted.objects.filter(company=company_of(account), at__gte=begin, at__lt=end)
    bare = without.order_by().annotate(month=TruncMonth("at")).values_list("month")
    missing = dict(bare.annotate(n=Count("pk")))
    counted = {month: (booked, issued, started) for month, booked, issued, started in found}
    for month in sorted(counted.keys() | missing.keys()):
        booked, issued, started = counted.get(month, (0, 0, 0))
        yield Month(f"{month:%Y-%m}", booked, issued, started, missing.get(month, 0))


def _handled(rows: QuerySet[Permit]) -> Iterator[Handled]:
    """How soon somebody saw to what was wrong (PTW-023)."""
    labels = {row.code: row.label for row in ALARM_CODES.values()}
    found = PermitAlarm.objects.filter(permit__in=rows.values("pk")).order_by().values_list("code")
    counted = found.annotate(
        n=Count("pk"), ended=Count("ended_at"), mean=Avg(F("ended_at") - F("started_at"))
    )
    for code, count, ended, mean in counted.order_by("code"):
        label = f"{code} {labels.get(code, '')}".strip()
        yield Handled(label, count, count - ended, mean and round(mean.total_seconds() / 60, 1))


def _alarms(rows: QuerySet[Permit]) -> Counted:
    found = PermitAlarm.objects.filter(permit__in=rows.values("pk")).order_by()
    labels = {row.code: row.label for row in ALARM_CODES.values()}
    labels |= {alarm.value: alarm.value for alarm in Alarm if alarm.value not in labels}
    return [
        (f"{code} {labels.get(code, '')}".strip(), n, f"alarm={code}")
        for code, n in found.values_list("code").annotate(n=Count("pk")).order_by("-n", "code")
    ]
