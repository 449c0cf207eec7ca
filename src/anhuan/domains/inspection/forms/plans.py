"""Plans, routes, points and standstills as people fill them in."""

import json
from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms

from anhuan.desk.forms import ModelForm
from anhuan.domains.inspection.models import InspectionSettings, Plan, Point, Route, Standstill
from anhuan.domains.org.models import Company
from anhuan.kernel.geo import Georeference
from anhuan.kernel.geometry import geometry_blockers, map_coordinates

_CHECKS = forms.CheckboxSelectMultiple
WEEKDAYS = list(enumerate(("一", "二", "三", "四", "五", "六", "日"), start=1))
MONTH_DAYS = [*((n, str(n)) for n in range(1, 32)), (-1, "最后一天")]
MONTHS = [(n, f"{n}月") for n in range(1, 13)]


class Numbers(forms.TypedMultipleChoiceField):
    """Several of a few numbers, as a list."""

    def __init__(self, label: str, choices: Sequence[tuple[int, str]]) -> None:
        super().__init__(
            label=label, choices=choices, coerce=int, required=False, empty_value=[],
            widget=forms.SelectMultiple(attrs={"size": 4}),
        )  # fmt: skip


class HoursField(forms.CharField):
    """Parts of the day: "08:00-12:00 14:00-18:00"."""

    def prepare_value(self, value: Any) -> Any:
        """As it is typed."""
        return " ".join("-".join(span) for span in value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        """Pairs of texts; what is none is left for the rules to name."""
        if isinstance(value, list):
            return value
        spans = (value or "").replace("，", " ").replace(",", " ").split()
        return [span.replace("－", "-").replace("—", "-").split("-") for span in spans]


class PlanForm(ModelForm[Plan]):
    """A plan."""

    groups: ClassVar[Sequence[Any]] = (
        ("内容", ("name", "kind", "department", "route", "standard")),
        ("人员", ("people", "rotation_days")),
        ("时间", ("every", "step", "starts_on", "ends_on", "hours", "times", "days", "weekdays",
                 "month_days", "months", "lead_days")),
        ("窗口", ("tolerance_min", "make_up_min", "remind_min", "ahead_days")),
        ("状态", ("is_paused",)),
    )  # fmt: skip
    wide: ClassVar[Sequence[str]] = ("people",)
    hours = HoursField(
        label="时段", required=False, help_text="如 08:00-12:00 14:00-18:00；空 = 全天"
    )
    weekdays = Numbers("星期", WEEKDAYS)
    month_days = Numbers("日", MONTH_DAYS)
    months = Numbers("月", MONTHS)

    class Meta:
        model = Plan
        fields = (
            "name", "kind", "department", "route", "standard", "people", "rotation_days",
            "every", "step", "starts_on", "ends_on", "hours", "times", "days", "weekdays",
            "month_days", "months", "lead_days", "tolerance_min", "make_up_min", "remind_min",
            "ahead_days", "is_paused",
        )  # fmt: skip


class PointForm(ModelForm[Point]):
    """A point."""

    groups: ClassVar[Sequence[Any]] = (
        ("点位", ("code", "name", "beacon", "area", "structure", "equipment")),
        ("位置", ("x_m", "y_m", "floor")),
        ("检查", ("standards", "is_paused", "paused_for")),
    )
    units: ClassVar[dict[str, str]] = {"x_m": "m", "y_m": "m"}

    class Meta:
        model = Point
        fields = (
            "code", "name", "beacon", "area", "structure", "equipment", "x_m", "y_m", "floor",
            "standards", "is_paused", "paused_for",
        )  # fmt: skip
        widgets: ClassVar[dict[str, Any]] = {"standards": _CHECKS}


class RouteForm(ModelForm[Route]):
    """A route; its points by their codes, in their order."""

    groups: ClassVar[Sequence[Any]] = (
        ("路线", ("name", "department", "codes", "is_ordered")),
        ("要求", ("corridor_m", "first_within_min", "is_paused", "paused_for")),
    )
    wide: ClassVar[Sequence[str]] = ("codes",)
    path = forms.CharField(label="路径", required=False, widget=forms.HiddenInput)
    place: Georeference
    codes = forms.CharField(
        label="点位顺序", widget=forms.Textarea(attrs={"rows": 8}),
        help_text="每行一个点位编码，按巡检顺序",
    )  # fmt: skip

    class Meta:
        model = Route
        fields = (
            "name", "department", "is_ordered", "corridor_m", "first_within_min", "is_paused",
            "paused_for",
        )  # fmt: skip

    def __init__(
        self, *args: Any, company: Company, place: Georeference | None = None, **kwargs: Any
    ) -> None:
        self.company = company
        super().__init__(*args, company=company, **kwargs)
        self._draw_on(place)
        if not self.instance._state.adding:
            rows = self.instance.stops.values_list("point__code", flat=True)
            self.initial["codes"] = "\n".join(rows.order_by("position"))

    def _draw_on(self, place: Georeference | None) -> None:
        """Without a map there is nothing to draw on: the path stays as it is."""
        if place is None:
            del self.fields["path"]
            return
        self.place = place
        if len(self.instance.path) > 1:
            line = {"type": "LineString", "coordinates": self.instance.path}
            self.initial["path"] = json.dumps(map_coordinates(line, place.to_lonlat))

    def clean_path(self) -> list[Any]:
        """Places in plant metres, in their order; nothing where nothing is drawn."""
        try:
            drawn = json.loads(self.cleaned_data["path"] or "null")
        except ValueError:
            raise forms.ValidationError("图形数据无法读取，请重新绘制") from None
        if drawn is None:
            return []
        line: Any = drawn.get("geometry", drawn) if isinstance(drawn, dict) else None
        if list(geometry_blockers(line)) or line["type"] != "LineString":
            raise forms.ValidationError("路径应画成一条折线")
        return [
            [round(metres, 2) for metres in self.place.to_plant(*place[:2])]
            for place in line["coordinates"]
        ]

    def clean_codes(self) -> list[Point]:
        """The points, in the order of the lines."""
        codes = [line.strip() for line in self.cleaned_data["codes"].splitlines() if line.strip()]
        rows = Point.objects.filter(company=self.company, code__in=codes, is_retired=False)
        known = {point.code: point for point in rows}
        if missing := [code for code in codes if code not in known]:
            raise forms.ValidationError(f"没有这些点位：{'、'.join(missing[:10])}")
        if len(set(codes)) != len(codes):
            raise forms.ValidationError("同一点位在路线中只能出现一次")
        return [known[code] for code in codes]


class StandstillForm(ModelForm[Standstill]):
    """A stop, an overhaul, a holiday."""

    groups: ClassVar[Sequence[Any]] = (
        ("停检", ("kind", "reason", "begins_at", "ends_at")),
        ("范围（都不选 = 全厂）", ("plans", "routes", "points", "departments")),
    )

    class Meta:
        model = Standstill
        fields = (
            "kind", "reason", "begins_at", "ends_at", "plans", "routes", "points", "departments",
        )  # fmt: skip


class SettingsForm(ModelForm[InspectionSettings]):
    """The plant's own figures."""

    class Meta:
        model = InspectionSettings
        fields = (
            "keeper", "within_m", "seen_within_s", "least_weight", "identity", "escalate_min",
        )  # fmt: skip
