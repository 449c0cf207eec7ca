"""A platform below."""

from typing import Any

from anhuan.desk.forms import ModelForm
from anhuan.domains.org.models import Account
from anhuan.domains.province.models import LowerNode
from anhuan.domains.province.queries import bureaus_for


class LowerNodeForm(ModelForm[LowerNode]):
    """Its name, whose plants it passes on, whether it is in use."""

    class Meta:
        model = LowerNode
        fields = ("name", "bureau", "is_retired")

    def __init__(self, *args: Any, account: Account, **kwargs: Any) -> None:
        super().__init__(*args, company=account.company, **kwargs)
        self.fields["bureau"].queryset = bureaus_for(account, "province.edit")  # type: ignore[attr-defined]
