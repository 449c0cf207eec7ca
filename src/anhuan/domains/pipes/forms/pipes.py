"""A definition, a sample, a reason."""

from typing import Any, ClassVar

from django import forms

from anhuan.desk.forms import Form
from anhuan.domains.org.models import Company
from anhuan.domains.pipes.models import Node

CODE = {"rows": 26, "spellcheck": "false", "class": "pipe-code"}
EXAMPLE = """pipe: hazards
title: 隐患送省平台
source:
  kind: postgres
  url: "env:EXCHANGE_PLANT_DB"
  capture: log
  tables: [{name: public.hazard}]
transforms:
  - rename: {title: NAME}
routes:
  - to: province
    transport: {kind: tcps, url: "tcps://exchange.example:9443", token: "env:EXCHANGE_TOKEN"}
    compare_every_s: 3600
"""


class VersionForm(Form):
    """The text of a definition and why it changed."""

    text = forms.CharField(
        label="定义", widget=forms.Textarea(CODE),
        help_text="YAML；数据库地址与令牌写 env:EXCHANGE_名称 或 file:名称，由服务器管理员存放",
    )  # fmt: skip
    note = forms.CharField(label="修改说明", max_length=200, required=False)
    wide: ClassVar = ("text", "note")


class NewPipeForm(VersionForm):
    """And on which node it runs."""

    node = forms.ModelChoiceField(Node.objects.none(), label="运行节点", empty_label=None)
    field_order = ("node", "text", "note")

    def __init__(self, *args: Any, company: Company, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["node"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Node.objects.filter(company=company, is_retired=False)


class TryForm(Form):
    """A row as JSON, of one of the tables."""

    table = forms.ChoiceField(label="表")
    row = forms.CharField(
        label="样例数据（JSON）", widget=forms.Textarea(CODE | {"rows": 8}),
        help_text="取最近一条消息，或自己填写；只在本页试算，不写入任何地方",
    )  # fmt: skip

    def __init__(self, *args: Any, tables: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["table"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(name, name) for name in tables]


class ReasonForm(Form):
    """Why."""

    why = forms.CharField(label="原因", max_length=300, widget=forms.Textarea({"rows": 3}))


class ReplayForm(Form):
    """The row, edited."""

    body = forms.CharField(
        label="内容", required=False, widget=forms.Textarea(CODE | {"rows": 14}),
        help_text="可以改正后重放；不改则按原样再试一次",
    )  # fmt: skip


class NodeForm(Form):
    """What a node is called."""

    name = forms.CharField(label="名称", max_length=60, help_text="例如 前置机、二厂交换机")
