"""Alarms that wait for me: of kinds and places whose ladder leads to a role of mine."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.http import Http404

from anhuan.domains.alarms import actions
from anhuan.domains.alarms.models import Alarm
from anhuan.domains.alarms.queries import alarm_for, card_of, visible_alarms
from anhuan.domains.field.queries import Done, Todo
from anhuan.domains.notify.models import Notice
from anhuan.domains.org.models import Account

SHOWN = 30
RECENT = timedelta(days=3)


def my_alarms(account: Account, now: datetime) -> Iterator[Todo]:
    """Unacknowledged ones I was told of; an alarm nobody told me of is not my to-do."""
    if account.company is None or not account.may("alarms.handle"):
        return
    waiting = visible_alarms(account).filter(acknowledged_at__isnull=True, closed_at__isnull=True)
    told = Notice.objects.filter(account=account, at__gte=now - RECENT, topic__startswith="alarm:")
    ids = {topic.removeprefix("alarm:") for topic in told.values_list("topic", flat=True)}
    for alarm in waiting.filter(pk__in=[pk for pk in ids if _is_uuid(pk)])[:SHOWN]:
        yield _todo(alarm)


def _todo(alarm: Alarm) -> Todo:
    card = card_of(alarm)
    place = alarm.area.name if alarm.area else ""
    data = {"place": place, "guidance": card.get("guidance", "") or alarm.kind.guidance}
    return Todo(
        f"alarm:{alarm.pk}", "alarms", alarm.title, alarm.text, alarm.priority,
        f"/alarm/{alarm.pk}", alarm.raised_at, data=data,
    )  # fmt: skip


def acknowledge(account: Account, done: Done) -> dict[str, Any]:
    """The sound stops; an alarm acknowledged by another meanwhile is refused in words."""
    given = str(done.payload.get("alarm"))
    if not _is_uuid(given):
        raise Http404("没有这条报警")
    alarm = alarm_for(account, UUID(given))
    actions.acknowledge(alarm.pk, account)
    return {"alarm": str(alarm.pk)}


def _is_uuid(text: str) -> bool:
    try:
        return bool(UUID(text))
    except ValueError:
        return False
