"""The forms of an evacuation: order, stand down, settings."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.db.models import QuerySet

from anhuan.desk.fields import FloorsField
from anhuan.desk.forms import Form, ModelForm
from anhuan.desk.lists import Filter
from anhuan.desk.picks import PickMany
from anhuan.domains.emergency.forms.shapes import in_metres, read_drawing
from anhuan.domains.emergency.models import EmergencySettings
from anhuan.domains.emergency.queries.affected import Where, where_of_area
from anhuan.domains.emergency.rules.life import STATE_LABELS
from anhuan.domains.org.models import Company, Person
from anhuan.domains.plant.models import Area

EVACUATION_FILTERS = (
    Filter("state", "状态", choices=list(STATE_LABELS.items())),
    Filter("is_drill", "类别", choices=[("1", "演练"), ("0", "实战")], apply=lambda rows, value:
           rows.filter(is_drill=value == "1")),
    Filter("ordered_at", "下令时间", kind="date_range"),
)  # fmt: skip


class OrderForm(Form):
    """Where, why, real or drill. `geometry` is filled by the island `fence_editor`."""

    area = forms.ModelChoiceField(
        Area.objects.none(), label="区域", required=False,
        help_text="选区域则用区域的范围；否则在图上画多边形或圆",
    )  # fmt: skip
    is_drill = forms.BooleanField(
        label="演练", required=False, help_text="指令、页面和报告都标明演练"
    )
    floors = FloorsField(
        label="楼层", required=False, help_text="例如 1, 2；空 = 按区域的楼层，图上画的为所有楼层"
    )
    title = forms.CharField(label="名称", required=False, max_length=100)
    text = forms.CharField(label="疏散指令", max_length=200)
    reason = forms.CharField(label="原因", required=False, max_length=300)
    target_s = forms.IntegerField(label="目标时间", min_value=30, max_value=7200)
    geometry = forms.CharField(required=False, widget=forms.HiddenInput)

    groups: ClassVar[Sequence[Any]] = (
        ("疏散令", ("area", "floors", "is_drill", "text", "target_s", "title", "reason")),
    )
    units: ClassVar[dict[str, str]] = {"target_s": "s"}
    wide: ClassVar[Sequence[str]] = ("text", "reason")

    def __init__(
        self, data: Any, *, company: Company, settings: EmergencySettings, where: Where | None
    ) -> None:
        self.company, self.where = company, where
        first = {"text": settings.order_text, "target_s": settings.target_s}
        if where and where.area:
            first["area"] = where.area.pk
        super().__init__(data, initial=first)
        rows = Area.objects.filter(company=company, is_retired=False)
        self.fields["area"].queryset = rows.exclude(kind=Area.Kind.MUSTER)  # type: ignore[attr-defined]

    def chosen(self) -> Where:
        """The place: a drawing, else the area, else what the page began with; floors cut it."""
        where, floors = self._place(), self.cleaned_data["floors"]
        return replace(where, floors=floors) if floors else where

    def _place(self) -> Where:
        drawn = read_drawing(self.cleaned_data["geometry"])
        alarm = self.where.alarm if self.where else None
        if drawn is not None:
            return Where(*in_metres(drawn, self.company), alarm=alarm)
        if area := self.cleaned_data["area"]:
            return where_of_area(area, alarm)
        return self.where or Where(None)


class AddForm(Form):
    """People to be put on the list; those inside by the gate without a tag are ticked already."""

    people = forms.ModelMultipleChoiceField(
        Person.objects.none(), label="人员", required=False,
        widget=PickMany(words=lambda person: f"{person.pinyin} {person.number}"),
        help_text="已勾选的是门禁在厂、没有标签定位的人员",
    )  # fmt: skip
    wide: ClassVar[Sequence[str]] = ("people",)

    def __init__(self, data: Any, *, rows: QuerySet[Person], chosen: Sequence[UUID]) -> None:
        super().__init__(data, initial={"people": list(chosen)})
        field = self.fields["people"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = rows


class StandDownForm(Form):
    """Why it is over."""

    reason = forms.CharField(label="解除原因", max_length=300, widget=forms.Textarea({"rows": 3}))
    despite = forms.BooleanField(label="还有人未到位，仍要解除", required=False)


class SettingsForm(ModelForm[EmergencySettings]):
    """The plant's values."""

    groups: ClassVar[Sequence[Any]] = (
        ("指令", ("order_text", "clear_text", "target_s")),
        ("范围", ("alarm_radius_m", "margin_m", "presence_h")),
        ("点到", ("muster_s", "silent_s", "gate")),
        ("记录", ("kept_days",)),
    )
    wide: ClassVar[Sequence[str]] = ("order_text", "clear_text")

    class Meta:
        model = EmergencySettings
        fields = (
            "order_text", "clear_text", "target_s", "alarm_radius_m", "margin_m", "presence_h",
            "muster_s", "silent_s", "gate", "kept_days",
        )  # fmt: skip
