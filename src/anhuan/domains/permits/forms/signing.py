"""Forms of the deeds that need a few words: opinion, reason, times, names."""

from datetime import timedelta
from typing import Any, ClassVar

from django import forms

from anhuan.desk.forms import Form
from anhuan.desk.picks import PickMany, PickOne
from anhuan.domains.org.models import Company, Person
from anhuan.domains.permits.models import Permit
from anhuan.domains.permits.models.crew import WORKING_PARTS, Part
from anhuan.domains.permits.rules.certificates import TRADE_LABELS, Trade
from anhuan.domains.permits.rules.states import CLOSED

_WORDS = forms.Textarea({"rows": 3})


class EmptyForm(Form):
    """Nothing but the button."""


class OpinionForm(Form):
    """An opinion, if one has one."""

    opinion = forms.CharField(label="意见", max_length=500, required=False, widget=_WORDS)


class SignForm(OpinionForm):
    """A signature on site: a scanned point where there is no positioning; a password if asked."""

    point = forms.CharField(
        label="作业点码", max_length=64, required=False,
        help_text="有有效定位时不用填；没有定位时扫描现场作业点码",
    )  # fmt: skip
    password = forms.CharField(
        label="账号密码", max_length=128, required=False, widget=forms.PasswordInput,
        help_text="企业要求密码签批时填写",
    )  # fmt: skip
    seen = forms.CharField(required=False, widget=forms.HiddenInput)


class ReasonForm(Form):
    """Why; an empty one is refused by the rule with its clause."""

    reason = forms.CharField(label="原因", max_length=500, required=False, widget=_WORDS)


class StopForm(ReasonForm):
    """Why; of digging, whether something unknown came to light."""

    is_exposed = forms.BooleanField(
        label="挖出电缆、管线或不明物品", required=False,
        help_text="报告审批单位，处置后由审批人恢复作业",
    )  # fmt: skip

    def __init__(self, *args: Any, digs: bool = False, **more: Any) -> None:
        super().__init__(*args, **more)
        if not digs:
            del self.fields["is_exposed"]


class RemarkForm(Form):
    """What somebody who looked in has to say."""

    text = forms.CharField(label="意见", max_length=1000, widget=_WORDS)
    is_problem = forms.BooleanField(label="是须整改的问题", required=False)


class CheckForm(Form):
    """What a look at scaffolds, slopes or shoring has found."""

    text = forms.CharField(label="复查结果", max_length=500, required=False, widget=_WORDS)


class BriefForm(Form):
    """The briefing's words; they begin with the form's list and the permit's own risks."""

    text = forms.CharField(
        label="交底内容", max_length=5000, required=False, widget=forms.Textarea({"rows": 16})
    )


class HeardForm(Form):
    """Read and understood."""

    opened_ms = forms.IntegerField(required=False, widget=forms.HiddenInput)
    understood = forms.BooleanField(label="我已阅读并清楚危险、措施和应急处置")


class TimesForm(Form):
    """From when until when."""

    starts_at = forms.DateTimeField(label="计划开始")
    ends_at = forms.DateTimeField(label="计划结束")


class RebookForm(TimesForm):
    """What changes in a reservation that was sent back."""

    content = forms.CharField(label="作业内容", max_length=1000, widget=_WORDS)
    place = forms.CharField(label="作业位置", max_length=200)
    work_unit = forms.CharField(label="作业单位", max_length=100)
    is_urgent = forms.BooleanField(label="紧急预约", required=False)
    urgent_reason = forms.CharField(label="紧急原因", max_length=300, required=False)


class ReissueForm(TimesForm):
    """The new permit's span and what changes."""

    reason = forms.CharField(label="变更原因", max_length=500, required=False, widget=_WORDS)
    content = forms.CharField(label="作业内容", max_length=1000, widget=_WORDS)
    place = forms.CharField(label="作业位置", max_length=200)


class ExtendForm(ReasonForm):
    """Until when."""

    until = forms.DateTimeField(label="延期至")


