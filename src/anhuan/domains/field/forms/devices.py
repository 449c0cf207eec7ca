"""Forms of the phones' pages."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms

from anhuan.desk.forms import Form, ModelForm
from anhuan.desk.lists import Filter
from anhuan.domains.field.models import Device

DEVICE_FILTERS: Sequence[Filter] = ()
DEVICE_SEARCH = ("label", "note", "account__username", "account__person__name")


class LedgerForm(ModelForm[Device]):
    """What the ledger keeps of a phone."""

    groups: ClassVar[Any] = (
        ("手机", ("note",)), ("防爆", ("ex_mark", "ex_certificate", "ex_valid_until")),
    )  # fmt: skip

    class Meta:
        model = Device
        fields = ("note", "ex_mark", "ex_certificate", "ex_valid_until")


class BlockForm(Form):
    """Why a phone is shut out."""

    reason = forms.CharField(label="停用原因", max_length=200)
