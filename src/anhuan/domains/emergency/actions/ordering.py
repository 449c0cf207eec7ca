"""Ordering an evacuation: the row, everybody affected, and the order to them, in one commit."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from anhuan.domains.audit.actions import Actor, record
from anhuan.domains.emergency.actions.steps import changed, note
from anhuan.domains.emergency.actions.telling import sounders_in, tell_accounts, tell_to_leave
from anhuan.domains.emergency.events import EvacuationOrdered
from anhuan.domains.emergency.models import Evacuation, Evacuee
from anhuan.domains.emergency.queries.affected import Where, affected_by
from anhuan.domains.emergency.queries.evacuations import settings_of
from anhuan.domains.emergency.queries.places import ground_of, safe_musters
from anhuan.domains.emergency.queries.readings import Fix
from anhuan.domains.emergency.queries.roll import roll_now
from anhuan.domains.emergency.rules.blockers import order_blockers
from anhuan.domains.emergency.rules.life import State, next_state
from anhuan.domains.emergency.rules.wording import said
from anhuan.domains.org.models import Account, Company, Person
from anhuan.domains.outbox.actions import emit
from anhuan.domains.positioning.models import Tag
from anhuan.kernel import clock
from anhuan.kernel.errors import refuse_if_any


@dataclass(frozen=True, slots=True)
class Order:
    """What is ordered. Empty words and a target of 0 mean: as the plant has set them."""

    where: Where
    title: str = ""
    text: str = ""
    reason: str = ""
    is_drill: bool = False
    target_s: int = 0


def order_evacuation(by: Account, company: Company, order: Order) -> Evacuation:
    """Tell everybody in the place to leave it (AQ 3064.3-2025 5.5.1). Several may run at once."""
    now, settings = clock.now(), settings_of(company)
    text, target_s = order.text or settings.order_text, order.target_s or settings.target_s
    where = order.where
    refuse_if_any(order_blockers(where.geometry, where.radius_m, text, target_s))
    with transaction.atomic():
        evacuation = Evacuation.objects.create(
            company=company, title=(order.title or _title(where))[:100], is_drill=order.is_drill,
            text=text[:200], reason=order.reason[:300], alarm=where.alarm, area=where.area,
            geometry=where.geometry, radius_m=where.radius_m, floors=where.floors,
            target_s=target_s, gate=settings.gate, ordered_at=now, ordered_by=by,
        )  # fmt: skip
        danger = ground_of(evacuation.geometry, evacuation.radius_m, evacuation.floors)
        evacuation.musters.set(safe_musters(company, danger))
        people = _affected(evacuation, affected_by(company, danger, now), now)
        _begin(by, evacuation, people, now)
    return evacuation


def _title(where: Where) -> str:
    return where.name or "图上危险区"


def _affected(
    evacuation: Evacuation, found: list[tuple[Person, Fix]], now: datetime
) -> list[Evacuee]:
    tags = Tag.objects.in_bulk([fix.tag for _, fix in found])
    return [
        Evacuee(
            evacuation=evacuation, person=person, tag=tags.get(fix.tag), joined_at=now,
            area_id=fix.area, x_m=fix.x_m, y_m=fix.y_m, floor=fix.floor,
        )
        for person, fix in found
    ]  # fmt: skip


def _begin(by: Actor, evacuation: Evacuation, people: list[Evacuee], now: datetime) -> None:
    """Tell, write down, and say it to the rest of the house."""
    tell_to_leave(evacuation, people, now, sounders_in(evacuation))
    Evacuee.objects.bulk_create(people)
    text = said(evacuation.text, is_drill=evacuation.is_drill)
    tell_accounts(evacuation, [one.person_id for one in people], text, priority=1, staff=True)
    count = len(people)
    note(evacuation, by, "order", f"{evacuation.text}；受影响 {count} 人", now)
    after = {"people": count, "is_drill": evacuation.is_drill, "geometry": evacuation.geometry}
    record(by, "evacuate", evacuation, after=after, note=evacuation.reason)
    event = EvacuationOrdered(
        evacuation.pk, str(evacuation), evacuation.is_drill, evacuation.alarm_id, count
    )
    emit(evacuation.company.code, event)
    evacuation.state = next_state(State.ORDERED, count, count, count)
    evacuation.cleared_at = None if count else now
    changed(evacuation, roll_now(evacuation).left, "state", "cleared_at")
