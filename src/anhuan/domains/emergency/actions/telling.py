"""Words to the devices and accounts of those concerned, and their answers."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

import shapely
from django.db import transaction
from shapely.geometry import shape

from anhuan.domains.audit.actions import Actor, record
from anhuan.domains.emergency.actions.steps import (
    TOLD_FIELDS,
    changed,
    keep_courses,
    locked,
    note,
)
from anhuan.domains.emergency.events import DevicesTold
from anhuan.domains.emergency.models import Evacuation, Evacuee
from anhuan.domains.emergency.queries.places import ground_of
from anhuan.domains.emergency.queries.roll import roll_now
from anhuan.domains.emergency.rules.delivery import TOLD_FOR
from anhuan.domains.emergency.rules.person import Stage
from anhuan.domains.emergency.rules.wording import said
from anhuan.domains.notify.actions import Message, post
from anhuan.domains.org.models import Account, Company
from anhuan.domains.org.rules import RIGHTS
from anhuan.domains.outbox.actions import emit
from anhuan.domains.outbox.models import OutboxEvent
from anhuan.domains.positioning.models import Sounder
from anhuan.kernel import clock

EVACUATE, ALL_CLEAR = "evacuate", "all_clear"


def tell_devices(
    evacuation: Evacuation, cmd: str, text: str, devices: Iterable[str], now: datetime
) -> OutboxEvent:
    """To each `anhuan/v1/down/{number}` once committed; goes out again while NATS is away."""
    words = {
        "cmd": cmd,
        "text": said(text, is_drill=evacuation.is_drill),
        "until": (now + TOLD_FOR).isoformat(),
        "drill": evacuation.is_drill,
    }
    event = DevicesTold(evacuation.pk, tuple(sorted(set(devices))), words)
    return emit(evacuation.company.code, event)


def tell_to_leave(
    evacuation: Evacuation, evacuees: Sequence[Evacuee], now: datetime, more: Iterable[str] = ()
) -> None:
    """The order to these people's tags; `evacuees` have their tag at hand and are saved after."""
    numbers = [one.tag.number for one in evacuees if one.tag]
    event = tell_devices(evacuation, EVACUATE, evacuation.text, [*numbers, *more], now)
    for one in evacuees:
        one.message = event.pk if one.tag_id else None
        one.sent_at = one.acknowledged_at = None


def sounders_in(evacuation: Evacuation) -> list[str]:
    """Sirens and lamps that warn an area the danger touches."""
    danger = ground_of(evacuation.geometry, evacuation.radius_m, evacuation.floors).polygon
    rows = Sounder.objects.filter(company=evacuation.company_id, is_retired=False)
    return [
        one.number
        for one in rows.select_related("area").prefetch_related("also_warns")
        if any(
            shapely.intersects(danger, shape(area.geometry))
            for area in (one.area, *one.also_warns.all())
        )
    ]


def tell_accounts(
    evacuation: Evacuation, people: Iterable[UUID], text: str, *, priority: int, staff: bool
) -> None:
    """In page to those concerned who have an account, and to whoever may order evacuations."""
    told = list(Account.objects.filter(person__in=list(people), is_active=True))
    told += _staff(evacuation.company) if staff else []
    url = f"/emergency/{evacuation.pk}/"
    topic = f"evacuation:{evacuation.pk}"
    post(evacuation.company, told, Message(topic, f"疏散：{evacuation}", text, url, priority))


def _staff(company: Company) -> list[Account]:
    holders = [role.value for role in RIGHTS["emergency.order"]]
    rows = Account.objects.filter(company=company, is_active=True, grants__role__in=holders)
    return list(rows.distinct())


def tell_again(by: Actor, evacuation: Evacuation) -> int:
    """Repeat the order to those who are not accounted for; how many devices."""
    now = clock.now()
    with transaction.atomic():
        evacuation = locked(evacuation.pk)
        rows = evacuation.evacuees.exclude(stage=Stage.SAFE).filter(tag__isnull=False)
        missing = [one for one in rows.select_related("tag") if one.acknowledged_at is None]
        tell_to_leave(evacuation, missing, now, sounders_in(evacuation))
        keep_courses(missing, TOLD_FIELDS)
        text = f"再次下令：{len(missing)} 人"
        note(evacuation, by, "tell_again", text, now)
        record(by, "tell_again", evacuation, after={"people": len(missing)})
        changed(evacuation, roll_now(evacuation).left)
    return len(missing)


def note_acknowledgement(company: Company, number: str, message: UUID, at: datetime) -> bool:
    """A tag says that its wearer has seen the order. Telling it again changes nothing."""
    waiting = Evacuee.objects.filter(
        evacuation__company=company, message=message, tag__number=number,
        acknowledged_at__isnull=True,
    )  # fmt: skip
    with transaction.atomic():
        found = waiting.select_related("evacuation__company").select_for_update(of=("self",))
        evacuee = found.first()
        if evacuee is None:
            return False
        evacuee.acknowledged_at = max(at, evacuee.joined_at)
        evacuee.sent_at = evacuee.sent_at or evacuee.acknowledged_at
        evacuee.save(update_fields=["acknowledged_at", "sent_at"])
    return True
