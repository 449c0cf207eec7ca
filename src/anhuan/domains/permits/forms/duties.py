"""Who signs for a post, who signs for somebody else, and what the weather is."""

from datetime import datetime, timedelta
from typing import Any, ClassVar

from django import forms

from anhuan.desk.forms import Form
from anhuan.desk.picks import PickMany, PickOne
from anhuan.domains.org.models import Account, Company, Department
from anhuan.domains.permits.actions import Delegated
from anhuan.domains.permits.models.templates import KIND_CHOICES
from anhuan.domains.permits.rules.kinds import Kind
from anhuan.domains.permits.rules.weather import SKY_LABELS, Sky

USUAL_DAYS = timedelta(days=7)


class _AccountLabels:
    """Accounts by the name of whoever holds them."""

    def label_from_instance(self, account: Account) -> str:
        """王芳（safety）."""
        return f"{account.display_name}（{account.username}）"


class _OneAccount(_AccountLabels, forms.ModelChoiceField):  # type: ignore[type-arg]
    """One login."""


class _Accounts(_AccountLabels, forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Several."""


def _found_by(account: Account) -> str:
    return f"{account.username} {account.person.pinyin if account.person else ''}"


def _of(company: Company) -> Any:
    rows = Account.objects.filter(company=company, is_active=True)
    return rows.select_related("person").order_by("username")


class PostForm(Form):
    """Who signs as something, in the whole plant or in one department."""

    unit = forms.ModelChoiceField(
        Department.objects.none(), label="范围", required=False, empty_label="全企业",
        help_text="部门另有指定时，选部门；其余按全企业",
    )  # fmt: skip
    accounts = _Accounts(
        Account.objects.none(), label="签字人", required=False, widget=PickMany(_found_by),
        help_text="都不选：按角色签字",
    )  # fmt: skip
    wide = ("accounts",)

    def __init__(self, *args: Any, company: Company, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine: Any = self.fields
        mine["unit"].queryset = Department.objects.filter(company=company, is_retired=False)
        mine["accounts"].queryset = _of(company)


class DelegationForm(Form):
    """Who signs for oneself, from when until when and why."""

    taker = _OneAccount(Account.objects.none(), label="被委托人", widget=PickOne(_found_by),
                        help_text="须有签批权限")  # fmt: skip
    from_at = forms.DateTimeField(label="开始")
    until_at = forms.DateTimeField(label="结束")
    reason = forms.CharField(label="原因", max_length=300, required=False)
    kinds = forms.MultipleChoiceField(
        label="作业类型", choices=KIND_CHOICES, required=False,
        widget=forms.CheckboxSelectMultiple, help_text="都不选：全部类型",
    )  # fmt: skip
    wide = ("kinds",)

    def __init__(self, *args: Any, account: Account, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows: Any = self.fields["taker"]
        assert account.company is not None  # whoever may approve is of a plant
        rows.queryset = _of(account.company).exclude(pk=account.pk)
        self.initial = {"from_at": now, "until_at": now + USUAL_DAYS, **self.initial}

    def asked(self) -> Delegated:
        """As the action takes it."""
        data = self.cleaned_data
        kinds = tuple(Kind(one) for one in data["kinds"])
        return Delegated(
            data["taker"], data["from_at"], data["until_at"], data["reason"], kinds
        )  # fmt: skip


class WeatherForm(Form):
    """What the weather is now."""

    wind_mps = forms.FloatField(label="阵风", min_value=0, max_value=100, initial=0)
    temperature_c = forms.FloatField(label="气温", min_value=-60, max_value=60, required=False)
    sky = forms.MultipleChoiceField(
        label="天气", choices=[(one.value, SKY_LABELS[one]) for one in Sky], required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    units: ClassVar[Any] = {"wind_mps": "m/s", "temperature_c": "℃"}
    wide = ("sky",)

    def told(self) -> dict[str, Any]:
        """As the action takes it."""
        return self.cleaned_data | {"sky": [Sky(one) for one in self.cleaned_data["sky"]]}
