"""Accounts, roles, passwords and tokens."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts

from anhuan.desk.forms import Form, Group, ModelForm
from anhuan.desk.lists import Filter
from anhuan.domains.org.models import Account, Company, Department
from anhuan.domains.org.rules import RIGHT_LABELS, Role

ROLES = [(role.value, role.label) for role in Role]
ACCOUNT_FILTERS = (
    Filter("role", "角色", choices=ROLES, apply=lambda q, v: q.filter(grants__role=v).distinct()),
    Filter("active", "启用", kind="bool", apply="is_active"),
)


class AccountForm(ModelForm[Account]):
    """Login name, person, and roles with where they hold."""

    roles = forms.MultipleChoiceField(
        label="角色", choices=ROLES, widget=forms.CheckboxSelectMultiple, required=False
    )
    scope = forms.ModelChoiceField(
        Department.objects.all(), label="范围", required=False,
        help_text="空 = 全企业；选了部门，就只管该部门及下级",
    )  # fmt: skip
    groups: ClassVar[Sequence[Group]] = (
        ("账号", ("username", "first_name", "person", "is_active")),
        ("权限", ("roles", "scope")),
    )
    wide = ("roles",)

    class Meta:
        model = Account
        fields = ("username", "first_name", "person", "is_active")
        labels = {"username": "登录名", "first_name": "显示名", "is_active": "启用"}
        help_texts = {
            "username": "字母、数字和 @ . + - _",
            "first_name": "没有对应人员时显示",
            "is_active": "停用后立即不能登录",
        }

    def __init__(self, *args: Any, company: Company, **kwargs: Any) -> None:
        super().__init__(*args, company=company, **kwargs)
        if not self.instance._state.adding:
            grants = list(self.instance.grants.all())
            self.initial["roles"] = [grant.role for grant in grants]
            self.initial["scope"] = next((g.department_id for g in grants if g.department_id), None)

    @property
    def grants(self) -> list[tuple[str, Department | None]]:
        """The chosen roles, each with the chosen scope."""
        return [(role, self.cleaned_data["scope"]) for role in self.cleaned_data["roles"]]

    @property
    def changes(self) -> dict[str, Any]:
        """The account's own fields."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class NewAccountForm(AccountForm):
    """With the first password, to be changed at the first login."""

    password = forms.CharField(label="初始密码", widget=forms.PasswordInput)
    groups: ClassVar[Sequence[Group]] = (
        ("账号", ("username", "first_name", "person", "password", "is_active")),
        ("权限", ("roles", "scope")),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = password_help()


class PasswordForm(Form):
    """A password given by an administrator."""

    password = forms.CharField(label="新密码", widget=forms.PasswordInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = password_help()


class TokenForm(Form):
    """A key for a program."""

    account = forms.ModelChoiceField(Account.objects.none(), label="账号")
    label = forms.CharField(label="用途", max_length=100)
    scopes = forms.MultipleChoiceField(
        label="限于这些权限", choices=list(RIGHT_LABELS.items()),
        widget=forms.CheckboxSelectMultiple, required=False, help_text="都不选 = 账号的全部权限",
    )  # fmt: skip
    expires_at = forms.DateTimeField(label="到期", required=False, help_text="空 = 不过期")
    groups: ClassVar[Sequence[Group]] = (("令牌", ("account", "label", "expires_at", "scopes")),)
    wide = ("scopes",)

    def __init__(self, *args: Any, company: Company, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        account = self.fields["account"]
        assert isinstance(account, forms.ModelChoiceField)
        account.queryset = Account.objects.filter(company=company, is_active=True)


def password_help() -> str:
    """The rules in one line."""
    return " ".join(password_validators_help_texts())
