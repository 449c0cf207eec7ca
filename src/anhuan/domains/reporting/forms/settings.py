"""The deputy, the hour of the warning, what weighs how much."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms

from anhuan.desk.forms import Group, ModelForm
from anhuan.domains.reporting.models import ReportingSettings
from anhuan.domains.reporting.rules.score import LABELS, WEIGHTS, Part


class SettingsForm(ModelForm[ReportingSettings]):
    """A weight for every part of the score."""

    class Meta:
        model = ReportingSettings
        fields = ("deputy", "warn_at")

    groups: ClassVar[Sequence[Group]] = (
        ("安全承诺", ("deputy", "warn_at")),
        ("评分权重", tuple(f"weight_{part}" for part in Part)),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for part in Part:
            value = self.instance.weights.get(part, WEIGHTS[part])
            self.fields[f"weight_{part}"] = forms.IntegerField(
                label=LABELS[part], min_value=0, max_value=100, initial=value
            )

    @property
    def changes(self) -> dict[str, Any]:
        """The weights in one."""
        data = self.cleaned_data
        weights = {part.value: data[f"weight_{part}"] for part in Part}
        return {"deputy": data["deputy"], "warn_at": data["warn_at"], "weights": weights}
