"""What a person writes down when acting on an alarm."""

from typing import Any

from django import forms

from anhuan.desk.forms import Form
from anhuan.domains.alarms.models import Alarm

SHELVING = [
    (30, "30 分钟"),
    (60, "1 小时"),
    (120, "2 小时"),
    (240, "4 小时"),
    (480, "8 小时"),
]


class HandleForm(Form):
    """Why it rang and what was done."""

    cause = forms.ChoiceField(label="原因", choices=[("", "—"), *Alarm.Cause.choices])
    result = forms.CharField(label="处理结果", widget=forms.Textarea({"rows": 4}), max_length=2000)
    close = forms.BooleanField(label="现场已恢复的，处理后关闭", required=False, initial=True)


class ClearForm(Form):
    """How it was confirmed that it is over."""

    note = forms.CharField(
        label="确认方式", widget=forms.Textarea({"rows": 3}), required=False, max_length=500,
        help_text="如：视频确认人员已疏散。现场尚未自动恢复的必须填写。",
    )  # fmt: skip


class ShelveForm(Form):
    """For how long it is put aside, and why."""

    minutes = forms.TypedChoiceField(label="搁置时长", coerce=int, choices=SHELVING)
    reason = forms.CharField(label="搁置原因", max_length=300)


class GatheringForm(Form):
    """A necessary gathering, judged (AQ 3064.3 5.2.3 d)."""

    reason = forms.CharField(
        label="确需聚集的理由", widget=forms.Textarea({"rows": 3}), max_length=200
    )
    measures = forms.CharField(label="管控措施", widget=forms.Textarea({"rows": 3}), max_length=280)
    until = forms.DateTimeField(label="截止时间", help_text="到期人员仍未分散的，重新报警")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["until"].widget.attrs["step"] = 60
