"""Answering an order; looking through them."""

from django import forms

from anhuan.desk.forms import Form
from anhuan.desk.lists import Filter
from anhuan.domains.reporting.rules.orders import KINDS, LEVELS, WAITING

ORDERS = (
    Filter("kind", "类别", choices=list(KINDS.items())),
    Filter("level", "等级", choices=list(LEVELS.items())),
    Filter("waiting", "待反馈", "bool",
           apply=lambda rows, on: rows.filter(state__in=WAITING) if on
           else rows.exclude(state__in=WAITING)),
    Filter("issued_at", "下发日期", "date_range"),
)  # fmt: skip


class ReplyForm(Form):
    """Why, and what was done."""

    cause = forms.CharField(label="原因", max_length=1000, widget=forms.Textarea({"rows": 3}))
    measures = forms.CharField(
        label="处置措施和结果", max_length=1000, widget=forms.Textarea({"rows": 5})
    )
