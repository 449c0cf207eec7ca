"""Forms of the phones' pages."""

from collections.abc import Sequence

from django import forms

from anhuan.desk.forms import Form
from anhuan.desk.lists import Filter

DEVICE_FILTERS: Sequence[Filter] = ()
DEVICE_SEARCH = ("label", "note", "account__username", "account__person__name")


class BlockForm(Form):
    """Why a phone is shut out."""

    reason = forms.CharField(label="停用原因", max_length=200)
