"""Certificates and their kinds: forms, filters, the Excel columns."""

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from django import forms
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from anhuan.desk.forms import Form, Group, ModelForm
from anhuan.desk.lists import Filter
from anhuan.desk.picks import PickOne
from anhuan.desk.sheets import BadCell, SheetColumn, SheetSpec, parse_date
from anhuan.domains.org.models import Company, Person
from anhuan.domains.org.queries import account_of, contractors_of
from anhuan.domains.training.models import Certificate, CertificateKind
from anhuan.domains.training.queries.certificates import visible_kinds
from anhuan.domains.training.rules.papers import Standing
from anhuan.domains.training.rules.reach import ENDING, reach
from anhuan.kernel import clock

FIELDS = (
    "person", "kind", "number", "holder_name", "issuer", "issued_on", "valid_until",
    "reviewed_until",
)  # fmt: skip


def words_of(person: Person) -> str:
    """What a person is found by besides the name."""
    return f"{person.pinyin} {person.number}"


class CertificateForm(ModelForm[Certificate]):
    """A certificate and, once or anew, its scan."""

    upload = forms.FileField(label="证书扫描件", required=False, help_text="PDF、JPG 或 PNG")
    groups: ClassVar[Sequence[Group]] = (
        ("证书", ("person", "kind", "number", "holder_name", "issuer")),
        ("日期", ("issued_on", "valid_until", "reviewed_until")),
        ("扫描件", ("upload",)),
    )

    class Meta:
        model = Certificate
        fields = FIELDS
        widgets: ClassVar[dict[str, Any]] = {"person": PickOne(words=words_of)}


class KindForm(ModelForm[CertificateKind]):
    """A kind of certificate."""

    groups: ClassVar[Sequence[Group]] = (
        ("种类", ("name", "code", "group", "trade")),
        ("期限", ("valid_months", "review_months", "is_retired")),
    )

    class Meta:
        model = CertificateKind
        fields = ("name", "code", "group", "trade", "valid_months", "review_months", "is_retired")


class VoidForm(Form):
    """Why it no longer counts."""

    reason = forms.CharField(label="作废原因", max_length=200, required=False,
                             widget=forms.Textarea({"rows": 2}))  # fmt: skip


class EmptyForm(Form):
    """Nothing but the button."""


def _kinds(request: HttpRequest) -> list[tuple[Any, str]]:
    return [(one.pk, one.name) for one in visible_kinds(account_of(request))]


def _firms(request: HttpRequest) -> list[tuple[Any, str]]:
    return [(one.pk, one.name) for one in contractors_of(account_of(request))]


def _standing(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    """As it stands today, by the last good day in `until`."""
    if value == Standing.VOID:
        return rows.filter(is_void=True)
    first, last = reach(value, timezone.localtime(clock.now()).date())
    asked = Q(is_void=False)
    asked &= Q(until__gte=first) if first else Q()
    asked &= Q(until__lt=last) if last else Q()
    return rows.filter(asked)


CERTIFICATE_FILTERS = (
    Filter("kind", "种类", choices=_kinds),
    Filter("standing", "效力", choices=list(ENDING.items()), apply=_standing),
    Filter("employer", "承包商", choices=_firms, apply="person__employer_id"),
    Filter("until", "到期日", kind="date_range"),
)
CERTIFICATE_SEARCH = ("number", "person__name", "person__number", "person__pinyin", "issuer")
KIND_FILTERS = (Filter("retired", "停用", kind="bool", apply="is_retired"),)


def person_by_number(company: Company) -> Callable[[str], Person]:
    """A cell's number as the person; says so where nobody has it."""
    known = {one.number: one for one in Person.objects.filter(company=company, is_retired=False)}

    def parse(text: str) -> Person:
        if text not in known:
            raise BadCell(f"没有工号为“{text[:20]}”的在册人员")
        return known[text]

    return parse


def certificate_sheet(company: Company) -> SheetSpec:
    """The columns of the import, with the plant's own kinds in the drop-down."""
    kinds = CertificateKind.objects.filter(company=company, is_retired=False)
    person = person_by_number(company)
    columns = (
        SheetColumn("person", "工号", True, parse=person, example="H0001"),
        SheetColumn("kind", "证书种类", True, choices={one.name: one for one in kinds}),
        SheetColumn("number", "证书编号", True, help="同种类同编号再次导入即为更新"),
        SheetColumn("holder_name", "证上姓名", help="与本人不同才填"),
        SheetColumn("issuer", "发证机关"),
        SheetColumn("issued_on", "发证日期", parse=parse_date, example="2024-03-12"),
        SheetColumn("valid_until", "有效期至", parse=parse_date, example="2030-03-11"),
        SheetColumn("reviewed_until", "应复审日期", parse=parse_date, help="空 = 按种类推算"),
    )
    return SheetSpec("证书", columns, note="按种类和编号：没有的新建，已有的更新。")
