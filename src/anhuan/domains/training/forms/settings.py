"""What a plant sets for certificates and training."""

from typing import Any

from django import forms

from anhuan.desk.forms import Form
from anhuan.domains.training.models import TrainingSettings


class DaysField(forms.CharField):
    """ "90, 60, 30, 7" as numbers of days, the largest first."""

    def prepare_value(self, value: Any) -> Any:
        """A list back to text."""
        return ", ".join(map(str, value)) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        """Text to days."""
        words = (super().to_python(value) or "").replace("，", ",").split(",")
        try:
            days = {int(word) for word in words if word.strip()}
        except ValueError:
            raise forms.ValidationError("写作 90, 60, 30, 7") from None
        if not days or not all(0 <= one <= 365 for one in days):
            raise forms.ValidationError("至少一个，各在 0 到 365 天之间")
        return sorted(days, reverse=True)


class SettingsForm(Form):
    """Warnings, and whether only what is on file counts."""

    warn_days = DaysField(label="到期提醒（天）", help_text="各提醒一次，逾期再提醒一次")
    only_on_file = forms.BooleanField(
        label="作业票只认登记的证书", required=False,
        help_text="勾选后，票上手填而未登记的证书不算数",
    )  # fmt: skip

    def __init__(self, *args: Any, settings: TrainingSettings, **kwargs: Any) -> None:
        names = ("warn_days", "only_on_file")
        super().__init__(*args, initial={one: getattr(settings, one) for one in names}, **kwargs)
