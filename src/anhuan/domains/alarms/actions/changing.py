"""Applying what a source now knows to a standing alarm."""

from datetime import datetime
from typing import Any

from anhuan.domains.alarms.actions.steps import write
from anhuan.domains.alarms.events import AlarmUpdated
from anhuan.domains.alarms.models import Alarm, AlarmKind
from anhuan.domains.alarms.queries import is_silenced
from anhuan.domains.alarms.rules import AlarmUpdate, Place, is_worse
from anhuan.domains.audit.actions import SYSTEM
from anhuan.kernel import clock

_PLACE = ("area_id", "x_m", "y_m", "floor", "radius_m")


def apply_update(alarm: Alarm, update: AlarmUpdate, kind: AlarmKind) -> bool:
    """Write what differs; a worse kind or priority rings again, a milder one never calms."""
    fields = _describe(alarm, update)
    now = clock.now()
    if _grade(alarm, update, kind):
        fields += ["kind", "priority", "is_suppressed", *ring_again(alarm, now)]
        verb, text = "worsen", f"升级为{alarm.kind.name}，优先级 {alarm.priority}"
    else:
        verb, text = "update", f"{alarm.title}：{alarm.text}"
    if fields:
        write(
            alarm, SYSTEM, verb, at=now, text=text, fields=_names(fields), event=AlarmUpdated,
            data={"at": update.at.isoformat(), "people": [p.get("id") for p in alarm.people]},
        )  # fmt: skip
    return bool(fields)


def ring_again(alarm: Alarm, now: datetime) -> list[str]:
    """Make it unacknowledged once more, from the first rung; answers the fields changed."""
    alarm.acknowledged_at = alarm.acknowledged_by = alarm.handled_at = None
    alarm.cleared_at = alarm.shelved_until = None
    alarm.escalated_to = ""
    alarm.next_escalation_at = None if alarm.is_suppressed else now
    return [
        "acknowledged_at", "acknowledged_by", "handled_at", "cleared_at", "shelved_until",
        "escalated_to", "next_escalation_at",
    ]  # fmt: skip


def _grade(alarm: Alarm, update: AlarmUpdate, kind: AlarmKind) -> bool:
    changed = kind.pk != alarm.kind_id
    priority = update.priority or (kind.priority if changed else alarm.priority)
    if not is_worse(alarm.kind.code, alarm.priority, kind.code, priority):
        return False
    alarm.kind, alarm.priority = kind, min(priority, alarm.priority)
    place = Place(alarm.area_id, alarm.x_m, alarm.y_m)
    alarm.is_suppressed = is_silenced(alarm.company, kind.code, place, update.at)
    return True


def _describe(alarm: Alarm, update: AlarmUpdate) -> list[str]:
    """Set title, text, place, people, snapshot and inputs; answers what really changed."""
    wanted: dict[str, Any] = {
        "title": update.title and update.title[:100],
        "text": update.text if update.text is None else update.text[:300],
        "people": update.people if update.people is None else list(update.people),
        "inputs": update.inputs,
    }
    if update.place:
        place = update.place
        values = (place.area, place.x_m, place.y_m, place.floor, place.radius_m)
        wanted |= dict(zip(_PLACE, values, strict=True))
    changed = [n for n, v in wanted.items() if v is not None and v != getattr(alarm, n)]
    for name in changed:
        setattr(alarm, name, wanted[name])
    if changed and update.snapshot:
        alarm.snapshot = update.snapshot
        changed.append("snapshot")
    return changed


def _names(fields: list[str]) -> list[str]:
    return ["area" if name == "area_id" else name for name in fields]
