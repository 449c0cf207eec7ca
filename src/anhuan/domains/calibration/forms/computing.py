"""What is computed beside: radio maps, and alarm tests with other thresholds."""

from typing import Any

from django import forms

from anhuan.desk.forms import Form
from anhuan.desk.lists import Filter
from anhuan.domains.calibration.models import RadioMap
from anhuan.domains.calibration.queries.radio_maps import floors_heard
from anhuan.domains.calibration.rules.retuning import THRESHOLDS, Threshold
from anhuan.domains.org.models import Company
from anhuan.kernel import clock

MAP_FILTERS = (
    Filter("state", "状态", choices=RadioMap.State.choices, apply="state"),
    Filter("active", "启用", kind="bool", apply="is_active"),
)


class MapForm(Form):
    """Which floor; the walks of the last year serve."""

    floor = forms.TypedChoiceField(label="楼层", coerce=int)
    note = forms.CharField(label="说明", max_length=200, required=False)

    def __init__(self, *args: Any, company: Company, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["floor"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = [(k, f"{k}F") for k in floors_heard(company, clock.now())]


class RetuneForm(Form):
    """A set of thresholds; what is left empty stays as it is in force."""

    name = forms.CharField(label="名称", max_length=40, help_text="区分各组参数，如“半径 12 m”")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key, one in THRESHOLDS.items():
            self.fields[key] = _field(one)
        self._dress()

    @property
    def stated(self) -> dict[str, Any]:
        """As the action takes it."""
        given = {key: self.cleaned_data[key] for key in THRESHOLDS}
        tuning = {key: value for key, value in given.items() if value not in (None, "")}
        if "over_at_limit" in tuning:
            tuning["over_at_limit"] = tuning["over_at_limit"] == "1"
        return {"name": self.cleaned_data["name"], "tuning": tuning}


def _field(one: Threshold) -> forms.Field:
    if one.low is None or one.high is None:
        choices = [("", "不改变"), ("1", "人数 ≥ 限员"), ("0", "人数 > 限员")]
        return forms.ChoiceField(label=one.label, choices=choices, required=False)
    hint = f"{one.low:g}–{one.high:g}，不填：不改变"
    return forms.FloatField(
        label=f"{one.label}（{one.unit}）", required=False, min_value=one.low, max_value=one.high,
        help_text=hint,
    )  # fmt: skip
