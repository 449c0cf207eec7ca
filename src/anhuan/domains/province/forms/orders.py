"""What goes down, what was looked at, what is said of an answer."""

from django import forms

from anhuan.desk.forms import Form
from anhuan.domains.province.models.checks import SUBJECTS
from anhuan.domains.province.rules.levels import LEVELS
from anhuan.domains.province.rules.orders import KINDS

BY_HAND = [(key, word) for key, word in KINDS.items() if key != "finding"]


class OrderForm(Form):
    """A warning, an order or a reminder."""

    kind = forms.ChoiceField(label="类别", choices=BY_HAND, initial="order")
    level = forms.ChoiceField(
        label="等级", choices=list(LEVELS.items()), initial="yellow",
        help_text="反馈期限按等级，见监管设置",
    )  # fmt: skip
    title = forms.CharField(label="事项", max_length=100)
    text = forms.CharField(label="要求", max_length=2000, widget=forms.Textarea({"rows": 5}))


class CheckForm(Form):
    """A look from afar, or on the spot."""

    subject = forms.ChoiceField(label="检查内容", choices=list(SUBJECTS.items()))
    result = forms.ChoiceField(
        label="结果", choices=[("normal", "正常"), ("abnormal", "异常")],
        help_text="异常时立即下发企业整改",
    )  # fmt: skip
    level = forms.ChoiceField(label="异常等级", choices=list(LEVELS.items()), initial="yellow")
    is_on_site = forms.BooleanField(label="现场核查", required=False)
    note = forms.CharField(label="情况", max_length=2000, widget=forms.Textarea({"rows": 5}))


class VerdictForm(Form):
    """What is said of an answer."""

    note = forms.CharField(
        label="核查意见", max_length=500, required=False, widget=forms.Textarea({"rows": 4})
    )
