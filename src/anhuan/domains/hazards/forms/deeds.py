"""What each deed asks for."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms

from anhuan.desk.forms import Form
from anhuan.desk.picks import PickMany, PickOne
from anhuan.domains.hazards.forms.register import measure_field, offer, unit_field
from anhuan.domains.hazards.forms.reporting import object_choices, pictures
from anhuan.domains.hazards.models import Hazard
from anhuan.domains.hazards.queries.register import PermitCard
from anhuan.domains.hazards.rules.codes import (
    FUNDS_CHOICES,
    KIND_CHOICES,
    LEVEL_CHOICES,
    WAY_CHOICES,
    Way,
)
from anhuan.domains.hazards.rules.criteria import CRITERIA
from anhuan.domains.hazards.rules.plan import ALSO, FIVE
from anhuan.domains.org.models import Company, Department, Person

_LONG = forms.Textarea({"rows": 3})
_NONE = [("", "—")]


def _words(person: Person) -> str:
    return f"{person.pinyin} {person.number}"


def _people(label: str) -> Any:
    return forms.ModelChoiceField(
        Person.objects.none(), label=label, required=False, widget=PickOne(words=_words)
    )


class ReasonForm(Form):
    """Why; an empty one is refused by the rule."""

    reason = forms.CharField(label="原因", max_length=500, required=False, widget=_LONG)


class ReworkForm(ReasonForm):
    """Why, and until when now."""

    due_at = forms.DateTimeField(label="新的整改期限", required=False, help_text="原期限未过可不填")


class RemarkForm(Form):
    """An opinion, if one has one."""

    remark = forms.CharField(label="意见", max_length=500, required=False, widget=_LONG)


class NoteForm(Form):
    """A line for the history."""

    text = forms.CharField(label="备注", max_length=1000, required=False, widget=_LONG)


class PhotosForm(Form):
    """More pictures."""

    photos = pictures("整改前照片")
    photos_after = pictures("整改后照片")


class AcceptForm(Form):
    """What one found; the password where one wants to be sure."""

    comment = forms.CharField(label="验收情况", max_length=1000, required=False, widget=_LONG)
    photos = pictures("验收照片")
    password = forms.CharField(
        label="账号密码", max_length=128, required=False, widget=forms.PasswordInput,
        help_text="可不填；填写则记为密码签字",
    )  # fmt: skip


class _OfPlant(Form):
    """People and departments of one company."""

    def __init__(self, *args: Any, company: Company, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.ModelChoiceField) and field.queryset is not None:
                model: Any = field.queryset.model
                field.queryset = model.objects.filter(company=company, is_retired=False)


class AssignForm(_OfPlant):
    """Who, until when."""

    rectifier = _people("整改责任人")
    due_at = forms.DateTimeField(label="整改期限", required=False)
    opinion = forms.CharField(label="整改意见", max_length=500, required=False, widget=_LONG)


class AssessForm(_OfPlant):
    """The judgement; with a rectifier it is given out in the same go."""

    level = forms.TypedChoiceField(
        label="隐患等级", choices=LEVEL_CHOICES, coerce=int, required=False, empty_value=None,
        widget=forms.RadioSelect,
    )  # fmt: skip
    kind = forms.TypedChoiceField(
        label="隐患类型", choices=[*_NONE, *KIND_CHOICES], coerce=int, required=False,
        empty_value=None,
    )  # fmt: skip
    criterion = forms.TypedChoiceField(
        label="重大隐患判定标准", coerce=int, required=False, empty_value=None,
        choices=[*_NONE, *((n, f"{n} {text}") for n, text in CRITERIA.items())],
    )  # fmt: skip
    basis = forms.CharField(label="判定依据", max_length=400, required=False, widget=_LONG)
    way = forms.TypedChoiceField(
        label="治理类型", choices=WAY_CHOICES, coerce=int, initial=Way.BY_DEADLINE.value
    )
    unit = forms.ModelChoiceField(Department.objects.none(), label="整改责任单位", required=False)
    object_code = forms.ChoiceField(label="风险分析对象", required=False)
    risk_unit = unit_field()
    risk_measure = measure_field()
    funds_cny = forms.DecimalField(
        label="整改资金", max_digits=12, decimal_places=2, required=False
    )
    funds_source = forms.ChoiceField(
        label="资金来源", choices=[*_NONE, *FUNDS_CHOICES], required=False
    )
    is_recurrence = forms.BooleanField(label="是复发隐患", required=False)
    rectifier = _people("整改责任人")
    due_at = forms.DateTimeField(label="整改期限", required=False)
    opinion = forms.CharField(label="整改意见", max_length=500, required=False, widget=_LONG)

    units: ClassVar[dict[str, str]] = {"funds_cny": "元"}
    wide: ClassVar[Sequence[str]] = ("level", "criterion")

    def __init__(self, *args: Any, hazard: Hazard, **kwargs: Any) -> None:
        super().__init__(*args, company=hazard.company, **kwargs)
        code: Any = self.fields["object_code"]
        code.choices = object_choices(hazard.company)
        offer(self, hazard.company)
        if hazard.recurrence_of_id is None:
            del self.fields["is_recurrence"]
        self.groups = [  # type: ignore[misc]  # each form its own
            ("判定", ("level", "kind", "criterion", "basis", "is_recurrence")),
            ("归属", ("unit", "way", "funds_cny", "funds_source")),
            ("属于哪项风险", ("risk_measure", "risk_unit", "object_code")),
            ("派发（可稍后由责任单位指定）", ("rectifier", "due_at", "opinion")),
        ]


class PlanForm(Form):
    """Five in place, and how it is watched meanwhile."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key, label in (FIVE | ALSO).items():
            self.fields[key] = forms.CharField(
                label=label, max_length=4000, required=False, widget=_LONG
            )
        self._dress()


class ExtensionForm(ReasonForm):
    """Until when, and why."""

    to_due = forms.DateTimeField(label="申请延至", required=False)
    field_order = ("to_due", "reason")


class SubmitForm(Form):
    """What was wrong, what was done, how it is now."""

    cause = forms.CharField(label="原因分析", max_length=1000, required=False, widget=_LONG)
    treatment = forms.CharField(label="整改措施", max_length=1000, required=False, widget=_LONG)
    result = forms.CharField(label="整改落实情况", max_length=1000, required=False, widget=_LONG)
    photos_after = pictures("整改后照片")
    funds_cny = forms.DecimalField(
        label="实际资金", max_digits=12, decimal_places=2, required=False
    )
    units: ClassVar[dict[str, str]] = {"funds_cny": "元"}


class MergeForm(Form):
    """Into which one: the likest open ones, or by number."""

    into = forms.ChoiceField(label="相似的隐患", required=False)
    number = forms.CharField(label="或隐患编号", max_length=24, required=False)

    def __init__(self, *args: Any, alike: Sequence[tuple[Hazard, float]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["into"]
        field.choices = [
            *_NONE,
            *((str(one.pk), f"{one}（相似 {share:.0%}）") for one, share in alike),
        ]
        if not alike:
            field.help_text = "近期没有相似的未闭环隐患，请填写编号"


class LinkForm(Form):
    """Permits the work is done under."""

    permits = forms.MultipleChoiceField(
        label="作业票", required=False, widget=PickMany(hint="输入编号或位置")
    )

    def __init__(self, *args: Any, cards: Sequence[PermitCard], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["permits"]
        field.choices = [(str(one.id), one.label) for one in cards]
