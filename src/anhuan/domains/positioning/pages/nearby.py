"""What leads from a person or an alarm to the place: cameras nearby, everybody before and after."""

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from anhuan.desk.details import Fact, Panel, Table
from anhuan.domains.org.models import Person
from anhuan.domains.positioning.pages.common import account_of, latest_of
from anhuan.domains.positioning.pages.person import held_by, sees
from anhuan.domains.positioning.queries.nearby import Spot, near

BEFORE, AFTER = timedelta(minutes=30), timedelta(minutes=10)
ISO = "%Y-%m-%dT%H:%M:%SZ"


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


def incident_panel(request: HttpRequest, alarm: Any) -> Panel | None:
    """One click from an alarm to where everybody was before it, and to who was near (POS-050)."""
    account = account_of(request)
    if not account.may("tracks.view") or account.company_id != alarm.company_id:
        return None
    before, after = alarm.raised_at - BEFORE, alarm.raised_at + AFTER
    tracks = reverse("positioning:tracks")
    facts = [
        Fact("报警时全员位置", "查看", url=_url(tracks, at=f"{_utc(alarm.raised_at):{ISO}}")),
        Fact("报警前后全员回放", "放映", url=_url(
            tracks, mode="film", **{"from": f"{_utc(before):{ISO}}", "to": f"{_utc(after):{ISO}}"}
        )),
    ]  # fmt: skip
    if alarm.x_m is not None and alarm.y_m is not None:
        local = {"start": timezone.localtime(before), "end": timezone.localtime(after)}
        place = {"x_m": f"{alarm.x_m:.1f}", "y_m": f"{alarm.y_m:.1f}", "radius_m": 30}
        asked = place | {name: f"{t:%Y-%m-%dT%H:%M}" for name, t in local.items()}
        url = _url(reverse("positioning:near"), **asked)
        facts.append(Fact("报警前后 30 m 内的人", "查询", url=url))
    return Panel("事发前后", facts=facts, side=True, key="before")


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)


def _url(path: str, **query: Any) -> str:
    return f"{path}?{urlencode(query)}"


def _panel(request: HttpRequest, spot: Spot) -> Panel | None:
    found = near(account_of(request), spot)
    rows = [((one.name, one.url), f"{one.distance_m:.0f} m", one.note) for one in found]
    table = Table(["摄像机", "距离", "说明"], rows)
    return Panel("附近视频", table=table, side=True, key="near") if rows else None
