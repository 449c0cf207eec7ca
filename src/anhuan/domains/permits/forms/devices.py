"""Devices and places of permits as forms, and how their lists are narrowed."""

import json
from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest

from anhuan.desk.fields import HiddenTextarea
from anhuan.desk.forms import Form, ModelForm
from anhuan.desk.lists import Filter
from anhuan.domains.org.queries import account_of, company_of
from anhuan.domains.permits.models import FixedHotArea, Instrument
from anhuan.domains.permits.models.places import PermitPlace
from anhuan.domains.permits.queries.fixed_areas import detectors_for
from anhuan.domains.plant.models import Area
from anhuan.domains.positioning.queries.fences import as_lonlat, metres_or_as_is, taken_apart
from anhuan.kernel.geo import Georeference


def areas(request: HttpRequest) -> Iterable[tuple[Any, str]]:
    """The plant's areas as choices."""
    rows = Area.objects.filter(company=company_of(account_of(request)), is_retired=False)
    return rows.order_by("code").values_list("pk", "name")


INSTRUMENT_FILTERS = (
    Filter("form", "类别", choices=Instrument.Form.choices),
    Filter("area", "区域", choices=areas),
    Filter("is_retired", "已停用", kind="bool"),
)
INSTRUMENT_SEARCH = ("number", "name", "area__name")


class InstrumentForm(ModelForm[Instrument]):
    """One device."""

    groups: ClassVar[Any] = (
        (
            "设备",
            ("form", "number", "name", "checked_until", "ex_mark", "ex_certificate", "is_retired"),
        ),
        ("位置", ("area", "x_m", "y_m", "floor", "address")),
    )

    class Meta:
        model = Instrument
        fields = (
            "form", "number", "name", "area", "x_m", "y_m", "floor", "address", "checked_until",
            "ex_mark", "ex_certificate", "is_retired",
        )  # fmt: skip


class FixedAreaForm(ModelForm[FixedHotArea]):
    """A fixed hot-work area and its conditions (5.5.2); the map's editor fills `geometry`."""

    geometry = forms.CharField(label="范围", required=False, widget=HiddenTextarea)
    groups: ClassVar[Any] = (
        ("固定动火区", ("name", "area", "floor", "responsible", "is_retired")),
        ("条件", ("is_marked", "is_downwind", "is_indoors", "has_fire_wall", "is_in_process_area",
                "has_gas_alarm", "detector")),
    )  # fmt: skip

    class Meta:
        model = FixedHotArea
        fields = (
            "name", "area", "geometry", "floor", "responsible", "is_marked", "is_downwind",
            "is_indoors", "has_fire_wall", "is_in_process_area", "has_gas_alarm", "detector",
            "is_retired",
        )  # fmt: skip

    def __init__(self, *args: Any, frame: Georeference, **kwargs: Any) -> None:
        self.frame = frame
        super().__init__(*args, **kwargs)
        self.fields["detector"].queryset = detectors_for(kwargs["company"])  # type: ignore[attr-defined]
        drawn = self.instance.geometry
        if isinstance(drawn, dict):
            feature = {"type": "Feature", "geometry": as_lonlat(drawn, frame), "properties": {}}
            self.initial["geometry"] = json.dumps(feature)

    def clean_geometry(self) -> Any:
        """The drawn shape in plant metres; nothing drawn is refused by the rule."""
        text = (self.cleaned_data.get("geometry") or "").strip()
        try:
            geometry = taken_apart(json.loads(text))[0] if text else None
        except ValueError:
            raise forms.ValidationError("图形数据无法读取，请重新绘制") from None
        return metres_or_as_is(geometry, self.frame) if geometry else None


class ReviewForm(Form):
    """A year's identification of hazards."""

    on = forms.DateField(label="辨识日期", required=False, help_text="空 = 今天")
    findings = forms.CharField(
        label="辨识结果", max_length=2000, required=False, widget=forms.Textarea({"rows": 5})
    )
    is_changed = forms.BooleanField(
        label="周边环境有变化", required=False, help_text="有变化时取消批准，须重新划定、批准"
    )


class PlaceForm(ModelForm[PermitPlace]):
    """A place nobody may be in without a permit."""

    class Meta:
        model = PermitPlace
        fields = ("area", "kind", "is_retired")


class LockCodeForm(Form):
    """Which lock; a point code where there is no positioning."""

    lock = forms.ModelChoiceField(Instrument.objects.none(), label="电子锁")
    point = forms.CharField(
        label="作业点码", max_length=64, required=False,
        help_text="有有效定位时不用填；没有定位时扫描现场作业点码",
    )  # fmt: skip

    def __init__(self, *args: Any, locks: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lock"].queryset = locks  # type: ignore[attr-defined]


class WatchForm(Form):
    """Which detector."""

    number = forms.CharField(label="检测仪编号", max_length=32, help_text="扫描或输入机身编号")
