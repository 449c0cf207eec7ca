"""A plant and its points."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms

from anhuan.desk.forms import Form, Group, ModelForm
from anhuan.domains.org.models import Account
from anhuan.domains.province.models import Enterprise, Point
from anhuan.domains.province.queries import bureaus_for
from anhuan.domains.reporting.seeds.loader import tables


class EnterpriseForm(ModelForm[Enterprise]):
    """What the authority knows of it."""

    tables = forms.MultipleChoiceField(
        label="应报的表", choices=lambda: [(k, f"{t.name}（{k}）") for k, t in tables().items()],
        widget=forms.CheckboxSelectMultiple, required=False,
    )  # fmt: skip
    groups: ClassVar[Sequence[Group]] = (
        ("企业", ("code", "name", "bureau", "kind", "grade", "park_code", "has_hazard_source")),
        ("位置与联系", ("address", "longitude", "latitude", "principal", "principal_phone",
                        "safety_officer", "safety_phone", "duty_phone")),
        ("许可", ("licence_no", "licence_until")),
        ("数据", ("tables",)),
    )  # fmt: skip
    wide: ClassVar[Sequence[str]] = ("address", "tables")

    class Meta:
        model = Enterprise
        fields = (
            "code", "name", "bureau", "kind", "grade", "park_code", "has_hazard_source", "address",
            "longitude", "latitude", "principal", "principal_phone", "safety_officer",
            "safety_phone", "duty_phone", "licence_no", "licence_until", "tables",
        )  # fmt: skip

    def __init__(self, *args: Any, account: Account, **kwargs: Any) -> None:
        super().__init__(*args, company=account.company, **kwargs)
        self.fields["bureau"].queryset = bureaus_for(account, "province.edit")  # type: ignore[attr-defined]


class PointForm(ModelForm[Point]):
    """A sensed point. Thresholds of a known one are changed by request and approval."""

    class Meta:
        model = Point
        fields = (
            "code", "name", "object_kind", "object_name", "substance", "parameter", "low_low",
            "low", "high", "high_high",
        )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance._state.adding:
            for name in ("low_low", "low", "high", "high_high"):
                del self.fields[name]


class LimitsForm(Form):
    """Other thresholds, and why."""

    low_low = forms.FloatField(label="低低报", required=False)
    low = forms.FloatField(label="低报", required=False)
    high = forms.FloatField(label="高报", required=False)
    high_high = forms.FloatField(label="高高报", required=False)
    reason = forms.CharField(label="依据", max_length=500, widget=forms.Textarea({"rows": 3}))
