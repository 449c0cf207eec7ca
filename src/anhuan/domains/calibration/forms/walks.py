"""Points and walk tests as people fill them in."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms

from anhuan.desk.forms import Form, ModelForm
from anhuan.desk.lists import Filter
from anhuan.domains.calibration.models import (
    AlarmTest,
    CalibrationSettings,
    Instrument,
    SurveyPoint,
    WalkTest,
)
from anhuan.domains.org.models import Company

POINT_FILTERS = (Filter("key", "重点防爆区域", kind="bool", apply="is_key"),)
POINT_SEARCH = ("name", "area__name")
WALK_FILTERS = (
    Filter("state", "状态", choices=WalkTest.State.choices, apply="state"),
    Filter("at", "日期", kind="date_range", apply="started_at"),
)
ALARM_TEST_FILTERS = (
    Filter("state", "状态", choices=AlarmTest.State.choices, apply="state"),
    Filter("at", "日期", kind="date_range", apply="started_at"),
)
INSTRUMENT_FILTERS = (Filter("kind", "类别", choices=Instrument.Kind.choices, apply="kind"),)
INSTRUMENT_SEARCH = ("name", "number", "certificate")
NAME_SEARCH = ("name",)


class PointForm(ModelForm[SurveyPoint]):
    """A surveyed point."""

    groups: ClassVar[Sequence[Any]] = (
        ("测量点", ("name", "area", "is_key", "has_satellite", "note")),
        ("坐标（厂区坐标系）", ("x_m", "y_m", "z_m", "floor")),
    )

    class Meta:
        model = SurveyPoint
        fields = ("name", "area", "is_key", "has_satellite", "x_m", "y_m", "z_m", "floor", "note")


class WalkForm(ModelForm[WalkTest]):
    """A new walk test."""

    class Meta:
        model = WalkTest
        fields = ("name", "tag", "route", "timer", "range_finder", "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("timer", "range_finder"):
            choice = self.fields[name]
            assert isinstance(choice, forms.ModelChoiceField) and choice.queryset is not None
            choice.queryset = choice.queryset.filter(kind=name, is_retired=False)


class InstrumentForm(ModelForm[Instrument]):
    """A timer or a range finder."""

    groups: ClassVar[Sequence[Any]] = (
        ("测试设备", ("kind", "name", "number", "span", "error")),
        ("检定", ("calibrated_on", "valid_until", "certificate")),
    )

    class Meta:
        model = Instrument
        fields = ("kind", "name", "number", "span", "error", "calibrated_on", "valid_until",
                  "certificate")  # fmt: skip


class AtPointForm(Form):
    """Which point one stands at."""

    point = forms.ModelChoiceField(SurveyPoint.objects.none(), label="测量点")

    def __init__(self, *args: Any, company: Company, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["point"]
        assert isinstance(choice, forms.ModelChoiceField)
        choice.queryset = SurveyPoint.objects.filter(company=company, is_retired=False)


class PastStandForm(AtPointForm):
    """A stand entered afterwards."""

    since = forms.DateTimeField(label="到点时间")
    until = forms.DateTimeField(label="离开时间", help_text="至少停留 20 秒；量距只保留约 2 小时")


class ReasonForm(Form):
    """Why it is called off."""

    reason = forms.CharField(
        label="作废原因", max_length=300, required=False, widget=forms.Textarea({"rows": 3})
    )


class SettingsForm(ModelForm[CalibrationSettings]):
    """The plant's limits."""

    groups: ClassVar[Sequence[Any]] = (
        ("定位误差", ("limit_m", "key_limit_m", "static_limit_m", "high_risk_limit_m",
                      "moving_limit_m", "settle_s")),
        ("基站", ("bias_limit_m", "check_every_min", "drift_limit_m", "refused_limit_pct")),
        ("报警", ("miss_limit_pct", "false_limit_pct")),
        ("周期", ("every_months", "warn_days")),
    )  # fmt: skip

    class Meta:
        model = CalibrationSettings
        fields = (
            "limit_m", "key_limit_m", "static_limit_m", "high_risk_limit_m", "moving_limit_m",
            "settle_s", "bias_limit_m", "check_every_min", "drift_limit_m", "refused_limit_pct",
            "miss_limit_pct", "false_limit_pct", "every_months", "warn_days",
        )  # fmt: skip
