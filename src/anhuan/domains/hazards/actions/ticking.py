"""What time alone brings about: reminders, the deadline, whom it has reached. Once each."""

import logging
from datetime import datetime
from uuid import UUID

from django.db import transaction

from anhuan.domains.hazards.actions.telling import dues, ring_overdue, settle, tell
from anhuan.domains.hazards.events import HazardOverdue
from anhuan.domains.hazards.models import Hazard
from anhuan.domains.hazards.queries.ears import ears_of
from anhuan.domains.hazards.rules.deadlines import Due, What, past
from anhuan.domains.hazards.rules.settings import RUNG_LABELS
from anhuan.domains.outbox.actions import emit
from anhuan.kernel.errors import Refused

log = logging.getLogger(__name__)
_MOST = 200
_WORDS = {
    What.ASSESS: "隐患待评估超时", What.ASSIGN: "隐患待派发超时", What.ACCEPT: "隐患待验收超时",
    What.WARN: "隐患整改即将到期", What.TELL: "隐患整改逾期",
}  # fmt: skip
_EARS = {
    What.ASSESS: ("safety_manager", "department_head"), What.ASSIGN: ("department_head",),
    What.ACCEPT: ("acceptors",),
}  # fmt: skip


def tick_due(now: datetime) -> int:
    """Look at every hazard whose time has come; how many. Two workers share them by row locks."""
    rows = Hazard.objects.filter(look_at__lte=now).order_by("look_at")
    return sum(tick(pk, now) for pk in list(rows.values_list("pk", flat=True)[:_MOST]))


def tick(pk: UUID, now: datetime) -> bool:
    """One look at one hazard. What fails for one is logged and holds up no other."""
    try:
        with transaction.atomic():
            return _ticked(pk, now)
    except Refused as refused:
        log.warning("hazard %s: %s", pk, refused)
        return False


def _ticked(pk: UUID, now: datetime) -> bool:
    rows = Hazard.objects.select_related("company", "area__department", "unit", "rectifier")
    rows = rows.select_for_update(of=("self",), skip_locked=True)
    hazard = rows.filter(pk=pk, look_at__lte=now).first()
    if hazard is None:
        return False
    for due in past(dues(hazard), hazard.told, now):
        hazard.told[due.key] = now.isoformat()
        _say(hazard, due, now)
    hazard.save(update_fields=["told"])
    settle(hazard, now)
    return True


def _say(hazard: Hazard, due: Due, now: datetime) -> None:
    if due.what is What.OVERDUE:
        ring_overdue(hazard, now)
    if due.what in (What.OVERDUE, What.TELL):
        event = HazardOverdue(hazard.pk, hazard.number, hazard.level, hazard.area_id, due.role)
        emit(hazard.company.code, event)
    if due.what is What.OVERDUE:
        return  # the ladder says it to people
    ears = (due.role,) if due.role else _EARS[due.what]
    accounts = {one.pk: one for ear in ears for one in ears_of(hazard, ear)}
    word = _WORDS[due.what]
    if due.what is What.TELL and due.role != "rectifier":
        word = f"{word}（升级至{RUNG_LABELS.get(due.role, due.role)}）"
    tell(hazard, list(accounts.values()), word, 2 if hazard.is_major else 3)
