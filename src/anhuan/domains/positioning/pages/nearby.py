"""Cameras (or whatever registered) near a person or an alarm; no card while nothing did."""

from typing import Any

from django.http import HttpRequest

from anhuan.desk.details import Panel, Table
from anhuan.domains.org.models import Person
from anhuan.domains.positioning.pages.common import account_of, latest_of
from anhuan.domains.positioning.pages.person import held_by, sees
from anhuan.domains.positioning.queries.nearby import Spot, near


def person_panel(request: HttpRequest, person: Person) -> Panel | None:
    """What sees the person's last known place (POS-023)."""
    if not sees(account_of(request), person, "positions.view"):
        return None
    held = held_by(person)
    latest = latest_of(held.tag) if held else None
    return _panel(request, Spot(latest.x_m, latest.y_m, latest.floor)) if latest else None


def alarm_panel(request: HttpRequest, alarm: Any) -> Panel | None:
    """What sees the place of an alarm; alarms without a place have no card."""
    if alarm.x_m is None or alarm.y_m is None:
        return None
    return _panel(request, Spot(alarm.x_m, alarm.y_m, alarm.floor or 1))


def _panel(request: HttpRequest, spot: Spot) -> Panel | None:
    found = near(account_of(request), spot)
    rows = [((one.name, one.url), f"{one.distance_m:.0f} m", one.note) for one in found]
    table = Table(["摄像机", "距离", "说明"], rows)
    return Panel("附近视频", table=table, side=True, key="near") if rows else None
