"""The model's points, bounds, deadlines."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms

from anhuan.desk.forms import Form, Group
from anhuan.domains.province.models import ProvinceSettings
from anhuan.domains.province.rules.levels import DEADLINES_MIN, LEVELS
from anhuan.domains.province.rules.model import BOUNDS, LABELS, WEIGHTS
from anhuan.domains.province.rules.settings import ISSUE_FROM


class SettingsForm(Form):
    """Every number of the model by its name."""

    issue_from = forms.ChoiceField(
        label="自动下发预警", choices=list(ISSUE_FROM.items()), required=False
    )
    alarm_open_min = forms.IntegerField(label="报警长时间未销", min_value=1, max_value=10_080)
    offline_min = forms.IntegerField(label="离线", min_value=1, max_value=10_080)
    track_days = forms.IntegerField(
        label="人员轨迹保存", help_text="0 为不保存，由园区决定", min_value=0, max_value=366
    )
    groups: ClassVar[Sequence[Group]] = (
        ("模型分值", tuple(f"weight_{key}" for key in WEIGHTS)),
        ("等级界限", tuple(f"bound_{key}" for key in BOUNDS)),
        ("反馈时限", tuple(f"deadline_{key}" for key in DEADLINES_MIN)),
        ("预警与数据质量", ("issue_from", "alarm_open_min", "offline_min")),
        ("人员定位", ("track_days",)),
    )
    units: ClassVar[dict[str, str]] = (
        dict.fromkeys([f"deadline_{key}" for key in DEADLINES_MIN], "分钟")
        | dict.fromkeys([f"weight_{key}" for key in WEIGHTS] + [f"bound_{k}" for k in BOUNDS], "分")
        | dict.fromkeys(("alarm_open_min", "offline_min"), "分钟")
        | {"track_days": "天"}
    )

    def __init__(self, *args: Any, settings: ProvinceSettings, **kwargs: Any) -> None:
        kwargs["initial"] = _initial(settings)
        super().__init__(*args, **kwargs)

    @property
    def changes(self) -> dict[str, Any]:
        """As the action takes them."""
        data = self.cleaned_data
        return {
            "weights": {key: data[f"weight_{key}"] for key in WEIGHTS},
            "bounds": {key: data[f"bound_{key}"] for key in BOUNDS},
            "deadlines_min": {key: data[f"deadline_{key}"] for key in DEADLINES_MIN},
            "issue_from": data["issue_from"], "alarm_open_min": data["alarm_open_min"],
            "offline_min": data["offline_min"], "track_days": data["track_days"],
        }  # fmt: skip


def _initial(settings: ProvinceSettings) -> dict[str, Any]:
    found = {f"weight_{k}": v for k, v in (WEIGHTS | settings.weights).items()}
    found |= {f"bound_{k}": v for k, v in (BOUNDS | settings.bounds).items()}
    found |= {f"deadline_{k}": v for k, v in (DEADLINES_MIN | settings.deadlines_min).items()}
    names = ("issue_from", "alarm_open_min", "offline_min", "track_days")
    return found | {name: getattr(settings, name) for name in names}


for _key, _label in LABELS.items():
    SettingsForm.base_fields[f"weight_{_key}"] = forms.IntegerField(label=_label)
for _key in BOUNDS:
    SettingsForm.base_fields[f"bound_{_key}"] = forms.IntegerField(label=f"{LEVELS[_key]}起点")
for _key in DEADLINES_MIN:
    SettingsForm.base_fields[f"deadline_{_key}"] = forms.IntegerField(label=LEVELS[_key])
