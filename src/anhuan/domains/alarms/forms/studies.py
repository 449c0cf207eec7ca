"""A study of a place as people fill it in."""

from typing import ClassVar

from django import forms

from anhuan.desk.forms import Form, ModelForm
from anhuan.desk.lists import Filter
from anhuan.domains.alarms.models import GatheringStudy
from anhuan.domains.alarms.rules.studies import FREQUENT_TIMES, LOOK_BACK

STUDY_FILTERS = (
    Filter("open", "未完成", kind="bool", apply="done_at__isnull"),
    Filter("due", "完成期限", kind="date_range", apply="due"),
)
STUDY_SEARCH = ("area__name", "cause", "measure", "owner__name")


class StudyForm(ModelForm[GatheringStudy]):
    """Cause, measure, owner and day."""

    wide: ClassVar = ("cause", "measure")

    class Meta:
        model = GatheringStudy
        fields = ("area", "owner", "due", "cause", "measure")
        widgets: ClassVar = {
            "cause": forms.Textarea({"rows": 3}), "measure": forms.Textarea({"rows": 3}),
        }  # fmt: skip


class ResultForm(Form):
    """How the measure was put in place."""

    wide: ClassVar = ("result",)
    result = forms.CharField(label="落实情况", max_length=500, widget=forms.Textarea({"rows": 3}))


class SpotsForm(Form):
    """What counts as frequent."""

    days = forms.IntegerField(label="最近天数", min_value=1, max_value=366, required=False,
                              initial=LOOK_BACK.days)  # fmt: skip
    least = forms.IntegerField(label="至少次数", min_value=1, max_value=1000, required=False,
                               initial=FREQUENT_TIMES)  # fmt: skip
