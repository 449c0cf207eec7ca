"""Forms of changes that touch permit forms."""

from typing import ClassVar

from django import forms

from anhuan.desk.forms import Form
from anhuan.desk.lists import Filter
from anhuan.domains.permits.actions.changes import Changed
from anhuan.domains.permits.models import FormReview
from anhuan.domains.permits.models.templates import KIND_CHOICES
from anhuan.domains.permits.rules.kinds import Kind

REVIEW_FILTERS = (
    Filter("kind", "作业类型", choices=KIND_CHOICES),
    Filter("outcome", "复核结果", choices=[
        ("revised", FormReview.Outcome.REVISED.label), ("kept", FormReview.Outcome.KEPT.label),
    ]),
)  # fmt: skip


class ChangeForm(Form):
    """An approved change and the works it touches."""

    number = forms.CharField(label="变更单号", max_length=64)
    approved_on = forms.DateField(label="变更批准日期")
    change = forms.CharField(
        label="变更内容", max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="工艺条件、物料、设备或风险管控措施变了什么",
    )  # fmt: skip
    kinds = forms.MultipleChoiceField(
        label="受影响的作业类型", choices=KIND_CHOICES, widget=forms.CheckboxSelectMultiple
    )
    wide: ClassVar[tuple[str, ...]] = ("kinds",)

    def changed(self) -> Changed:
        """As the action takes it."""
        data = self.cleaned_data
        kinds = tuple(Kind(one) for one in data["kinds"])
        return Changed(data["number"], data["change"], data["approved_on"], kinds)


class KeepForm(Form):
    """Why a form needs no other words."""

    note = forms.CharField(
        label="复核说明", max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
