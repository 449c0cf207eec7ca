"""The plant's weights and points."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms

from anhuan.desk.forms import Form
from anhuan.domains.inspection.rules.kinds import KIND_CHOICES
from anhuan.domains.mechanism.rules.settings import FIGURES, Settings
from anhuan.domains.risk.rules.duties import ROLE_CHOICES

_WHOLE = ("few_weeks", "silent_days")
_SCORE = ("made_up_pct", "overdue_points", "overdue_major_points", "few_points", "few_weeks",
          "silent_days")  # fmt: skip
_LEVELS = ("good_from", "fair_from", "poor_from")
_AWARDS = ("reward_found", "reward_major", "penalty_missed", "penalty_made_up",
           "penalty_overdue", "cny_per_point")  # fmt: skip


class SettingsForm(Form):
    """One form; every figure has a default."""

    units: ClassVar[dict[str, str]] = {
        "made_up_pct": "%", "few_weeks": "周", "silent_days": "天", "cny_per_point": "元",
        **dict.fromkeys((*_LEVELS, "overdue_points", "overdue_major_points", "few_points"), "分"),
        **dict.fromkeys(_AWARDS[:-1], "分"), **{f"duty_{key}": "分" for key, _ in ROLE_CHOICES},
    }  # fmt: skip
    groups: ClassVar[Sequence[Any]] = (
        ("排查任务权重", tuple(f"kind_{key}" for key, _ in KIND_CHOICES)),
        ("包保责任缺履职扣分", tuple(f"duty_{key}" for key, _ in ROLE_CHOICES)),
        ("计分与否决", _SCORE), ("运行等级", _LEVELS), ("奖惩建议", _AWARDS),
        ("排查计划", ("plans_itself",)),
    )  # fmt: skip

    def __init__(self, *args: Any, settings: Settings, **kwargs: Any) -> None:
        first = {name: getattr(settings, name) for name, *_ in FIGURES}
        first |= {f"kind_{key}": value for key, value in settings.kind_weights.items()}
        first |= {f"duty_{key}": value for key, value in settings.duty_points.items()}
        super().__init__(*args, initial=first, **kwargs)
        for name, label, *_ in FIGURES:
            field = forms.IntegerField if name in _WHOLE else forms.FloatField
            self.fields[name] = field(label=label)
        self.fields["plans_itself"] = forms.BooleanField(
            label="风险清单变化后自动生成排查计划", required=False,
            initial=settings.plans_itself,
        )  # fmt: skip
        for prefix, choices in (("kind", KIND_CHOICES), ("duty", ROLE_CHOICES)):
            for key, label in choices:
                self.fields[f"{prefix}_{key}"] = forms.FloatField(label=label)
        self._dress()

    def figures(self) -> dict[str, Any]:
        """As stored."""
        given = self.cleaned_data
        return {name: given[name] for name, *_ in FIGURES} | {
            "plans_itself": given["plans_itself"],
            "kind_weights": {key: given[f"kind_{key}"] for key, _ in KIND_CHOICES},
            "duty_points": {key: given[f"duty_{key}"] for key, _ in ROLE_CHOICES},
        }
