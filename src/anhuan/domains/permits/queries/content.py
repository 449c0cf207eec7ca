"""Everything a permit holds, in parts with digests: what its signatures are about.

Every deed looks at all of it, so one statement reads it all. What is digested is what the models
hold, not how PostgreSQL writes it: times as Python writes them in UTC, ids as text.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import (
    DateTimeField,
    F,
    Field,
    FloatField,
    Func,
    Model,
    QuerySet,
    TextField,
    Value,
)
from django.db.models.functions import Cast

from anhuan.domains.permits.models import (
    Approval,
    Briefing,
    BriefingMark,
    Entry,
    GasTest,
    Handover,
    LateField,
    MeasureCheck,
    Permit,
    PermitLink,
    PermitPerson,
    Photo,
    Remark,
    Revision,
    RiskRow,
    Suspension,
    WeatherCheck,
)
from anhuan.domains.permits.rules.signing import digest_of

RESERVATION = (
    "number", "kind", "content", "place", "area", "unit", "contractor", "work_unit", "starts_at",
    "ends_at", "is_urgent", "urgent_reason",
)  # fmt: skip
APPLICATION = (
    *RESERVATION, "grade", "grade_why", "template", "structure", "geometry", "radius_m",
    "floors", "values",
)  # fmt: skip
PERSON = ("person", "part", "duty", "certificates")


@dataclass(frozen=True, slots=True)
class Source:
    """Rows that are parts of a permit: `of` is the way to it, `when` those that count."""

    key: str
    model: type[Model]
    fields: tuple[str, ...]
    of: str = "permit"
    when: Mapping[str, Any] = field(default_factory=dict)

    def rows(self, pk: UUID) -> QuerySet[Any, Any]:
        """(key, id, JSON list of the fields) of one permit."""
        listed: Any = Func(*self.fields, function="json_build_array", output_field=TextField())
        rows = self.model._default_manager.filter(**{self.of: pk}, **self.when).order_by()
        key = Value(self.key, output_field=TextField())
        return rows.values_list(key, Cast("pk", TextField()), Cast(listed, TextField()))

    def read(self, text: str) -> dict[str, Any]:
        """One of them as the models hold it."""
        values = zip(self.fields, json.loads(text), strict=True)
        return {name: _READ[_type(self.model, name)](value) for name, value in values}


# Read for the sake of the parts below, not parts themselves.
_PERMIT, _NAMED, _REVISION = "permit", "named", "revision"
# Rows that are never changed once they are there.
_FIXED = (
    Source("gas", GasTest, (
        "phase", "sampled_at", "analysed_at", "analyst", "instrument", "readings", "verdict",
        "is_good", "source",
    )),
    Source("briefing", Briefing, ("round", "text", "given_at", "given_by")),
    Source("heard", BriefingMark, ("briefing", "person", "signed_at"), "briefing__permit"),
    Source("handover", Handover, ("what", "at", "giver", "taker", "note", "certificates")),
    Source("photo", Photo, (
        "step", "measure", "file_sm3", "file_name", "taken_at", "received_at", "by", "where",
    )),
    Source("stop", Suspension, ("at", "by_name", "code", "why")),
    Source("in", Entry, ("person", "tool", "count", "entered_at")),
    Source("field", LateField, ("round", "key", "value", "at", "by")),
    Source("remark", Remark, ("at", "by", "text", "is_problem")),
    Source("checked", WeatherCheck, ("at", "by", "text")),
    Source("link", PermitLink, ("a", "b", "at", "by"), "a"),
    Source("risk", RiskRow, ("round", "seq", "step", "hazard", "consequence", "measure"),
           when={"round__lte": F("permit__sealed_round")}),
)  # fmt: skip
# Rows that get a second part when something has become of them.
_SECOND = (
    Source("measure", MeasureCheck, (
        "round", "no", "text", "is_involved", "reason", "inputs", "author", "confirmed_at",
        "confirmed_by", "where",
    ), when={"confirmed_at__isnull": False}),
    Source("approval", Approval, (
        "round", "turn", "stage", "order", "key", "role", "decided_at", "decided_by", "on_behalf",
        "is_approved", "opinion",
    ), when={"decided_at__isnull": False}),
    Source("person", PermitPerson, (*PERSON, "joined_at"), when={"is_added": True}),
    Source("gone", PermitPerson, ("person", "part", "left_at", "left_why"),
           when={"left_at__isnull": False}),
    Source("taken", Handover, ("taker", "taken_at", "taken_by"), when={"taken_at__isnull": False}),
    Source("resumed", Suspension, ("resumed_at", "resumed_name"),
           when={"resumed_at__isnull": False}),
    Source("out", Entry, ("left_at", "left_count"), when={"left_at__isnull": False}),
)  # fmt: skip
_SOURCES = {one.key: one for one in (
    Source(_PERMIT, Permit, ("round", "sealed_round", *APPLICATION), "pk"),
    Source(_NAMED, PermitPerson, ("joined_at", *PERSON), when={"is_added": False}),
    Source(_REVISION, Revision, ("key", "content")),
    *_FIXED, *_SECOND,
)}  # fmt: skip
Contents = Mapping[str, list[tuple[str, dict[str, Any]]]]  # rows of each source that has any
_ANY = UUID(int=0)


def parts_of(contents: Contents) -> dict[str, str]:
    """Every part's key and its digest."""
    return {key: digest_of(content) for key, content in _parts(contents)}


