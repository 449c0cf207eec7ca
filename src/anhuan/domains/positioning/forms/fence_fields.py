"""Fields only fences have: weekly periods, limits by kind, and kinds of day."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from anhuan.domains.positioning.queries.subjects import KIND_LABELS
from anhuan.domains.positioning.rules.fences import DAY_KINDS

ROWS_READ = 200  # numbers go on when rows are taken away
DAYS = tuple(enumerate("一二三四五六日", start=1))


class WeekWidget(forms.Widget):
    """As many periods as one wants: weekdays, from and to, and between which dates.

    A template of a row lies beside them for `positioning/week.js`; without scripts there is
    always one empty row more.
    """

    template_name = "positioning/_week.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """The periods as rows, one empty one after them."""
        context: dict[str, Any] = super().get_context(name, value, attrs)
        periods = [*(value if isinstance(value, list) else []), {}]
        context["periods"] = [
            (number, period, period.get("days") or ([day for day, _ in DAYS] if period else []))
            for number, period in enumerate(periods)
        ]
        kinds = tuple(DAY_KINDS.items())
        return context | {"days": DAYS, "kinds": kinds, "blank": ("__n__", {}, [])}

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[dict[str, Any]]:
        """Rows with a time; a row without ticks means every day."""
        rows = (_period(data, f"{name}-{number}") for number in range(ROWS_READ))
        return [row for row in rows if row]

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """No rows at all is a value: always in force."""
        return False


def _period(data: Any, row: str) -> dict[str, Any] | None:
    def text(name: str) -> str:
        return str(data.get(f"{row}-{name}", "")).strip()

    start, end = text("from")[:5], text("to")[:5]
    if not (start or end):
        return None
    days = [int(d) for d in data.getlist(f"{row}-days") if d in "1234567" and len(d) == 1]
    dates = {name: text(name) for name in ("first", "last") if text(name)}
    kinds = [kind for kind in data.getlist(f"{row}-kinds") if kind in DAY_KINDS]
    whole = {} if len(kinds) in (0, len(DAY_KINDS)) else {"kinds": kinds}
    return {"days": days, "from": start, "to": end, **whole, **dates}


class WeekField(forms.Field):
    """A weekly schedule; the rules say what is wrong with it."""

    widget = WeekWidget

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compared as lists."""
        return bool((initial or []) != (data or []))


class KindLimitsWidget(forms.Widget):
    """One small number a kind of person."""

    template_name = "positioning/_kind_limits.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Each kind with its limit."""
        context: dict[str, Any] = super().get_context(name, value, attrs)
        limits = value if isinstance(value, dict) else {}
        rows = [(kind, word, limits.get(kind, "")) for kind, word in KIND_LABELS.items()]
        return context | {"rows": rows}

    def value_from_datadict(self, data: Any, files: Any, name: str) -> dict[str, str]:
        """What was typed, by kind."""
        typed = {kind: str(data.get(f"{name}-{kind}", "")).strip() for kind in KIND_LABELS}
        return {kind: text for kind, text in typed.items() if text}

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """Nothing typed is a value: no limits."""
        return False


class KindLimitsField(forms.Field):
    """{"contractor": 2}."""

    widget = KindLimitsWidget

    def clean(self, value: Any) -> dict[str, int]:
        """Whole numbers."""
        try:
            return {kind: int(text) for kind, text in (value or {}).items()}
        except ValueError:
            raise ValidationError("分类限员应填整数") from None

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compared as text."""
        before = {kind: str(limit) for kind, limit in (initial or {}).items()}
        return bool(before != (data or {}))
