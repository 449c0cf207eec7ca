"""The plant's figures for hazards."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms

from anhuan.desk.forms import Form
from anhuan.domains.hazards.rules.settings import RANKS, RUNG_LABELS, RUNGS, Settings

_RANKS = [(rank, RUNG_LABELS.get(rank, "班组长")) for rank in RANKS]
_PLAIN = (
    "assess_within_h", "assign_within_h", "accept_within_h", "warn_before_h", "most_extensions",
    "needs_photo_after", "needs_object", "likeness_pct", "duplicate_days", "recurrence_days",
)  # fmt: skip


def _hours(label: str) -> forms.FloatField:
    return forms.FloatField(label=label, min_value=0)


class SettingsForm(Form):
    """One form; a rung left empty is not told."""

    assess_within_h = _hours("评估时限")
    assign_within_h = _hours("派发时限")
    accept_within_h = _hours("验收时限")
    warn_before_h = _hours("到期提醒提前")
    most_extensions = forms.IntegerField(label="最多延期次数")
    general_acceptance = forms.MultipleChoiceField(
        label="一般隐患验收", choices=_RANKS, widget=forms.CheckboxSelectMultiple
    )
    major_acceptance = forms.MultipleChoiceField(
        label="重大隐患验收", choices=_RANKS, widget=forms.CheckboxSelectMultiple
    )
    needs_photo_after = forms.BooleanField(label="须有整改后照片", required=False)
    needs_object = forms.BooleanField(label="须绑定风险分析对象", required=False)
    likeness_pct = forms.IntegerField(label="判为相似")
    duplicate_days = forms.IntegerField(label="查重天数")
    recurrence_days = forms.IntegerField(label="复发追溯")

    units: ClassVar[dict[str, str]] = {
        "assess_within_h": "h", "assign_within_h": "h", "accept_within_h": "h",
        "warn_before_h": "h", "likeness_pct": "%", "duplicate_days": "天",
        "recurrence_days": "天", "most_extensions": "次",
        **{f"rung_{key}": "h" for key, _ in RUNGS},
    }  # fmt: skip
    groups: ClassVar[Sequence[Any]] = (
        ("时限", ("assess_within_h", "assign_within_h", "accept_within_h", "warn_before_h",
                "most_extensions")),
        ("逾期后告知（空 = 不告知）", tuple(f"rung_{key}" for key, _ in RUNGS)),
        ("验收", ("general_acceptance", "major_acceptance", "needs_photo_after")),
        ("登记", ("needs_object", "likeness_pct", "duplicate_days", "recurrence_days")),
    )  # fmt: skip

    def __init__(self, *args: Any, settings: Settings, **kwargs: Any) -> None:
        first = {name: getattr(settings, name) for name in _PLAIN}
        first |= {
            "general_acceptance": list(settings.general_acceptance),
            "major_acceptance": list(settings.major_acceptance),
        }
        first |= {f"rung_{key}": hours for key, hours in settings.overdue_ladder_h.items()}
        super().__init__(*args, initial=first, **kwargs)
        for key, label in RUNGS:
            self.fields[f"rung_{key}"] = forms.FloatField(label=label, required=False, min_value=0)
        self._dress()

    def figures(self) -> dict[str, Any]:
        """As stored."""
        given = self.cleaned_data
        ladder = {key: given[f"rung_{key}"] for key, _ in RUNGS}
        return {name: given[name] for name in _PLAIN} | {
            "general_acceptance": given["general_acceptance"],
            "major_acceptance": given["major_acceptance"],
            "overdue_ladder_h": {key: hours for key, hours in ladder.items() if hours is not None},
        }