def application_of(pk: UUID) -> dict[str, Any]:
    """The application with its people, as it stands."""
    return _application(contents_of(pk))


def reservation_of(pk: UUID) -> dict[str, Any]:
    """The reservation, as it stands."""
    return _fields(contents_of(pk), RESERVATION)


def contents_of(pk: UUID) -> Contents:
    """Everything of a permit that is signed for, as the database has it now."""
    sql, parameters = _statement()
    found: dict[str, list[tuple[str, dict[str, Any]]]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(sql, [pk if one == _ANY else one for one in parameters])
        for key, row, text in cursor.fetchall():
            found[key].append((row, _SOURCES[key].read(text)))
    return dict(found)


@cache
def _statement() -> tuple[str, tuple[Any, ...]]:
    """All sources in one SELECT, for the permit `_ANY`."""
    first, *others = (one.rows(_ANY) for one in _SOURCES.values())
    sql, parameters = first.union(*others, all=True).query.sql_with_params()
    return sql, tuple(parameters)


def _parts(rows: Contents) -> Iterator[tuple[str, Any]]:
    yield from _applications(rows)
    for one in (*_FIXED, *_SECOND):
        yield from ((f"{one.key}:{pk}", content) for pk, content in rows.get(one.key, ()))


def _applications(rows: Contents) -> Iterator[tuple[str, Any]]:
    """Those handed in: earlier rounds as they were kept, the present one as it is."""
    yield from ((row["key"], row["content"]) for _, row in rows.get(_REVISION, ()))
    [(_, permit)] = rows[_PERMIT]
    yield f"reservation:{permit['round']}", _fields(rows, RESERVATION)
    if permit["sealed_round"] == permit["round"]:
        yield f"application:{permit['round']}", _application(rows)


def _application(rows: Contents) -> dict[str, Any]:
    named = sorted(rows.get(_NAMED, ()), key=lambda one: (one[1]["joined_at"], one[0]))
    people = [{name: row[name] for name in PERSON} for _, row in named]
    return _fields(rows, APPLICATION) | {"people": people}


def _fields(rows: Contents, names: tuple[str, ...]) -> dict[str, Any]:
    [(_, permit)] = rows[_PERMIT]
    return {name: permit[name] for name in names}


def _moment(text: str | None) -> str | None:
    """As `datetime.isoformat` writes it: PostgreSQL leaves zeros at the end of seconds away."""
    return datetime.fromisoformat(text).isoformat() if text else None


def _number(value: float | None) -> float | None:
    """5.0 comes as 5."""
    return None if value is None else float(value)


def _same(value: Any) -> Any:
    return value


_READ: dict[type, Callable[[Any], Any]] = {
    DateTimeField: _moment, FloatField: _number, Field: _same,
}  # fmt: skip


@cache
def _type(model: type[Model], name: str) -> type:
    """Which of `_READ` a field is read by."""
    known = model._meta.get_field(name)
    return next(one for one in _READ if isinstance(known, one))
