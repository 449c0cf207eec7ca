"""What several pages of the slice show."""

from datetime import timedelta
from typing import Any

from django.db.models import Model
from django.urls import reverse

from anhuan.desk.details import Panel
from anhuan.desk.lists import Tag
from anhuan.domains.positioning.queries.fences import as_lonlat, frame_of
from anhuan.domains.vehicles.rules.trips import state_label
from anhuan.kernel import clock

SILENT_AFTER = timedelta(minutes=2)
TRIP_TONES = {"已预约": "accent", "在厂": "good", "超时未离厂": "p3", "已过期": "off"}


def url(name: str, row: Model) -> str:
    """An address about one row."""
    return reverse(f"vehicles:{name}", args=[row.pk])


def terminal_tag(terminal: Any) -> Tag:
    """On line, off line, or not yet registered."""
    if terminal.is_retired:
        return Tag("停用", "off")
    if not terminal.code_sm3:
        return Tag("待注册", "p4")
    is_near = terminal.heard_at is not None and clock.now() - terminal.heard_at < SILENT_AFTER
    return Tag("在线", "good") if is_near else Tag("离线", "off")


def trip_tag(trip: Any) -> Tag:
    """Where a trip stands."""
    said = state_label(trip.state, trip.booked_until, clock.now())
    return Tag(said, TRIP_TONES.get(said, "off"))


def shape_panel(row: Any, title: str) -> Panel:
    """The drawn shape on a small map."""
    drawn = as_lonlat(row.geometry, frame_of(row.company))
    radius = getattr(row, "half_width_m", None)
    feature = {"type": "Feature", "geometry": drawn, "properties": {"radius_m": radius}}
    props = {"title": row.name, "geometry": feature, "zoom": "plant"}
    return Panel(title, template="positioning/_mini_map.html", context={"props": props}, side=True)
