"""Entering a gate passage by hand, and the sounders."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, ClassVar

from django import forms

from anhuan.desk.forms import Form, ModelForm
from anhuan.desk.lists import Filter
from anhuan.desk.picks import PickMany, PickOne
from anhuan.domains.org.models import Company, Person
from anhuan.domains.positioning.forms.filters import areas, departments
from anhuan.domains.positioning.models import GatePassage, Sounder
from anhuan.domains.positioning.queries import gates as queries


class PassageForm(Form):
    """Who went through which gate, when the gate's own device did not tell."""

    person = forms.ModelChoiceField(
        Person.objects.none(), label="人员",
        widget=PickOne(words=lambda person: f"{person.pinyin} {person.number}"),
    )  # fmt: skip
    way = forms.ChoiceField(label="方向", choices=GatePassage.Way.choices)
    gate = forms.CharField(label="门", max_length=50, help_text="与门禁上报的名称一致")
    at = forms.DateTimeField(label="时间")

    def __init__(self, *args: Any, company: Company, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["person"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Person.objects.filter(company=company, is_retired=False)
        known = queries.gates_of(company)
        self.initial = {"at": now, "gate": known[0] if known else "", **self.initial}
        if known:
            self.fields["gate"].help_text = "已有：" + "、".join(known)


class SounderForm(ModelForm[Sounder]):
    """A sounder; its place is picked on the map."""

    groups: ClassVar[Sequence[Any]] = (
        ("声光报警器", ("number", "name")),
        ("位置", ("area", "floor", "x_m", "y_m")),
        ("同时警示", ("also_warns",)),
    )
    wide = ("also_warns",)

    class Meta:
        model = Sounder
        fields = ("number", "name", "area", "floor", "x_m", "y_m", "also_warns")
        widgets: ClassVar[dict[str, Any]] = {"also_warns": PickMany()}
        help_texts: ClassVar[dict[str, str]] = {
            "number": "设备接收消息的编号：anhuan/v1/down/编号",
            "name": "例如：压缩机房东墙",
            "also_warns": "这些区域报警时也响",
        }


PASSAGE_FILTERS = (
    Filter("way", "方向", choices=GatePassage.Way.choices),
    Filter("department", "部门", choices=departments, apply="person__department_id"),
    Filter("kind", "人员类型", choices=Person.Kind.choices, apply="person__kind"),
    Filter("at", "时间", kind="date_range", apply="at"),
    Filter("by_hand", "人工登记", kind="bool", apply="is_by_hand"),
)
PASSAGE_SEARCH = ("person__name", "person__pinyin", "person__number", "gate")
INSIDE_FILTERS = (
    Filter("without_tag", "未带标签", kind="bool", apply=queries.without_tag),
    Filter("department", "部门", choices=departments, apply="department_id"),
    Filter("kind", "人员类型", choices=Person.Kind.choices, apply="kind"),
)
INSIDE_SEARCH = ("name", "pinyin", "number")
SOUNDER_FILTERS = (Filter("area", "区域", choices=areas, apply="area_id"),)
SOUNDER_SEARCH = ("number", "name", "area__name")
