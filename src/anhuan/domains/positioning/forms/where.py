"""What the pages and endpoints over tracks are asked with."""

import json
from datetime import datetime, timedelta
from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest
from django.utils import timezone
from rest_framework import serializers as s

from anhuan.desk.forms import Form
from anhuan.domains.org.models import Account
from anhuan.domains.org.queries import company_of
from anhuan.domains.positioning.forms.filters import KINDS, areas, departments
from anhuan.domains.positioning.queries.devices import settings_of
from anhuan.domains.positioning.queries.fences import as_metres, frame_of
from anhuan.domains.positioning.rules.coverage import ENOUGH
from anhuan.domains.positioning.rules.heat import CELLS_M
from anhuan.domains.positioning.rules.looks import LEAST_CHARACTERS, PURPOSES, needs_purpose
from anhuan.kernel import clock
from anhuan.kernel.geometry import geometry_blockers


class PeriodForm(Form):
    """From when until when: today so far unless somebody says otherwise; read from the address."""

    longest: ClassVar[timedelta] = timedelta(days=31)
    start = forms.DateTimeField(label="从")
    end = forms.DateTimeField(label="到")

    def __init__(self, request: HttpRequest, account: Account) -> None:
        self.account = account
        self.was_asked = "start" in request.GET
        super().__init__(self._data(request))
        self.fields["start"].widget.format = self.fields["end"].widget.format = "%Y-%m-%dT%H:%M"
        self._offer(request)

    def _data(self, request: HttpRequest) -> dict[str, Any]:
        now = timezone.localtime(clock.now())
        first = {name: field.initial for name, field in self.base_fields.items()}
        shown = {k: v for k, v in first.items() if v is not None}
        shown |= {"start": f"{now:%Y-%m-%dT00:00}", "end": f"{now:%Y-%m-%dT%H:%M}"}
        given = {name: request.GET[name] for name in self.base_fields if name in request.GET}
        return shown | given

    def _offer(self, request: HttpRequest) -> None:
        """Choices that depend on who asks."""
        for name, choices in (("area", areas), ("department", departments)):
            if name in self.fields:
                field = self.fields[name]
                field.choices = [("", "全部"), *choices(request)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """In order, and not longer than allowed."""
        data = super().clean() or self.cleaned_data
        start, end = data.get("start"), data.get("end")
        if start and end and end <= start:
            self.add_error("end", "止时必须晚于起时")
        elif start and end and end - start > self.longest:
            self.add_error("end", f"一次最多 {self.longest.days} 天，请分段查询")
        return data

    @property
    def period(self) -> tuple[datetime, datetime]:
        """The checked period; an end in the minute now running takes all of it."""
        start, end = self.cleaned_data["start"], self.cleaned_data["end"]
        return start, end + timedelta(minutes=1) if end.second == 0 else end

    def chosen(self, name: str) -> Any:
        """A choice, None when it was left open."""
        return self.cleaned_data.get(name) or None


class PurposeForm(PeriodForm):
    """With what the look is for: demanded of those roles the plant named."""

    purpose = forms.CharField(label="查看目的", required=False, max_length=100)

    def __init__(self, request: HttpRequest, account: Account) -> None:
        super().__init__(request, account)
        wanted = settings_of(company_of(account)).purpose_roles
        self.fields["purpose"].required = needs_purpose(account.roles, wanted)
        self.fields["purpose"].widget.attrs |= {
            "list": "purposes", "minlength": LEAST_CHARACTERS, "placeholder": "例如：事故调查",
        }  # fmt: skip

    @property
    def purposes(self) -> tuple[str, ...]:
        """Offered in the drop-down; anything else may be typed."""
        return PURPOSES


class DwellForm(PeriodForm):
    """Time spent, by whom and where."""

    area = forms.ChoiceField(label="区域", required=False)
    department = forms.ChoiceField(label="部门", required=False)
    kind = forms.ChoiceField(label="类型", required=False, choices=[("", "全部"), *KINDS])
    name = forms.CharField(label="姓名", required=False, max_length=50)


class AttendanceForm(PeriodForm):
    """Presence by shift."""

    area = forms.ChoiceField(label="区域", required=False)
    department = forms.ChoiceField(label="部门", required=False)
    absent = forms.BooleanField(label="列出未到人员", required=False)


class HeatForm(PeriodForm):
    """Where time went."""

    floor = forms.IntegerField(label="楼层", required=False, min_value=-9, max_value=99)
    kind = forms.ChoiceField(label="类型", required=False, choices=[("", "全部"), *KINDS])
    cell_m = forms.TypedChoiceField(
        label="格边长", coerce=int, initial=2, choices=[(c, f"{c} m") for c in CELLS_M]
    )


class NearForm(PurposeForm):
    """A place on the map and how far around it."""

    x_m = forms.FloatField(label="x（m）", min_value=-1e5, max_value=1e5)
    y_m = forms.FloatField(label="y（m）", min_value=-1e5, max_value=1e5)
    radius_m = forms.FloatField(label="半径（m）", min_value=1, max_value=500, initial=15)
    floor = forms.IntegerField(label="楼层", required=False, min_value=-9, max_value=99)


class ContactsForm(PurposeForm):
    """A person, how near, how long."""

    longest = timedelta(days=7)
    who = forms.CharField(label="姓名 / 工号 / 车牌", max_length=50)
    radius_m = forms.FloatField(label="距离（m）", min_value=0.5, max_value=100, initial=3)
    minutes = forms.FloatField(label="累计（分）", min_value=0.1, max_value=1440, initial=1)


class CoverageForm(Form):
    """How many anchors are enough."""

    enough = forms.IntegerField(
        label="至少能听到的基站数", min_value=1, max_value=8, initial=ENOUGH
    )


class PassedForm(PurposeForm):
    """A shape drawn on the map, as GeoJSON in degrees."""

    geometry = forms.CharField(widget=forms.HiddenInput)
    floor = forms.IntegerField(label="楼层", required=False, min_value=-9, max_value=99)
    radius_m: float | None = None  # of a circle or a corridor

    def clean_geometry(self) -> dict[str, Any]:
        """The shape in plant metres; its radius is kept beside it."""
        try:
            drawn = json.loads(self.cleaned_data["geometry"])
        except ValueError:
            drawn = None
        if isinstance(drawn, dict) and drawn.get("type") == "Feature":
            self.radius_m = (drawn.get("properties") or {}).get("radius_m")
            drawn = drawn.get("geometry")
        if list(geometry_blockers(drawn)) or (drawn["type"] != "Polygon" and not self.radius_m):
            raise forms.ValidationError("请先在地图上画出范围")
        return as_metres(drawn, frame_of(company_of(self.account)))


class PassedRequest(s.Serializer):  # type: ignore[type-arg]
    """A shape in plant metres and a period."""

    geometry = s.JSONField(
        help_text="GeoJSON Polygon，或 Point、LineString 加 radius_m；厂区坐标，米"
    )
    radius_m = s.FloatField(
        required=False, allow_null=True, default=None, min_value=0.5, max_value=500
    )
    floors = s.ListField(child=s.IntegerField(), default=list)
    purpose = s.CharField(default="", allow_blank=True, max_length=200)

    def get_fields(self) -> dict[str, Any]:
        """`from` is a word of the language."""
        moments = {"from": s.DateTimeField(), "to": s.DateTimeField()}
        return super().get_fields() | moments

    def validate_geometry(self, value: Any) -> Any:
        """A shape that can be filled."""
        found = list(geometry_blockers(value))
        if found:
            raise s.ValidationError([one.text for one in found])
        return value

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """In order, at most a week; a point or line needs a radius."""
        if not timedelta() < attrs["to"] - attrs["from"] <= timedelta(days=7):
            raise s.ValidationError("时段应从早到晚，最多 7 天", code="bad_period")
        if attrs["geometry"]["type"] != "Polygon" and not attrs["radius_m"]:
            raise s.ValidationError("点和线需要 radius_m", code="no_radius")
        return attrs
