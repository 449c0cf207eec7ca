"""The reservation: the seven things of AQ 3064.2-2025 5.3.1, conditions, and the place drawn."""

import json
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone

from anhuan.desk.fields import FloorsField, HiddenTextarea
from anhuan.desk.picks import PickOne
from anhuan.domains.org.models import Company, Department
from anhuan.domains.permits.actions import Reservation
from anhuan.domains.permits.forms.boxes import values_of
from anhuan.domains.permits.forms.evidence import BoxesForm
from anhuan.domains.permits.models import PermitPoint
from anhuan.domains.permits.queries.qualifications import usable_firms
from anhuan.domains.permits.rules.forms import Field
from anhuan.domains.permits.rules.kinds import KINDS, Kind
from anhuan.domains.plant.models import Area, Structure
from anhuan.domains.positioning.queries.fences import metres_or_as_is, taken_apart
from anhuan.kernel import clock

USUAL_LENGTH = timedelta(hours=4)
REACH_M = 5.0  # of work around a point code where nobody draws: as near as one signs on site
_WHOSE = ("unit", "work_unit", "contractor")


class EquipmentField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Equipment by its tag number (PTW-087)."""

    def label_from_instance(self, obj: Structure) -> str:
        """P-101A 进料泵."""
        return f"{obj.code} {obj.name}"


class ReservationForm(BoxesForm):
    """One kind's reservation. `frame` is the plant's place on the earth, for the drawing."""

    content = forms.CharField(label="作业内容", max_length=1000, required=False,
                              widget=forms.Textarea({"rows": 2}))  # fmt: skip
    point = forms.ModelChoiceField(
        PermitPoint.objects.none(), label="作业点码", required=False, empty_label="不选",
        help_text=f"选点码后不用画图：范围为点周围 {REACH_M:g} m",
    )  # fmt: skip
    place = forms.CharField(label="作业位置", max_length=200, required=False)
    area = forms.ModelChoiceField(Area.objects.none(), label="区域", required=False)
    structure = EquipmentField(
        Structure.objects.none(), label="设备设施", required=False,
        widget=PickOne(hint="输入位号或名称"),
    )  # fmt: skip
    unit = forms.ModelChoiceField(Department.objects.none(), label="作业申请单位")
    work_unit = forms.CharField(label="作业单位", max_length=100, required=False)
    contractor = forms.ModelChoiceField(
        Company.objects.filter(kind=Company.Kind.CONTRACTOR, is_retired=False), label="承包商",
        required=False, help_text="本企业作业留空；只列出审核通过的承包商",
    )  # fmt: skip
    starts_at = forms.DateTimeField(label="计划开始")
    ends_at = forms.DateTimeField(label="计划结束")
    grade = forms.ChoiceField(label="作业级别", required=False,
                              help_text="留空按条件计算；只能提高，不能降低")  # fmt: skip
    is_urgent = forms.BooleanField(label="紧急预约（当天作业）", required=False)
    urgent_reason = forms.CharField(label="紧急原因", max_length=300, required=False)
    floors = FloorsField(label="楼层", required=False, help_text="例如 1, 2；空 = 区域的楼层")
    radius_m = forms.FloatField(required=False, widget=forms.HiddenInput)
    geometry = forms.CharField(label="范围", required=False, widget=HiddenTextarea)

    def __init__(
        self, *args: Any, kind: Kind, boxes: Sequence[Field], company: Company, frame: Any,
        **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, boxes=boxes, company=company, **kwargs)
        self.kind, self.boxes, self.frame = kind, boxes, frame
        self._choices(company)
        names = [name for name in self.fields if name.startswith("box_")]
        what = ["content", "point", "place", "area", "structure", "floors", *_WHOSE]
        when = ["starts_at", "ends_at", "is_urgent", "urgent_reason"]
        self.groups = [
            ("作业", what), ("时间", when), ("条件", [*names, "grade"]),
        ]  # fmt: skip

    groups: Any = ()  # type: ignore[misc]  # each form its own

    def _choices(self, company: Company) -> None:
        mine: Any = self.fields
        mine["area"].queryset = Area.objects.filter(company=company, is_retired=False)
        built = Structure.objects.filter(company=company, is_retired=False)
        mine["structure"].queryset = built.order_by("code")
        points = PermitPoint.objects.filter(company=company, is_retired=False)
        mine["point"].queryset = points.order_by("code")
        mine["unit"].queryset = Department.objects.filter(company=company, is_retired=False)
        usable = usable_firms(company, timezone.localtime(clock.now()).date())
        mine["contractor"].queryset = mine["contractor"].queryset.filter(pk__in=usable)
        levels = [(one.code, one.label) for one in KINDS[self.kind].levels]
        if KINDS[self.kind].is_graded:
            mine["grade"].choices = [("", "按条件计算"), *levels]
        else:
            del mine["grade"]

    def clean_geometry(self) -> Any:
        """The drawn shape in plant metres; a circle brings its radius."""
        text = (self.cleaned_data.get("geometry") or "").strip()
        try:
            geometry, radius = taken_apart(json.loads(text)) if text else (None, None)
        except ValueError:
            raise forms.ValidationError("图形数据无法读取，请重新绘制") from None
        self.drawn_radius = radius
        return metres_or_as_is(geometry, self.frame) if geometry and self.frame else None

    def asked(self) -> Reservation:
        """As the action takes it."""
        data = self.cleaned_data
        radius = getattr(self, "drawn_radius", None)
        plain = ("content", "place", "area", "structure", *_WHOSE, "starts_at", "ends_at",
                 "is_urgent", "urgent_reason", "floors", "geometry")  # fmt: skip
        given = {name: data[name] for name in plain} | {"radius_m": radius or data["radius_m"]}
        return Reservation(
            kind=self.kind, grade=data.get("grade") or "", values=values_of(self.boxes, data),
            **(given | self._at_point(given)),
        )  # fmt: skip

    def _at_point(self, given: dict[str, Any]) -> dict[str, Any]:
        """What a chosen point says where nobody has drawn: its name, circle and floor."""
        point = self.cleaned_data.get("point")
        if point is None:
            return {}
        named = {"place": given["place"] or point.name}
        if given["geometry"]:
            return named
        circle = {"type": "Point", "coordinates": [point.x_m, point.y_m]}
        return named | {"geometry": circle, "radius_m": REACH_M, "floors": [point.floor]}
