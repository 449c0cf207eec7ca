"""People where they should not be: more than a place may hold, more than a permit names, and work
without any permit (PTW-088; AQ 3064.2-2025 A.4 codes 34 and 60)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from django.db import transaction
from django.db.models import Q
from shapely.geometry import shape

from anhuan.domains.alarms.actions import raise_alarm, return_alarm
from anhuan.domains.alarms.models import Alarm as AlarmRow
from anhuan.domains.alarms.rules import AlarmRaise, Place
from anhuan.domains.audit.actions import SYSTEM, record, save_checked
from anhuan.domains.org.models import Account, Company, Person
from anhuan.domains.org.queries import company_of
from anhuan.domains.outbox.actions import emit
from anhuan.domains.permits.actions.alarming import condition_of, end_condition, raise_on
from anhuan.domains.permits.actions.steps import locked
from anhuan.domains.permits.events import UnpermittedFound
from anhuan.domains.permits.models import Permit, PermitAlarm, PermitPlace, Unpermitted
from anhuan.domains.permits.queries.headcount import (
    Standing,
    inside_area,
    people_of,
    standing,
    within,
)
from anhuan.domains.permits.queries.report_rows import unpermitted_row
from anhuan.domains.permits.rules.codes import Alarm, alarm_kind
from anhuan.domains.permits.rules.kinds import Kind
from anhuan.domains.permits.rules.states import LIVE, State
from anhuan.domains.plant.models import Area
from anhuan.kernel import clock
from anhuan.kernel.errors import refuse
from anhuan.kernel.ids import uuid_of

STAYED = timedelta(seconds=60)  # who only passes by works nowhere


def save_place(by: Account, row: PermitPlace, changes: dict[str, Any]) -> PermitPlace:
    """Say that being in an area needs a permit."""
    return save_checked(by, row, changes)


def count_heads(now: datetime) -> int:
    """Every running work: its place is not over the highest number, and nobody too many is
    inside; how many works have an alarm."""
    rows = Permit.objects.filter(state=State.WORKING).select_related("company", "area")
    found = 0
    for _, group in groupby(rows.order_by("company"), key=lambda one: one.company_id):
        permits = list(group)
        people = standing(permits[0].company, now)
        found += sum(_counted(one, people, now) for one in permits)
    return found


def _counted(permit: Permit, people: list[Standing], now: datetime) -> bool:
    texts = list(_too_many(permit, people, now))
    what = condition_of(permit, Alarm.HEADCOUNT)
    stands = PermitAlarm.objects.filter(condition=what, ended_at__isnull=True).exists()
    if bool(texts) != stands:
        with transaction.atomic():
            held = locked(permit.pk)
            if texts and held.state in LIVE:
                raise_on(held, Alarm.HEADCOUNT, "；".join(texts), now)
            elif not texts:
                end_condition(held, Alarm.HEADCOUNT, now)
    return bool(texts)


def _too_many(permit: Permit, people: list[Standing], now: datetime) -> Iterator[str]:
    named, inside = people_of(permit), list(within(permit, people))
    if len(inside) > len(named):
        yield f"现场 {len(inside)} 人，票面 {len(named)} 人"
    area = permit.area
    if area is not None and area.max_people is not None:
        there = len(inside_area(area, now))
        if there > area.max_people:
            yield f"{area.name}现有 {there} 人，最高允许 {area.max_people} 人"


def look_for_unpermitted(now: datetime) -> int:
    """Places that need a permit and have people in them without one; how many."""
    rows = PermitPlace.objects.filter(is_retired=False).select_related("area", "company")
    return sum(_looked_at(one, now) for one in rows)


def _looked_at(place: PermitPlace, now: datetime) -> bool:
    people = [] if _is_permitted(place.area) else inside_area(place.area, now, STAYED)
    found = Unpermitted.objects.filter(area=place.area, by__isnull=True, ended_at__isnull=True)
    with transaction.atomic():
        one = found.select_for_update().first()
        if people and one is None:
            names = "、".join(person.name for person in people)
            asked = Found(
                Kind(place.kind), place.area.name, f"{names} 在内，没有作业票", place.area
            )
            _write(place.company, asked, None, now, people)
        elif one is not None and not people:
            _ended(one, SYSTEM, "人员已离开，或已有作业票开工", now)
    return bool(people)


def _is_permitted(area: Area) -> bool:
    """Whether some work is going on there."""
    ground = shape(area.geometry)
    rows = Permit.objects.filter(company=area.company_id, state__in=LIVE)
    rows = rows.filter(Q(area=area) | Q(geometry__isnull=False))
    return any(
        one.area_id == area.pk or (one.geometry and ground.intersects(shape(one.geometry)))
        for one in rows
    )


@dataclass(frozen=True, slots=True)
class Found:
    """What somebody has come across."""

    kind: Kind
    place: str
    text: str
    area: Area | None = None
    x_m: float | None = None
    y_m: float | None = None
    floor: int | None = None


def report_unpermitted(by: Account, found: Found) -> Unpermitted:
    """Work without a permit, seen by somebody: alarm 60, for everybody to hear of."""
    if not found.place.strip() or not found.text.strip():
        raise refuse("found_incomplete", "请填写位置和情况")
    with transaction.atomic():
        made = _write(company_of(by), found, by, clock.now())
        record(by, "create", made, after={"place": made.place, "text": made.text})
    return made


def _write(
    company: Company, found: Found, by: Account | None, now: datetime, people: Iterable[Person] = ()
) -> Unpermitted:
    made = Unpermitted(
        company=company, kind=found.kind, place=found.place.strip()[:200], area=found.area,
        x_m=found.x_m, y_m=found.y_m, floor=found.floor, text=found.text.strip()[:500], by=by,
        at=now,
    )  # fmt: skip
    made.alarm = _raise(made, people)
    made.save(force_insert=True)
    emit(company.code, UnpermittedFound(made.pk, unpermitted_row(made)))
    return made


def _raise(made: Unpermitted, people: Iterable[Person]) -> AlarmRow | None:
    kind, condition = alarm_kind(Alarm.NO_PERMIT), f"unpermitted:{made.pk}"
    return raise_alarm(made.company, AlarmRaise(
        kind=kind, condition=condition, raised_at=made.at, source="permits", rule=kind,
        title=f"{made.place} 无票{Kind(made.kind).label}"[:100], text=made.text[:300],
        alarm_id=uuid_of("alarm", condition), rule_version="1", inputs={"code": "60"},
        place=Place(made.area_id, made.x_m, made.y_m, made.floor),
        people=tuple({"id": str(one.pk), "name": one.name} for one in people),
    ))  # fmt: skip


def settle_unpermitted(
    by: Account, row: Unpermitted, how: str, permit: Permit | None = None
) -> Unpermitted:
    """What became of it: stopped, people sent away, a permit made afterwards."""
    if not how.strip():
        raise refuse("result_missing", "请填写处理结果")
    with transaction.atomic():
        row = Unpermitted.objects.select_for_update(of=("self",)).get(pk=row.pk)
        if row.ended_at is not None:
            raise refuse("already_settled", "已经处理过")
        row.permit = permit
        _ended(row, by, how.strip(), clock.now())
    return row


def _ended(row: Unpermitted, by: Any, how: str, now: datetime) -> None:
    row.ended_at, row.ended_how = now, how[:500]
    row.save(update_fields=["ended_at", "ended_how", "permit"])
    record(by, "update", row, after={"ended_how": row.ended_how})
    return_alarm(row.company, f"unpermitted:{row.pk}", now)
    emit(row.company.code, UnpermittedFound(row.pk, unpermitted_row(row)))
