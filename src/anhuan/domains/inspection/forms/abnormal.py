"""Closing an abnormality."""

from django import forms

from anhuan.desk.forms import Form


class CloseForm(Form):
    """What was done about it."""

    handled = forms.CharField(
        label="处理结果", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
