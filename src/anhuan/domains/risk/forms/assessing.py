"""Scoring an event: the method chosen decides which boxes and factors are asked."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, ClassVar

from django import forms

from anhuan.desk.forms import Form
from anhuan.domains.risk.actions import Assessed
from anhuan.domains.risk.models import Assessment
from anhuan.domains.risk.rules.direct_red import Facts, Rule
from anhuan.domains.risk.rules.methods import METHODS, Method, scale_for
from anhuan.domains.risk.rules.scoring import FACTOR_LABELS, FACTORS, Scale, Score

_FACTS = ("breaks_law", "had_accident", "burns_or_poisons", "people_at_once")


class AssessForm(Form):
    """Boxes of the method, factors of the scale, what decides by itself."""

    breaks_law = forms.BooleanField(label=Rule.BREAKS_LAW.label, required=False)
    had_accident = forms.BooleanField(label=Rule.HAD_ACCIDENT.label, required=False)
    burns_or_poisons = forms.BooleanField(label="具有中毒、爆炸、火灾等危险", required=False)
    people_at_once = forms.IntegerField(label="同一时间作业人数", min_value=0, initial=0)
    note = forms.CharField(
        label="说明", max_length=500, required=False, widget=forms.Textarea({"rows": 2})
    )
    units: ClassVar[dict[str, str]] = {"people_at_once": "人"}

    def __init__(
        self, *args: Any, method: Method, scale: Scale, last: Assessment | None = None,
        **kwargs: Any,
    ) -> None:  # fmt: skip
        self.method, self.scale = method, scale_for(method, scale)
        kwargs["initial"] = _before(last, self.method, self.scale) | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        for key, label in METHODS[self.method].boxes:
            self.fields[f"box_{key}"] = forms.CharField(
                label=label, max_length=500, required=False, widget=forms.Textarea({"rows": 2})
            )
        for key, known in FACTORS[self.scale].items():
            self.fields[f"score_{key}"] = forms.TypedChoiceField(
                label=FACTOR_LABELS[key], choices=[("", "—"), *_options(known)], coerce=Decimal,
                empty_value=None,
            )  # fmt: skip
        self._dress()

    @property
    def groups(self) -> Sequence[Any]:  # type: ignore[override]  # by method
        """Boxes, factors, facts."""
        boxes = tuple(f"box_{key}" for key, _ in METHODS[self.method].boxes)
        scores = tuple(f"score_{key}" for key in FACTORS[self.scale])
        return (
            (self.method.label, boxes), (f"打分 {self.scale.label}", scores),
            ("直接判定为重大风险的情形", _FACTS), ("", ("note",)),
        )  # fmt: skip

    def assessed(self, data: dict[str, Any]) -> Assessed:
        """As the action takes it."""
        return Assessed(
            self.method, self.scale,
            {key: data.get(f"score_{key}") for key in FACTORS[self.scale]},
            {key: data.get(f"box_{key}", "") for key, _ in METHODS[self.method].boxes},
            Facts(**{name: data[name] for name in _FACTS}), data["note"],
        )  # fmt: skip


def _options(known: Score) -> Iterable[tuple[str, str]]:
    return [(f"{value:f}", f"{value:f}　{label}") for value, label in known.items()]


def _before(last: Assessment | None, method: Method, scale: Scale) -> dict[str, Any]:
    """What was scored last, where it fits."""
    if last is None:
        return {}
    given: dict[str, Any] = {key: last.facts.get(key) for key in _FACTS if key in last.facts}
    if last.scale == scale:
        given |= {f"score_{key}": value for key, value in last.scores.items()}
    if last.method == method:
        given |= {f"box_{key}": value for key, value in last.boxes.items()}
    return given
