"""What the data of plants lack, plant by plant (GOV-021 to GOV-025)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, F, Q

from anhuan.domains.org.models import Account
from anhuan.domains.org.queries import company_of
from anhuan.domains.province.models import (
    Clash,
    DayCount,
    Enterprise,
    Order,
    Point,
    ReceivedRow,
    Refusal,
)
from anhuan.domains.province.queries.enterprises import visible_enterprises, zone
from anhuan.domains.province.queries.pictures import NOTHING, known_of, open_outages, ten_o_clock
from anhuan.domains.province.queries.settings import limits_of, settings_of
from anhuan.domains.province.rules import orders
from anhuan.domains.province.rules.governance import (
    CLASH_DAYS,
    Evaluation,
    Fault,
    Limits,
    Seen,
    evaluation,
    faults_of,
)
from anhuan.domains.province.rules.scenes import SENSING
from anhuan.domains.province.rules.sensing import OBJECTS, PARAMETERS, lacking

BASICS = {
    "longitude": "经纬度", "principal": "主要负责人", "principal_phone": "主要负责人电话",
    "safety_officer": "安全负责人", "duty_phone": "24 小时值班电话", "licence_no": "许可证编号",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault of one plant."""

    enterprise: Enterprise
    fault: Fault


def findings(account: Account, now: datetime, only: str = "") -> list[Finding]:
    """Of every plant in scope; `only`: of one kind."""
    plants = list(visible_enterprises(account))
    limits = limits_of(settings_of(company_of(account)))
    found = _findings(plants, now, limits)
    return [one for one in found if not only or one.fault.code == only]


def faults_at(enterprise: Enterprise, now: datetime) -> list[Fault]:
    """One plant's."""
    limits = limits_of(settings_of(enterprise.company))
    return [one.fault for one in _findings([enterprise], now, limits)]


def _findings(plants: list[Enterprise], now: datetime, limits: Limits) -> list[Finding]:
    seen = seen_of(plants, now)
    ten = ten_o_clock(now)
    return [
        Finding(plant, fault)
        for plant in plants
        for fault in faults_of(seen[plant.pk], now, ten, limits)
    ]


def seen_of(plants: list[Enterprise], now: datetime) -> dict[UUID, Seen]:
    """What is known of each."""
    ids = [one.pk for one in plants]
    known, tables, late = known_of(plants, now), tables_of(ids), _late_orders(ids, now)
    refused, points, clashes = _refused(ids), _points_lacking(ids), _clashes(ids, now)
    video = {pk: one.began_at for (pk, what), one in open_outages(ids).items() if what == "video"}
    return {
        one.pk: Seen(
            committed_at=known.commitments.get(one.pk, {}).get("at"),
            oldest_alarm_at=known.alarms.get(one.pk, {}).get("oldest"),
            open_alarms=known.alarms.get(one.pk, NOTHING)["all"],
            late_orders=late.get(one.pk, (0, 0))[0], unchecked_answers=late.get(one.pk, (0, 0))[1],
            last_contact_at=known.contacts.get(one.pk), last_sensed_at=known.sensed.get(one.pk),
            video_off_since=video.get(one.pk), tables=tables.get(one.pk, frozenset()),
            wanted=frozenset(one.tables), refused=refused.get(one.pk, 0),
            clashes=clashes.get(one.pk, 0),
            lacking=tuple(word for name, word in BASICS.items() if not getattr(one, name)),
            points_lacking=tuple(points.get(one.pk, ())),
        )
        for one in plants
    }  # fmt: skip


