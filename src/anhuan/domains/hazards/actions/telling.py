"""What goes out after a deed: events for the other slices, notices for people, the next look."""

from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from anhuan.domains.alarms.actions import raise_alarm, return_alarm
from anhuan.domains.alarms.rules import AlarmRaise, Place
from anhuan.domains.hazards.events import HazardChanged, HazardRow
from anhuan.domains.hazards.models import Hazard
from anhuan.domains.hazards.queries.ears import ears_of
from anhuan.domains.hazards.queries.hazards import settings_of
from anhuan.domains.hazards.queries.upload import upload_blockers, upload_row
from anhuan.domains.hazards.rules.audience import audience_of
from anhuan.domains.hazards.rules.deadlines import Due, Times, dues_of, is_overdue, next_at
from anhuan.domains.hazards.rules.states import Deed, State
from anhuan.domains.notify.actions import Message, post
from anhuan.domains.org.models import Account
from anhuan.domains.outbox.actions import emit
from anhuan.kernel.ids import uuid_of


def times_of(hazard: Hazard) -> Times:
    """Its moments, as the rules take them."""
    return Times(
        State(hazard.state), hazard.round, hazard.reported_at, hazard.assessed_at,
        hazard.submitted_at, hazard.due_at,
    )  # fmt: skip


def dues(hazard: Hazard) -> list[Due]:
    """What time alone may bring; nothing for what was deleted."""
    gone = hazard.deleted_at is not None
    return [] if gone else dues_of(times_of(hazard), settings_of(hazard.company))


def settle(hazard: Hazard, now: datetime) -> None:
    """Note when to look again; an alarm whose cause is over ends."""
    hazard.look_at = next_at(dues(hazard), hazard.told)
    hazard.save(update_fields=["look_at"])
    over = is_overdue(State(hazard.state), hazard.due_at, now) and hazard.deleted_at is None
    if not over and any(key.startswith("overdue:") for key in hazard.told):
        return_alarm(hazard.company, condition_of(hazard), now)


def condition_of(hazard: Hazard) -> str:
    """What is wrong, as a name: the same while it lasts."""
    return f"hazard:{hazard.pk}:overdue"


def ring_overdue(hazard: Hazard, now: datetime) -> None:
    """The deadline has passed: one alarm while it lasts."""
    kind = "major_hazard_overdue" if hazard.is_major else "hazard_overdue"
    condition = condition_of(hazard)
    raise_alarm(hazard.company, AlarmRaise(
        kind=kind, condition=condition, raised_at=now, source="hazards",
        title=f"{hazard.number} 整改逾期"[:100], text=_line(hazard),
        alarm_id=uuid_of("alarm", condition, hazard.due_at),
        place=Place(hazard.area_id, hazard.x_m, hazard.y_m, hazard.floor),
        rule=kind, rule_version="1",
        inputs={"hazard": str(hazard.pk), "due_at": str(hazard.due_at), "state": hazard.state},
    ))  # fmt: skip


def tell_slices(hazard: Hazard, deed: Deed, now: datetime) -> None:
    """That it changed; and the province's row, once it is whole, and ever after."""
    code, state = hazard.company.code, State(hazard.state)
    emit(code, HazardChanged(
        hazard.pk, hazard.number, hazard.version, state, deed, hazard.level, hazard.area_id,
        is_overdue(state, hazard.due_at, now) and hazard.deleted_at is None,
    ))  # fmt: skip
    row = upload_row(hazard)
    if hazard.is_sent or (row["DELETED"] == "0" and not upload_blockers(hazard)):
        emit(code, HazardRow(hazard.pk, row))
        Hazard.objects.filter(pk=hazard.pk).update(is_sent=True)
        hazard.is_sent = True


def tell_people(hazard: Hazard, deed: Deed, by: Account | None) -> None:
    """Whoever has to act next, or wants to know; never oneself."""
    grave = hazard.is_major or (hazard.level is None and hazard.is_suspected_major)
    told = audience_of(deed, is_major=grave)
    if told is None:
        return
    accounts = {one.pk: one for ear in told.ears for one in ears_of(hazard, ear)}
    if by is not None:
        accounts.pop(by.pk, None)
    tell(hazard, list(accounts.values()), f"隐患{deed.label}", told.priority)


def tell(hazard: Hazard, accounts: list[Account], word: str, priority: int) -> None:
    """One notice each; the newest about a hazard replaces the one before while it is unread."""
    message = Message(
        topic=f"hazard:{hazard.pk}", title=f"{word}：{hazard.name}"[:100], text=_line(hazard),
        url=reverse("hazards:hazard", args=[hazard.pk]), priority=priority,
    )  # fmt: skip
    post(hazard.company, accounts, message)


def _line(hazard: Hazard) -> str:
    due = f"，期限 {timezone.localtime(hazard.due_at):%m-%d %H:%M}" if hazard.due_at else ""
    who = f"，责任人 {hazard.rectifier_name}" if hazard.rectifier_name else ""
    return f"{hazard.number} {hazard.place}{who}{due}"[:300]
