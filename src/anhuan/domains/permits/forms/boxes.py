"""The boxes of a form template as fields of a web form, and back as the JSON the rules take."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone

from anhuan.desk.picks import PickMany, PickOne
from anhuan.domains.documents.models import Document
from anhuan.domains.org.models import Company, Person
from anhuan.domains.permits.forms.rows import Cell, RowsField
from anhuan.domains.permits.models import Permit
from anhuan.domains.permits.rules.forms import Field, FieldType
from anhuan.domains.permits.rules.states import CLOSED

PREFIX = "box_"
# The permit knows these by itself: `queries.look.boxes_of`.
KNOWN = {
    "apply_unit", "work_unit", "content", "place", "starts_at", "ends_at", "apply_at", "workers",
    "guardians", "slingers", "work_leader", "commander",
}  # fmt: skip
_CELLS = {FieldType.NUMBER: "number", FieldType.DATETIME: "datetime"}


def fields_of(boxes: Iterable[Field], company: Company) -> dict[str, forms.Field]:
    """A web field for each box, by `box_` and its key; nothing is required here: the rules say."""
    return {
        PREFIX + box.key: _field(box, company) for box in boxes if box.key not in KNOWN
    }  # fmt: skip


def _field(box: Field, company: Company) -> forms.Field:
    made: forms.Field = _MAKERS[box.type](box, company)
    made.label, made.required, made.help_text = box.label, False, box.hint
    return made


def _choices(box: Field) -> list[tuple[str, str]]:
    return [(one.key, one.label) for one in box.options]


def _people(company: Company) -> Any:
    return Person.objects.filter(company=company, is_retired=False)


def _words(person: Person) -> str:
    return f"{person.pinyin} {person.number}"


def _one_person(_box: Field, company: Company) -> forms.Field:
    return forms.ModelChoiceField(_people(company), widget=PickOne(words=_words))


def _many_people(_box: Field, company: Company) -> forms.Field:
    return forms.ModelMultipleChoiceField(_people(company), widget=PickMany(words=_words))


def _permits(_box: Field, company: Company) -> forms.Field:
    rows = Permit.objects.filter(company=company).exclude(state__in=CLOSED)
    return forms.ModelMultipleChoiceField(rows, widget=PickMany(hint="输入编号"))


def _files(_box: Field, company: Company) -> forms.Field:
    rows = Document.objects.filter(company=company)
    return forms.ModelMultipleChoiceField(rows, widget=PickMany(hint="输入文件名称"))


def _table(box: Field, company: Company) -> forms.Field:
    people = [(str(one.pk), one.name) for one in _people(company)] if _asks_people(box) else []
    cells = [
        Cell(
            c.key, f"{c.label}（{c.unit}）" if c.unit else c.label,
            "choice" if c.type is FieldType.PERSON else _CELLS.get(c.type, "text"),
            people if c.type is FieldType.PERSON else (), c.required,
        )
        for c in box.columns
    ]  # fmt: skip
    return RowsField(cells, spare=4)


def _asks_people(box: Field) -> bool:
    return any(column.type is FieldType.PERSON for column in box.columns)


_MAKERS: dict[FieldType, Callable[[Field, Company], forms.Field]] = {
    FieldType.TEXT: lambda box, _c: forms.CharField(
        widget=forms.Textarea({"rows": 2}) if box.wide else None
    ),
    FieldType.PLACE: lambda _b, _c: forms.CharField(),
    FieldType.NUMBER: lambda _b, _c: forms.FloatField(),
    FieldType.CHOICE: lambda box, _c: forms.ChoiceField(choices=[("", "—"), *_choices(box)]),
    FieldType.MULTI: lambda box, _c: forms.MultipleChoiceField(
        choices=_choices(box), widget=forms.CheckboxSelectMultiple
    ),
    FieldType.DATETIME: lambda _b, _c: forms.DateTimeField(),
    FieldType.PERSON: _one_person,
    FieldType.PEOPLE: _many_people,
    FieldType.PERMITS: _permits,
    FieldType.FILE: _files,
    FieldType.SKETCH: _files,
    FieldType.TABLE: _table,
}


def values_of(boxes: Iterable[Field], cleaned: dict[str, Any]) -> dict[str, Any]:
    """What was typed as plain JSON by key; empty boxes are left out."""
    found = {box.key: _plain(cleaned.get(PREFIX + box.key)) for box in boxes}
    return {key: value for key, value in found.items() if value not in (None, "", [])}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return timezone.localtime(value).isoformat()
    if hasattr(value, "pk"):
        return str(value.pk)
    if hasattr(value, "model"):  # a queryset of chosen rows
        return [str(row.pk) for row in value]
    return value


def initial_of(boxes: Iterable[Field], values: dict[str, Any]) -> dict[str, Any]:
    """What is in the database as the web form shows it."""
    return {
        PREFIX + box.key: _shown(box, values[box.key]) for box in boxes if box.key in values
    }  # fmt: skip


def _shown(box: Field, value: Any) -> Any:
    if box.type is FieldType.DATETIME and isinstance(value, str):
        return datetime.fromisoformat(value)
    return value