def tables_of(ids: Iterable[UUID]) -> dict[UUID, frozenset[str]]:
    """Which tables have rows, sensed points included."""
    ids = list(ids)
    found: dict[UUID, set[str]] = {}
    counts = DayCount.objects.filter(enterprise__in=ids, taken__gt=0).order_by()
    for pk, table in counts.values_list("enterprise", "table").distinct():
        found.setdefault(pk, set()).add(table)
    held = ReceivedRow.objects.filter(enterprise__in=ids, table=SENSING).order_by()
    for pk in held.values_list("enterprise", flat=True).distinct():
        found.setdefault(pk, set()).add(SENSING)
    return {pk: frozenset(tables) for pk, tables in found.items()}


def _late_orders(ids: list[UUID], now: datetime) -> dict[UUID, tuple[int, int]]:
    """(not answered in time, answered but not checked within a day of its time)."""
    rows = Order.objects.filter(enterprise__in=ids, state__in=orders.OPEN, due_at__lt=now)
    found = rows.order_by().values_list("enterprise").annotate(
        late=Count("pk", Q(state__in=orders.WAITING)),
        unchecked=Count("pk", Q(state=orders.ANSWERED, answered_at__gt=F("due_at"))),
    )  # fmt: skip
    return {pk: (late, unchecked) for pk, late, unchecked in found}


def _refused(ids: list[UUID]) -> dict[UUID, int]:
    rows = Refusal.objects.filter(enterprise__in=ids).order_by()
    return dict(rows.values_list("enterprise").annotate(Count("pk")))


def _clashes(ids: list[UUID], now: datetime) -> dict[UUID, int]:
    lately = now - timedelta(days=CLASH_DAYS)
    rows = Clash.objects.filter(enterprise__in=ids, last_at__gte=lately).order_by()
    return dict(rows.values_list("enterprise").annotate(Count("pk")))


def _points_lacking(ids: list[UUID]) -> dict[UUID, list[str]]:
    """What warehouses, racks and tanks must report by what lies in them (GOV-004)."""
    objects: dict[tuple[UUID, str, str, str], set[str]] = {}
    rows = Point.objects.filter(enterprise__in=ids, is_retired=False)
    for one in rows:
        key = (one.enterprise_id, one.object_kind, one.object_name, one.substance)
        objects.setdefault(key, set()).add(one.parameter)
    found: dict[UUID, list[str]] = {}
    for (pk, kind, name, substance), parameters in sorted(objects.items(), key=str):
        if absent := lacking(kind, substance, parameters):
            words = "、".join(PARAMETERS[one][0] for one in absent)
            found.setdefault(pk, []).append(f"{OBJECTS[kind]}{name}：{words}")
    return found


def evaluations(plants: list[Enterprise], begin: datetime, end: datetime) -> dict[UUID, Evaluation]:
    """The four indicators of each over a period (AQ 3064.1-2025 6.2 d)."""
    ids = [one.pk for one in plants]
    tables, rows, closed = tables_of(ids), _rows_between(ids, begin, end), {}
    issued = Order.objects.filter(enterprise__in=ids, issued_at__gte=begin, issued_at__lt=end)
    for pk, done, of in (
        issued.order_by()
        .values_list("enterprise")
        .annotate(done=Count("pk", Q(state=orders.CLOSED)), of=Count("pk"))
    ):
        closed[pk] = (done, of)
    return {
        one.pk: evaluation(
            tables.get(one.pk, frozenset()), frozenset(one.tables),
            rows.get(one.pk, (0, 0)), closed.get(one.pk, (0, 0)),
        )
        for one in plants
    }  # fmt: skip


def _rows_between(ids: list[UUID], begin: datetime, end: datetime) -> dict[UUID, tuple[int, int]]:
    found: dict[UUID, tuple[int, int]] = {}
    last = (end - timedelta(microseconds=1)).astimezone(zone()).date()
    first = begin.astimezone(zone()).date()
    rows = DayCount.objects.filter(enterprise__in=ids, day__gte=first, day__lte=last)
    for pk, taken, refused in rows.values_list("enterprise", "taken", "refused"):
        done, of = found.get(pk, (0, 0))
        found[pk] = (done + taken, of + taken + refused)
    return found
