"""Fields several slices ask for."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError


class FloorsField(forms.CharField):
    """ "1, 2" as [1, 2]; empty means every floor."""

    def prepare_value(self, value: Any) -> Any:
        """A list back to text."""
        return ", ".join(map(str, value)) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        """Text to a list of whole numbers."""
        words = (super().to_python(value) or "").replace("，", ",").replace("F", "").split(",")
        try:
            floors = [int(word) for word in words if word.strip()]
        except ValueError:
            raise ValidationError("楼层写作 1, 2, 3；空 = 所有楼层") from None
        if any(not -9 <= floor <= 99 for floor in floors):
            raise ValidationError("楼层应在 -9 到 99 之间")
        return sorted(set(floors)) or None


class HiddenTextarea(forms.Textarea):
    """A textarea that is not drawn: the island reads and writes it."""

    input_type = "hidden"

    def __init__(self) -> None:
        super().__init__({"hidden": True})
