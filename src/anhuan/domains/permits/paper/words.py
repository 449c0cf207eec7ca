"""What people filled in, as words on paper."""

from collections.abc import Mapping, Sequence
from typing import Any

from anhuan.domains.permits.paper.source import Source
from anhuan.domains.permits.rules.forms import Column, Field, FieldType
from anhuan.domains.permits.rules.kinds import KINDS, NO_LEVEL, level_of

CHOSEN, NOT_CHOSEN = "■", "□"
BLANK = "（　　）"
BLANK_TIME = "　　　年　　月　　日　　时　　分"


def field_words(source: Source, key: str, *, tick: bool = False, papers: bool = False) -> str:
    """One field; "" when it is empty or the form does not have it. `papers`: with certificates."""
    field = source.fields.get(key)
    if field is None:
        return ""
    held = source.values.get(key)
    if field.type is FieldType.DATETIME and not held:
        return BLANK_TIME
    if field.type is FieldType.PERMITS:
        return _permits(source, held)
    if field.type in (FieldType.PERSON, FieldType.PEOPLE):
        return _people(source, held, papers)
    if tick and field.options:
        return _ticked(field, held)
    if field.type is FieldType.TABLE:
        return "；".join(_line(source, field.columns, row) for row in held or ())
    return _plain(source, field, held)


def certificate_words(source: Source, key: str) -> str:
    """Numbers of the certificates of the people in a field (form A.6)."""
    held = source.values.get(key) or []
    people = held if isinstance(held, list) else [held]
    return "、".join(one for pk in people for one in source.certificates.get(str(pk), ()))


def grade_words(source: Source, *, tick: bool = False) -> str:
    """The grade; with all others to compare when `tick`."""
    info = KINDS[source.look.kind]
    if tick:
        return "　".join(
            f"{one.label}{CHOSEN if one.code == source.look.level else NOT_CHOSEN}"
            for one in reversed(info.levels)
        )
    if source.look.level == NO_LEVEL:
        return ""
    return level_of(source.look.kind, source.look.level).label


def span_words(source: Source) -> str:
    """From when to when, both to the minute."""
    permit = source.permit
    until = permit.valid_until or permit.ends_at
    return f"自 {source.time(permit.starts_at)} 至 {source.time(until)} 止"


def measure_words(text: str, inputs: Sequence[Any], given: Mapping[str, Any]) -> str:
    """A measure's sentence with what was filled into its boxes; a blank stays a blank to fill."""
    for box in inputs:
        held = given.get(box.key)
        text = text.replace("{" + box.key + "}", _boxed(box, held))
    return text


def _boxed(box: Any, held: Any) -> str:
    if held in (None, "", []):
        return BLANK
    labels = {one.key: one.label for one in box.options}
    answers = held if isinstance(held, list) else [held]
    return "、".join(labels.get(str(one), _number(one)) for one in answers)


def _plain(source: Source, field: Field | Column, held: Any) -> str:
    if held in (None, "", []):
        return ""
    if field.type is FieldType.DATETIME:
        return source.time(held)
    if field.type is FieldType.SKETCH or field.type is FieldType.FILE:
        return "见附页" if held else ""
    if isinstance(held, list):
        labels = {one.key: one.label for one in getattr(field, "options", ())}
        return "、".join(labels.get(str(one), str(one)) for one in held)
    labels = {one.key: one.label for one in getattr(field, "options", ())}
    text = labels.get(str(held), _number(held))
    return f"{text} {field.unit}".strip()


def _line(source: Source, columns: Sequence[Column], row: Mapping[str, Any]) -> str:
    cells = (
        _people(source, row.get(one.key), False)
        if one.type is FieldType.PERSON
        else _plain(source, one, row.get(one.key))
        for one in columns
    )
    return " ".join(one for one in cells if one)


def _people(source: Source, held: Any, papers: bool) -> str:
    people = held if isinstance(held, list) else [held] if held else []
    return "、".join(_person(source, str(pk), papers) for pk in people)


def _person(source: Source, pk: str, papers: bool) -> str:
    name = source.names.get(pk, "（不在册）")
    numbers = "；".join(source.certificates.get(pk, ())) if papers else ""
    return f"{name}（{numbers}）" if numbers else name


def _permits(source: Source, held: Any) -> str:
    """Linked works with their numbers (annex A; R01)."""
    linked = {str(one.pk): one for one in source.look.linked}
    told = [f"{KINDS[one.kind].label} {one.number}" for one in linked.values()]  # type: ignore[index]
    numbers = {one.number for one in linked.values()}
    typed = [one for one in held or () if one not in linked and one not in numbers]
    return "、".join([*told, *(one for one in typed if len(one) < 32)])


def _ticked(field: Field, held: Any) -> str:
    chosen = held if isinstance(held, list) else [held]
    return "　".join(
        f"{CHOSEN if one.key in chosen else NOT_CHOSEN}{one.label}" for one in field.options
    )


def _number(held: Any) -> str:
    return f"{held:g}" if isinstance(held, float) else str(held)
