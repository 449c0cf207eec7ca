"""Receivers: where, in which form, which tables."""

import json
from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms

from anhuan.desk.forms import Form, Group, ModelForm
from anhuan.domains.reporting.models import Target
from anhuan.domains.reporting.seeds.loader import tables


def table_choices() -> list[tuple[str, str]]:
    """Every table with how often it goes."""
    return [(key, f"{table.name}（{key}，{table.often}）") for key, table in tables().items()]


class OptionsField(forms.JSONField):
    """Options as people type them: nothing where there are none, else a line for each."""

    def prepare_value(self, value: Any) -> Any:
        """What stands in the box."""
        if isinstance(value, dict):
            return json.dumps(value, ensure_ascii=False, indent=2) if value else ""
        return value if isinstance(value, str) else ""


class TargetForm(ModelForm[Target]):
    """One receiver. Secrets are named, never typed here."""

    tables = forms.MultipleChoiceField(
        label="上报的表", choices=table_choices, widget=forms.CheckboxSelectMultiple
    )
    options = OptionsField(
        label="选项", required=False, widget=forms.Textarea({"rows": 8, "spellcheck": "false"}),
        help_text="JSON；日期格式、空值写法、附件方式、补充字段、改名、编码映射等，见操作说明",
    )  # fmt: skip

    class Meta:
        model = Target
        fields = (
            "name", "level", "system", "form", "address", "secret", "company_code", "park_code",
            "daily_at", "tables", "options",
        )  # fmt: skip
        help_texts: ClassVar[dict[str, str]] = {
            "address": "例如 https://主机/路径、tcp://主机:端口、mqtts://主机；由接收方给出",
            "secret": "密钥文件 secrets/reporting.yaml 里的名称；令牌、密钥、密码只存在该文件",
            "company_code": "留空用企业档案的危化品登记编号",
            "daily_at": "按天上报的表在这个时刻发送",
        }

    groups: ClassVar[Sequence[Group]] = (
        ("接收方", ("name", "level", "system", "form", "address", "secret")),
        ("身份", ("company_code", "park_code")),
        ("内容", ("daily_at", "tables", "options")),
    )
    wide: ClassVar[Sequence[str]] = ("address", "tables", "options")

    def clean_options(self) -> Any:
        """Nothing typed is no options."""
        return self.cleaned_data["options"] or {}


class TestForm(Form):
    """Which table's newest row is sent."""

    table = forms.ChoiceField(label="表", help_text="取这张表最近一条校验通过的数据，原样发送一次")

    def __init__(self, *args: Any, target: Target, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["table"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(key, word) for key, word in table_choices() if key in target.tables]


class ReasonForm(Form):
    """Why."""

    why = forms.CharField(label="原因", max_length=300, widget=forms.Textarea({"rows": 3}))