class _OfPlant(Form):
    """Choices of people of one company."""

    def __init__(self, *args: Any, company: Company, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Person.objects.filter(company=company, is_retired=False)
        for field in self.fields.values():
            if isinstance(field, forms.ModelChoiceField) and _is_of_people(field):
                field.queryset = rows


def _is_of_people(field: Any) -> bool:
    return field.queryset.model is Person


def _pinyin(person: Person) -> str:
    return f"{person.pinyin} {person.number}"


def _person(label: str, **more: Any) -> "forms.ModelChoiceField[Person]":
    none = Person.objects.none()
    return forms.ModelChoiceField(none, label=label, widget=PickOne(words=_pinyin), **more)


class CertificateFields(_OfPlant):
    """A certificate as it is shown."""

    trade = forms.ChoiceField(
        label="证书", required=False,
        choices=[("", "—"), *((trade.value, TRADE_LABELS[trade]) for trade in Trade)],
    )  # fmt: skip
    number = forms.CharField(label="证书编号", max_length=64, required=False)
    valid_until = forms.DateField(label="证书有效期至", required=False)


class TakerForm(CertificateFields):
    """Who takes the guard over."""

    taker = _person("接替的监护人")
    note = forms.CharField(label="交接内容", max_length=500, required=False, widget=_WORDS)
    groups: ClassVar[Any] = (("", ("taker", "trade", "number", "valid_until", "note")),)


class ShiftForm(_OfPlant):
    """Whose shift it is now."""

    taker = _person("接班人")
    note = forms.CharField(label="交接内容", max_length=500, required=False, widget=_WORDS)


class CrewForm(CertificateFields):
    """Who comes with what certificate, who goes, why."""

    joining = _person("加入的人员", required=False)
    part = forms.ChoiceField(
        label="身份", choices=[(part.value, part.label) for part in WORKING_PARTS],
        initial=Part.WORKER,
    )  # fmt: skip
    duty = forms.CharField(label="分工", max_length=32, required=False)
    leaving = forms.ModelMultipleChoiceField(
        Person.objects.none(), label="离开的人员", required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    reason = forms.CharField(label="变更原因", max_length=200, required=False)
    groups: ClassVar[Any] = (
        ("加入", ("joining", "part", "duty", "trade", "number", "valid_until")),
        ("离开", ("leaving", "reason")),
    )

    def __init__(self, *args: Any, permit: Permit, **kwargs: Any) -> None:
        super().__init__(*args, company=permit.company, **kwargs)
        now = permit.people.filter(left_at__isnull=True, part__in=WORKING_PARTS)
        self.fields["leaving"].queryset = Person.objects.filter(pk__in=now.values("person"))  # type: ignore[attr-defined]


class EnterForm(Form):
    """Who, or what, goes in."""

    person = forms.ModelChoiceField(Person.objects.none(), label="进入的人员", required=False)
    tool = forms.CharField(label="或带入的工器具", max_length=100, required=False)
    count = forms.IntegerField(label="数量", min_value=1, initial=1)

    def __init__(self, *args: Any, permit: Permit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = permit.people.filter(left_at__isnull=True).values("person")
        self.fields["person"].queryset = Person.objects.filter(pk__in=named)  # type: ignore[attr-defined]


class LeaveForm(Form):
    """Who, or what, comes out; of tools, how many."""

    entry = forms.ModelChoiceField(Permit.objects.none(), label="离开的人或物")
    count = forms.IntegerField(label="带出数量", min_value=0, required=False,
                               help_text="工器具须清点；人员不用填")  # fmt: skip

    def __init__(self, *args: Any, permit: Permit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["entry"].queryset = permit.entries.filter(left_at__isnull=True)  # type: ignore[attr-defined]


class LinkForm(Form):
    """With which permits."""

    permits = forms.ModelMultipleChoiceField(
        Permit.objects.none(), label="关联的作业票", widget=PickMany(hint="输入编号")
    )

    def __init__(self, *args: Any, permit: Permit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        day = timedelta(days=1)
        rows = Permit.objects.filter(
            company=permit.company_id, starts_at__lt=permit.ends_at + day,
            ends_at__gt=permit.starts_at - day,
        ).exclude(pk=permit.pk).exclude(state__in=CLOSED)  # fmt: skip
        self.fields["permits"].queryset = rows  # type: ignore[attr-defined]


class AcceptForm(SignForm):
    """Which conditions are met; all of them have to be."""

    conditions = forms.MultipleChoiceField(
        label="验收条件", required=False, widget=forms.CheckboxSelectMultiple
    )
    groups: ClassVar[Any] = (
        ("", ("conditions", "opinion")),
        ("签字", ("point", "password", "seen")),
    )
    wide = ("conditions",)

    def __init__(self, *args: Any, items: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["conditions"].choices = items  # type: ignore[attr-defined]


class PhotoForm(Form):
    """A picture of a step."""

    file = forms.FileField(label="照片")
    step = forms.ChoiceField(label="环节")

    def __init__(self, *args: Any, steps: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["step"].choices = steps  # type: ignore[attr-defined]
