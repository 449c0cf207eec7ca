"""Choosing from many rows by typing: a drop-down, or ticks, with a field that finds.

Without scripts they are the plain drop-down and the plain ticks; `desk/pick.js` adds the typing.
"""

from collections.abc import Callable
from typing import Any

from django import forms
from django.forms.widgets import ChoiceWidget

Words = Callable[[Any], str]  # of a row: what may be typed beside its label (pinyin, number)


class _Findable(ChoiceWidget):
    """Options that carry what else they are found by."""

    words: Words | None = None

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Django's, with the row's other words."""
        option: dict[str, Any] = super().create_option(name, value, *args, **kwargs)
        row = getattr(value, "instance", None)
        if self.words and row is not None:
            option["words"] = option["attrs"]["data-words"] = self.words(row)
        return option


class PickOne(_Findable, forms.Select):
    """One of many: `forms.ModelChoiceField(…, widget=PickOne(words=lambda p: p.pinyin))`."""

    def __init__(self, words: Words | None = None, hint: str = "输入姓名、拼音或编号") -> None:
        super().__init__({"data-pick": hint})
        self.words = words


class PickMany(_Findable, forms.CheckboxSelectMultiple):
    """Some of many: ticks under a field that narrows them; those ticked stand first."""

    template_name = "desk/_pick_many.html"

    def __init__(self, words: Words | None = None, hint: str = "输入名称、拼音或编号") -> None:
        super().__init__()
        self.words, self.hint = words, hint

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """The options as one list, the ticked ones first."""
        context: dict[str, Any] = super().get_context(name, value, attrs)
        options = [one for _, group, _ in context["widget"]["optgroups"] for one in group]
        options.sort(key=lambda one: not one["selected"])
        return context | {
            "options": options,
            "hint": self.hint,
            "ticked": sum(bool(one["selected"]) for one in options),
        }
