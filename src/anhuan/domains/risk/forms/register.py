"""Objects, units, events and measures."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms

from anhuan.desk.forms import ModelForm
from anhuan.desk.picks import PickOne
from anhuan.domains.org.models import Company
from anhuan.domains.risk.models import RiskEvent, RiskMeasure, RiskObject, RiskUnit
from anhuan.domains.risk.queries import settings_of


def _person_words(person: Any) -> str:
    return f"{person.pinyin} {person.number}"


class ObjectForm(ModelForm[RiskObject]):
    """What is analysed."""

    groups: ClassVar[Sequence[Any]] = (
        ("分析对象", ("name", "kind", "code", "own_code", "source")),
        ("位置与责任", ("area", "department", "person", "position")),
    )

    class Meta:
        model = RiskObject
        fields = (
            "name", "kind", "code", "own_code", "source", "area", "department", "person",
            "position",
        )  # fmt: skip
        widgets: ClassVar[dict[str, Any]] = {"person": PickOne(words=_person_words)}


class UnitForm(ModelForm[RiskUnit]):
    """A part of an object."""

    class Meta:
        model = RiskUnit
        fields = ("name", "kind", "structure", "department", "person", "position")
        widgets: ClassVar[dict[str, Any]] = {
            "person": PickOne(words=_person_words),
            "structure": PickOne(hint="输入位号或名称"),
        }


class EventForm(ModelForm[RiskEvent]):
    """What may happen."""

    accidents = forms.MultipleChoiceField(
        label="事故类型", required=False, widget=forms.CheckboxSelectMultiple
    )
    wide = ("name", "hazard", "consequence", "accidents")

    class Meta:
        model = RiskEvent
        fields = ("name", "hazard", "consequence", "accidents", "raised_to", "position")
        widgets: ClassVar[dict[str, Any]] = {
            "hazard": forms.Textarea({"rows": 2}), "consequence": forms.Textarea({"rows": 2}),
        }  # fmt: skip

    def __init__(self, *args: Any, company: Company, **kwargs: Any) -> None:
        super().__init__(*args, company=company, **kwargs)
        known = (*settings_of(company).accidents, *self.instance.accidents)
        choices = [(one, one) for one in dict.fromkeys(known)]
        self.fields["accidents"].choices = choices  # type: ignore[attr-defined]


class MeasureForm(ModelForm[RiskMeasure]):
    """What keeps it from happening."""

    groups: ClassVar[Sequence[Any]] = (
        ("措施", ("text", "class_2", "class_3", "data_source")),
        ("排查", ("check_content", "problem", "cycle_count", "cycle_unit", "post", "person",
                  "position")),
    )  # fmt: skip

    class Meta:
        model = RiskMeasure
        fields = (
            "text", "class_2", "class_3", "data_source", "check_content", "problem",
            "cycle_count", "cycle_unit", "post", "person", "position",
        )  # fmt: skip
        widgets: ClassVar[dict[str, Any]] = {
            "text": forms.Textarea({"rows": 2}), "check_content": forms.Textarea({"rows": 2}),
            "problem": forms.Textarea({"rows": 2}), "person": PickOne(words=_person_words),
            "post": PickOne(hint="输入岗位名称"),
        }  # fmt: skip
