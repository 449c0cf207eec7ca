"""What a shift hands on by itself: alarms still open, permits still running."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from anhuan.domains.alarms.models import Alarm
from anhuan.domains.org.models import Company
from anhuan.domains.permits.models import Permit
from anhuan.domains.permits.rules.states import ISSUED_STATES, STATE_LABELS, State
from anhuan.domains.watch.models import Turn

MOST = 200  # of each, in one record


def situation_of(company: Company) -> dict[str, list[dict[str, Any]]]:
    """Open alarms by priority, and permits issued and not ended; times in ISO 8601."""
    alarms = Alarm.objects.filter(company=company, closed_at__isnull=True, is_suppressed=False)
    permits = Permit.objects.filter(company=company, state__in=ISSUED_STATES)
    return {
        "alarms": [_alarm(one) for one in alarms.order_by("priority", "raised_at")[:MOST]],
        "permits": [_permit(one) for one in permits.order_by("number")[:MOST]],
    }


def _alarm(one: Alarm) -> dict[str, Any]:
    return {
        "id": str(one.pk), "title": one.title, "priority": one.priority,
        "raised_at": one.raised_at.isoformat(), "is_active": one.is_active,
        "is_acknowledged": one.acknowledged_at is not None,
    }  # fmt: skip


def _permit(one: Permit) -> dict[str, Any]:
    return {
        "id": str(one.pk), "number": one.number, "kind": one.get_kind_display(),
        "place": one.place, "state": STATE_LABELS[State(one.state)],
        "valid_until": one.valid_until.isoformat() if one.valid_until else None,
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Answered:
    """Alarms of a turn: all, and by whom they were acknowledged."""

    alarms: int
    by_watch: int
    by_others: int

    @property
    def by_nobody(self) -> int:
        """Not acknowledged."""
        return self.alarms - self.by_watch - self.by_others


def answered_in(turn: Turn, now: datetime) -> Answered:
    """Alarms raised in the turn so far: whether those on watch acknowledged them."""
    people = [person.pk for person in turn.people.all()]
    rows = _raised_in(turn, now)
    seen = rows.filter(acknowledged_at__isnull=False)
    by_watch = seen.filter(acknowledged_by__person__in=people).count()
    return Answered(rows.count(), by_watch, seen.count() - by_watch)


def _raised_in(turn: Turn, now: datetime) -> QuerySet[Alarm]:
    until = min(turn.shift.ends_at, now)
    rows = Alarm.objects.filter(company=turn.post.company, is_suppressed=False)
    return rows.filter(raised_at__gte=turn.shift.starts_at, raised_at__lt=until)
