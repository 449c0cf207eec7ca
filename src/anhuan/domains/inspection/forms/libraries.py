"""Choosing shipped lists."""

from typing import Any

from django import forms

from anhuan.desk.forms import Form
from anhuan.domains.inspection.seeds import shipped_lists


class TakeForm(Form):
    """Which lists are taken over."""

    lists = forms.MultipleChoiceField(
        label="检查标准", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="已有同名标准的不会覆盖；导入后可自行修改、补充",
    )  # fmt: skip
    wide = ("lists",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["lists"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [
            (one.key, f"{one.library} · {one.name}（{len(one.items)} 项）")
            for one in shipped_lists()
        ]
