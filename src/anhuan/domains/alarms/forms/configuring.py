"""Settings of the alarms: kinds, ladders, silences."""

from typing import ClassVar

from django import forms

from anhuan.desk.forms import Form, ModelForm
from anhuan.domains.alarms.models import AlarmKind, EscalationStep, Suppression


class KindForm(ModelForm[AlarmKind]):
    """How this plant treats one kind."""

    groups: ClassVar = [
        ("基本信息", ["name", "priority", "needs_clearing", "sounds", "is_enabled"]),
        ("上报代码", ["aq_code", "province_code"]),
        ("处置", ["guidance"]),
    ]

    class Meta:
        model = AlarmKind
        fields = (
            "name", "priority", "needs_clearing", "sounds", "is_enabled", "aq_code",
            "province_code", "guidance",
        )  # fmt: skip
        widgets: ClassVar = {"guidance": forms.Textarea({"rows": 4})}


class RungForm(ModelForm[EscalationStep]):
    """One rung of a ladder: who is told after how long, in one area or all."""

    units: ClassVar = {"after_s": "s"}

    class Meta:
        model = EscalationStep
        fields = ("after_s", "role", "area")


class SuppressionForm(ModelForm[Suppression]):
    """Kind, area and time, all three, and why (AQ 3064.3 5.2.5)."""

    wide: ClassVar = ("reason",)

    class Meta:
        model = Suppression
        fields = ("kind", "area", "starts_at", "ends_at", "reason")


class PeriodForm(Form):
    """The days statistics are made of."""

    first = forms.DateField(label="自")
    last = forms.DateField(label="至")
