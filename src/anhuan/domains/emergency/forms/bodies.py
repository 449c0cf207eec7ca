"""What the endpoints are given."""

from typing import Any

from rest_framework import serializers as s

from anhuan.domains.alarms.queries import visible_alarms
from anhuan.domains.emergency.forms.shapes import in_metres
from anhuan.domains.emergency.queries.affected import Where, where_of_alarm, where_of_area
from anhuan.domains.emergency.queries.evacuations import settings_of
from anhuan.domains.org.models import Account
from anhuan.domains.org.queries import company_of
from anhuan.domains.plant.queries import visible_areas
from anhuan.kernel.errors import refuse


class WhereBody(s.Serializer):  # type: ignore[type-arg]
    """A place: a drawn shape, else an area, else an alarm's own place."""

    alarm = s.UUIDField(required=False, allow_null=True, default=None)
    area = s.UUIDField(required=False, allow_null=True, default=None)
    geometry = s.JSONField(
        required=False, allow_null=True, default=None, help_text="GeoJSON Polygon 或 Point，经纬度"
    )
    radius_m = s.FloatField(required=False, allow_null=True, default=None, help_text="圆的半径，米")
    floors = s.ListField(child=s.IntegerField(), required=False, default=list)


class OrderBody(WhereBody):
    """The order with its place; what is left out is as the plant has set it."""

    is_drill = s.BooleanField(required=False, default=False)
    title = s.CharField(required=False, default="", allow_blank=True, max_length=100)
    text = s.CharField(required=False, default="", allow_blank=True, max_length=200)
    reason = s.CharField(required=False, default="", allow_blank=True, max_length=300)
    target_s = s.IntegerField(required=False, default=0, min_value=0, max_value=7200)


class TickBody(s.Serializer):  # type: ignore[type-arg]
    """Who was seen, and where."""

    person = s.UUIDField()
    muster = s.UUIDField(required=False, allow_null=True, default=None)
    note = s.CharField(required=False, default="", allow_blank=True, max_length=200)


class UntickBody(s.Serializer):  # type: ignore[type-arg]
    """Whose tick was a mistake, and why."""

    person = s.UUIDField()
    reason = s.CharField(max_length=200)


class StandDownBody(s.Serializer):  # type: ignore[type-arg]
    """Why it is over."""

    reason = s.CharField(max_length=300)
    despite = s.BooleanField(required=False, default=False)


def where_of(account: Account, given: dict[str, Any]) -> Where:
    """The place of a body, of the asker's own company."""
    company = company_of(account)
    alarm = visible_alarms(account).filter(pk=given["alarm"]).first() if given["alarm"] else None
    if given["alarm"] and alarm is None:
        raise refuse("alarm_unknown", "没有这条报警")
    if given["geometry"] is not None:
        geometry, radius_m = in_metres(given["geometry"], company)
        return Where(geometry, given["radius_m"] or radius_m, given["floors"] or None, alarm=alarm)
    if given["area"]:
        area = visible_areas(account).filter(pk=given["area"]).first()
        if area is None:
            raise refuse("area_unknown", "没有这个区域")
        return where_of_area(area, alarm)
    return where_of_alarm(alarm, settings_of(company)) if alarm else Where(None)


class AddBody(s.Serializer):  # type: ignore[type-arg]
    """Who is put on the list."""

    people = s.ListField(child=s.UUIDField(), max_length=5000)
