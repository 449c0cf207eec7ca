"""An alarm as everybody outside sees it: one JSON-plain card."""

from datetime import datetime
from typing import Any

from anhuan.domains.alarms.models import Alarm
from anhuan.domains.alarms.rules import Life

RELATED = ("kind", "area", "acknowledged_by__person")


def life_of(alarm: Alarm) -> Life:
    """The facts that decide what may be done."""
    return Life(
        priority=alarm.priority,
        needs_clearing=alarm.kind.needs_clearing,
        is_acknowledged=alarm.acknowledged_at is not None,
        is_returned=alarm.returned_at is not None,
        is_cleared=alarm.cleared_at is not None,
        is_handled=alarm.handled_at is not None,
        is_closed=alarm.closed_at is not None,
        shelved_until=alarm.shelved_until,
        result=alarm.result,
    )


def card_of(alarm: Alarm) -> dict[str, Any]:
    """The card of the contracts: pages, `/live/alarms`, REST and events carry the same."""
    life = life_of(alarm)
    return {
        "id": str(alarm.pk),
        "kind": alarm.kind.code,
        "kind_label": alarm.kind.name,
        "priority": alarm.priority,
        "state": "acknowledged" if life.is_acknowledged else "unacknowledged",
        "active": life.is_active,
        "needs_clearing": life.needs_clearing and not life.is_cleared,
        "handled": life.is_handled,
        "closed": life.is_closed,
        "shelved_until": _iso(alarm.shelved_until),
        "suppressed": alarm.is_suppressed,
        "title": alarm.title,
        "text": alarm.text,
        "raised_at": _iso(alarm.raised_at),
        "returned_at": _iso(alarm.returned_at),
        "acknowledged_at": _iso(alarm.acknowledged_at),
        "acknowledged_by": alarm.acknowledged_by.display_name if alarm.acknowledged_by else None,
        "place": _place(alarm),
        "people": [_person(person) for person in alarm.people],
        "url": url_of(alarm),
        "escalation": alarm.escalated_to or None,
    }


def url_of(alarm: Alarm) -> str:
    """Its page."""
    return f"/alarms/{alarm.pk}/"


def _place(alarm: Alarm) -> dict[str, Any]:
    return {
        "area": str(alarm.area_id) if alarm.area_id else None,
        "area_name": alarm.area.name if alarm.area else None,
        "x_m": alarm.x_m,
        "y_m": alarm.y_m,
        "floor": alarm.floor,
        "radius_m": alarm.radius_m,
    }


def _person(person: dict[str, Any]) -> dict[str, Any]:
    return {key: person.get(key) for key in ("id", "name", "kind")}


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def open_cards(company: str) -> list[dict[str, Any]]:
    """The cards of every alarm not closed yet, of the company with this code, newest first."""
    rows = Alarm.objects.filter(company__code=company, closed_at__isnull=True)
    return [card_of(alarm) for alarm in rows.select_related(*RELATED).order_by("-raised_at", "id")]
