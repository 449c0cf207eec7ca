"""Alarm tests and what is acted out in them."""

from typing import Any

from django import forms

from anhuan.desk.forms import Form, ModelForm
from anhuan.domains.alarms.models import AlarmKind
from anhuan.domains.calibration.models import AlarmTest
from anhuan.domains.calibration.rules.thresholds import USUAL_S
from anhuan.domains.org.models import Company
from anhuan.domains.plant.models import Area

WITHIN_LABELS = {
    "crowd": "人员聚集", "boundary": "越界", "over_count": "超员", "under_count": "缺员",
    "sos": "一键求救", "intruder": "非作业人员闯入", "worker_left": "作业人员离开",
    "near_high_risk": "接近高风险区",
}  # fmt: skip


class AlarmTestForm(ModelForm[AlarmTest]):
    """A new session: where, and its thresholds by kind of alarm."""

    class Meta:
        model = AlarmTest
        fields = ("name", "area", "sample_s", "miss_limit_pct", "false_limit_pct", "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind, seconds in USUAL_S.items():
            self.fields[f"within_{kind}"] = forms.FloatField(
                label=f"{WITHIN_LABELS[kind]}应在此时间内报警（s）", initial=seconds, min_value=1
            )
        self._dress()

    @property
    def stated(self) -> dict[str, Any]:
        """As the action takes it."""
        given = dict(self.cleaned_data)
        within = {kind: given.pop(f"within_{kind}") for kind in USUAL_S}
        return given | {"within_s": within}


class EventForm(Form):
    """What is acted out; without times it begins now."""

    kind = forms.ChoiceField(label="报警类型")
    should_alarm = forms.TypedChoiceField(
        label="试验", choices=[("1", "应当报警（漏报试验）"), ("", "不应报警（误报试验）")],
        coerce=bool, required=False, initial="1",
    )  # fmt: skip
    area = forms.ModelChoiceField(Area.objects.none(), label="区域", required=False)
    people = forms.IntegerField(label="人数", required=False, min_value=0, max_value=999)
    since = forms.DateTimeField(label="开始", required=False, help_text="不填：从现在开始")
    until = forms.DateTimeField(label="结束", required=False, help_text="不填：做完后点“结束”")
    what = forms.CharField(
        label="做法", max_length=200, required=False,
        help_text="例如：圆心 1 个、12 m 圆上 5 个标签",
    )  # fmt: skip

    def __init__(self, *args: Any, company: Company, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind, area = self.fields["kind"], self.fields["area"]
        assert isinstance(kind, forms.ChoiceField) and isinstance(area, forms.ModelChoiceField)
        rows = AlarmKind.objects.filter(company=company).order_by("priority", "name")
        kind.choices = list(rows.values_list("code", "name"))
        area.queryset = Area.objects.filter(company=company, is_retired=False)
