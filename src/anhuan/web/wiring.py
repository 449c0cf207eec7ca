"""Who reacts to what, on one screen. Reactions run once each; signals go out beside the event."""

from typing import Any
from uuid import UUID

from anhuan.domains.alarms.actions import escalate, escalate_due, ring_unsilenced, unshelve_due
from anhuan.domains.outbox.actions import React
from anhuan.domains.outbox.models import OutboxEvent
from anhuan.kernel import clock
from anhuan.web.relay.publishing import Signal
from anhuan.web.scans import Scan


def tell_who_is_due(event: OutboxEvent) -> None:
    """An alarm began or got worse: the first rung of its ladder is told at once."""
    escalate(UUID(event.data["alarm"]["id"]), clock.now())


REACTIONS: dict[str, tuple[React, ...]] = {
    "alarm.raised": (tell_who_is_due,),
    "alarm.updated": (tell_who_is_due,),
}


def reload_engine(event: OutboxEvent) -> tuple[str, dict[str, Any]]:
    """The engine reads its configuration again: `cfg.{company}.changed`."""
    what = event.data.get("what") or event.type.split(".", 1)[0]
    return f"cfg.{event.company}.changed", {"what": what}


SIGNALS: dict[str, Signal] = {
    "positioning.config.changed": reload_engine,
    "positioning.tag.bound": reload_engine,
    "positioning.tag.returned": reload_engine,
}

# What the live pages load again when one of these happened, by the beginning of the type.
ROSTER_CHANGES = ("org.", "positioning.tag.", "positioning.config.")
MAP_CHANGES = ("plant.", "positioning.config.")

# What comes due with time alone. A slice adds its own line here.
SCANS: tuple[Scan, ...] = (
    Scan("escalation", 5.0, escalate_due),
    Scan("shelving over", 5.0, unshelve_due),
    Scan("silence over", 5.0, ring_unsilenced),
)
