"""Firms of the library, their papers, decisions."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.utils import timezone

from anhuan.desk.forms import Form, Group, ModelForm
from anhuan.desk.lists import Filter
from anhuan.domains.contractors.actions.firms import Decision
from anhuan.domains.contractors.models import Bar, Contractor, ContractorSettings, FirmPaper
from anhuan.domains.contractors.models.decisions import ADMISSIONS
from anhuan.domains.contractors.queries.library import firms_outside
from anhuan.domains.contractors.rules.standing import Admission
from anhuan.domains.org.models import Account, Company
from anhuan.kernel import clock

_WORDS = forms.Textarea({"rows": 3})
_DECISIONS = [(Admission.APPROVED.value, "通过"), (Admission.REJECTED.value, "不通过")]


class EnlistForm(Form):
    """A firm this node knows, or a new one by name."""

    firm = forms.ModelChoiceField(
        Company.objects.none(), label="已登记的承包商单位", required=False
    )
    name = forms.CharField(label="或新单位名称", max_length=100, required=False)
    scope = forms.CharField(label="承包范围", max_length=200, required=False)
    contact = forms.CharField(label="现场负责人", max_length=50, required=False)
    contact_phone = forms.CharField(label="负责人手机", max_length=20, required=False)
    groups: ClassVar[Sequence[Group]] = (
        ("单位", ("firm", "name")), ("承包", ("scope", "contact", "contact_phone")),
    )  # fmt: skip

    def __init__(self, *args: Any, account: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine: Any = self.fields
        mine["firm"].queryset = firms_outside(account)

    def given(self) -> tuple[Company | None, str, dict[str, Any]]:
        """Firm, new name, and the rest."""
        data = dict(self.cleaned_data)
        return data.pop("firm"), data.pop("name"), data


class ContractorForm(ModelForm[Contractor]):
    """Scope and contact."""

    groups: ClassVar[Sequence[Group]] = (("承包", ("scope", "contact", "contact_phone")),)

    class Meta:
        model = Contractor
        fields = ("scope", "contact", "contact_phone")


class DecisionForm(Form):
    """Approve or refuse; of firms until when."""

    admission = forms.ChoiceField(label="审核结论", choices=_DECISIONS, widget=forms.RadioSelect)
    reason = forms.CharField(label="审核意见", max_length=300, required=False, widget=_WORDS,
                             help_text="不通过须写明原因")  # fmt: skip

    def decision(self) -> Decision:
        """As the action takes it."""
        data = self.cleaned_data
        return Decision(Admission(data["admission"]), data["reason"], data.get("approved_until"))


class FirmDecisionForm(DecisionForm):
    """The same about a firm."""

    approved_until = forms.DateField(
        label="准入有效期至", required=False, help_text="空 = 随资质有效期"
    )


class PaperForm(ModelForm[FirmPaper]):
    """A qualification document and, once or anew, its scan."""

    upload = forms.FileField(label="扫描件", required=False, help_text="PDF、JPG 或 PNG")
    groups: ClassVar[Sequence[Group]] = (
        ("资质", ("kind", "name", "number", "issuer", "valid_until")), ("扫描件", ("upload",)),
    )  # fmt: skip

    class Meta:
        model = FirmPaper
        fields = ("kind", "name", "number", "issuer", "valid_until")


class SettingsForm(Form):
    """What is demanded of firms and their people."""

    demanded = forms.MultipleChoiceField(
        label="必备资质", choices=FirmPaper.Kind.choices, required=False,
        widget=forms.CheckboxSelectMultiple, help_text="缺一项或过期，单位和人员都不能使用",
    )  # fmt: skip
    checks_training = forms.BooleanField(
        label="入厂教育合格才能通过审核", required=False, help_text="按“培训要求”核对"
    )

    def __init__(self, *args: Any, settings: ContractorSettings, **kwargs: Any) -> None:
        names = ("demanded", "checks_training")
        super().__init__(*args, initial={one: getattr(settings, one) for one in names}, **kwargs)


def _barred(rows: Any, value: bool) -> Any:
    today = timezone.localtime(clock.now()).date()
    running = Bar.objects.filter(lifted_at__isnull=True, firm__isnull=False, since__lte=today)
    firms = running.exclude(until__lt=today).values("firm")
    return rows.filter(firm__in=firms) if value else rows.exclude(firm__in=firms)


CONTRACTOR_FILTERS = (
    Filter("admission", "审核", choices=ADMISSIONS),
    Filter("barred", "黑名单", kind="bool", apply=_barred),
    Filter("retired", "停止合作", kind="bool", apply="firm__is_retired"),
)
CONTRACTOR_SEARCH = ("firm__name", "firm__credit_code", "contact", "scope")
