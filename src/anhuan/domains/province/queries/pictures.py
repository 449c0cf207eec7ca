"""What the model and governance need to know of many plants, in a handful of questions."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Min, Q

from anhuan.domains.province.models import Enterprise, Inflow, Outage, Point, ReceivedRow
from anhuan.domains.province.queries.enterprises import zone
from anhuan.domains.province.rules.facts import CONFINED, HOT, OPEN
from anhuan.domains.province.rules.governance import DEADLINE
from anhuan.domains.province.rules.levels import BLUE
from anhuan.domains.province.rules.model import LONG_OPEN_MIN, Picture

Counts = Mapping[UUID, Mapping[str, Any]]
GOING_ON = "2"
NOTHING: Mapping[str, Any] = defaultdict(int)


@dataclass(frozen=True, slots=True)
class Known:
    """Everything counted, by plant."""

    alarms: Counts
    works: Counts
    hazards: Counts
    commitments: Counts
    devices: Counts
    people: Counts
    contacts: Mapping[UUID, datetime]
    sensed: Mapping[UUID, datetime]


def today(now: datetime) -> date:
    """The node's day."""
    return now.astimezone(zone()).date()


def ten_o_clock(now: datetime) -> datetime:
    """Until when today's commitment must have come."""
    return datetime.combine(today(now), DEADLINE, zone())


def known_of(plants: Iterable[Enterprise], now: datetime) -> Known:
    """Of these plants, now."""
    ids = [one.pk for one in plants]
    rows = ReceivedRow.objects.filter(enterprise__in=ids)
    long_ago = now - timedelta(minutes=LONG_OPEN_MIN)
    return Known(
        alarms=_by(rows.filter(kind="alarm", state=OPEN), all=Count("pk"), oldest=Min("at"),
                   grave=Count("pk", Q(grade="grave")), old=Count("pk", Q(at__lte=long_ago))),
        works=_by(rows.filter(kind="work", state=GOING_ON), all=Count("pk"),
                  hot=Count("pk", Q(code__in=HOT)), confined=Count("pk", Q(code=CONFINED))),
        hazards=_by(rows.filter(kind="hazard", state=OPEN), major=Count("pk", Q(grade="major")),
                    overdue=Count("pk", Q(due_at__lt=now))),
        commitments=_by(rows.filter(kind="commitment", state=OPEN, code=str(today(now))),
                        at=Min("received_at"), grade=Min("grade")),
        devices=_by(rows.filter(kind="device", state=OPEN), all=Count("pk")),
        people=_by(rows.filter(kind="people"), all=Max("code")),
        contacts=_contacts(ids), sensed=_sensed(ids),
    )  # fmt: skip


def _by(rows: Any, **counted: Any) -> dict[UUID, Mapping[str, Any]]:
    found = rows.order_by().values("enterprise").annotate(**counted)
    return {one["enterprise"]: one for one in found}


def _contacts(ids: list[UUID]) -> dict[UUID, datetime]:
    """The last sign of life: a message or a question."""
    found = dict(
        Inflow.objects.filter(enterprise__in=ids).order_by().values_list("enterprise")
        .annotate(Max("last_at"))
    )  # fmt: skip
    asked = Enterprise.objects.filter(pk__in=ids).values_list("pk", "standing__last_contact_at")
    for pk, at in asked:
        known = found.get(pk)
        if at is not None and (known is None or at > known):
            found[pk] = at
    return {pk: at for pk, at in found.items() if at is not None}


def _sensed(ids: list[UUID]) -> dict[UUID, datetime]:
    rows = Point.objects.filter(enterprise__in=ids, is_retired=False, at__isnull=False)
    return dict(rows.order_by().values_list("enterprise").annotate(Max("at")))


def picture_of(plant: UUID, known: Known, now: datetime, offline_after: timedelta) -> Picture:
    """One plant's, for the model."""
    alarms, works = known.alarms.get(plant, NOTHING), known.works.get(plant, NOTHING)
    hazards, commitment = known.hazards.get(plant, NOTHING), known.commitments.get(plant)
    last = known.contacts.get(plant)
    return Picture(
        alarms=alarms["all"], grave_alarms=alarms["grave"], old_alarms=alarms["old"],
        hot_works=works["hot"], confined_works=works["confined"],
        other_works=works["all"] - works["hot"] - works["confined"],
        is_committed=commitment is not None, is_past_ten=now >= ten_o_clock(now),
        committed_grade=(commitment or {}).get("grade") or BLUE,
        major_hazards=hazards["major"], overdue_hazards=hazards["overdue"],
        videos_off=known.devices.get(plant, NOTHING)["all"],
        is_online=last is not None and now - last <= offline_after,
    )  # fmt: skip


def open_outages(ids: Iterable[UUID]) -> dict[tuple[UUID, str], Outage]:
    """What is silent now."""
    rows = Outage.objects.filter(enterprise__in=ids, ended_at__isnull=True)
    return {(one.enterprise_id, one.what): one for one in rows}
