"""People of contractors, their teams, the blacklist."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from anhuan.desk.forms import Form, Group, ModelForm
from anhuan.desk.lists import Filter
from anhuan.desk.picks import PickOne
from anhuan.domains.contractors.actions.bars import Barring
from anhuan.domains.contractors.models import Contractor, Team
from anhuan.domains.contractors.models.decisions import ADMISSIONS
from anhuan.domains.contractors.queries.library import visible_contractors
from anhuan.domains.contractors.rules.standing import Admission
from anhuan.domains.org.models import Company, Person
from anhuan.domains.org.queries import account_of

_WORDS = forms.Textarea({"rows": 3})


def words_of(person: Person) -> str:
    """What a person is found by besides the name."""
    return f"{person.pinyin} {person.number}"


class TeamForm(ModelForm[Team]):
    """A team of a contractor."""

    groups: ClassVar[Sequence[Group]] = (("团队", ("name", "leader", "is_retired")),)

    class Meta:
        model = Team
        fields = ("name", "leader", "is_retired")

    def __init__(self, *args: Any, contractor: Contractor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine: Any = self.fields
        mine["leader"].queryset = Person.objects.filter(
            company=contractor.company_id, employer=contractor.firm_id, is_retired=False
        )


class AssignForm(Form):
    """Into which team of the own firm."""

    team = forms.ModelChoiceField(Team.objects.none(), label="施工团队", required=False)

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine: Any = self.fields
        mine["team"].queryset = Team.objects.filter(
            contractor__firm=person.employer_id, contractor__company=person.company_id,
            is_retired=False,
        )  # fmt: skip


class BarForm(Form):
    """Whom, why, and for how long."""

    firm = forms.ModelChoiceField(
        Company.objects.filter(kind=Company.Kind.CONTRACTOR), label="单位", required=False
    )
    person = forms.ModelChoiceField(
        Person.objects.none(), label="或人员", required=False, widget=PickOne(words=words_of)
    )
    reason = forms.CharField(label="原因", max_length=300, required=False, widget=_WORDS)
    since = forms.DateField(label="起始日期", required=False, help_text="空 = 今天")
    until = forms.DateField(label="截止日期", required=False, help_text="空 = 长期")
    groups: ClassVar[Sequence[Group]] = (
        ("对象", ("firm", "person")), ("原因与期限", ("reason", "since", "until")),
    )  # fmt: skip

    def __init__(self, *args: Any, company: Company, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine: Any = self.fields
        mine["person"].queryset = Person.objects.filter(company=company)

    def barring(self) -> Barring:
        """As the action takes it."""
        return Barring(**self.cleaned_data)


class LiftForm(Form):
    """Why somebody is taken off the blacklist."""

    reason = forms.CharField(label="解除原因", max_length=300, required=False, widget=_WORDS)


class EmptyForm(Form):
    """Nothing but the button."""


def _firms(request: HttpRequest) -> list[tuple[Any, str]]:
    return [(one.firm_id, str(one)) for one in visible_contractors(account_of(request))]


def _decided(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    """Nobody decided yet is waiting too."""
    asked = Q(admission=value)
    return rows.filter(asked | Q(admission=None) if value == Admission.PENDING else asked)


MEMBER_FILTERS = (
    Filter("employer", "承包商", choices=_firms, apply="employer_id"),
    Filter("admission", "审核", choices=ADMISSIONS, apply=_decided),
    Filter("team", "施工团队", kind="text", apply="contractor_member__team__name__icontains"),
    Filter("retired", "已离厂", kind="bool", apply="is_retired"),
)
MEMBER_SEARCH = ("name", "number", "pinyin", "employer__name", "trade")
BAR_FILTERS = (
    Filter("running", "在列", kind="bool",
           apply=lambda rows, value: rows.filter(lifted_at__isnull=value)),
    Filter("since", "起始日期", kind="date_range"),
)  # fmt: skip
BAR_SEARCH = ("firm__name", "person__name", "reason")
