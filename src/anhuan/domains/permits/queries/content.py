"""Everything a permit holds, in parts with digests: what its signatures are about."""

from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from django.db.models import Model, QuerySet

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

# Rows that are never changed once they are there: key, model, path to the permit, fields.
_FIXED: tuple[tuple[str, type[Model], str, tuple[str, ...]], ...] = (
    ("gas", GasTest, "permit", (
        "phase", "sampled_at", "analysed_at", "analyst", "instrument", "readings", "verdict",
        "is_good", "source",
    )),
    ("briefing", Briefing, "permit", ("round", "text", "given_at", "given_by")),
    ("heard", BriefingMark, "briefing__permit", ("briefing", "person", "signed_at")),
    ("handover", Handover, "permit", ("what", "at", "giver", "taker", "note", "certificates")),
    ("photo", Photo, "permit", (
        "step", "measure", "file_sm3", "file_name", "taken_at", "received_at", "by", "where",
    )),
    ("stop", Suspension, "permit", ("at", "by_name", "code", "why")),
    ("in", Entry, "permit", ("person", "tool", "count", "entered_at")),
    ("field", LateField, "permit", ("round", "key", "value", "at", "by")),
    ("remark", Remark, "permit", ("at", "by", "text", "is_problem")),
    ("checked", WeatherCheck, "permit", ("at", "by", "text")),
    ("link", PermitLink, "a", ("a", "b", "at", "by")),
)  # fmt: skip
# Rows that get a second part when something has become of them: key, model, when, fields.
_SECOND: tuple[tuple[str, type[Model], dict[str, Any], tuple[str, ...]], ...] = (
    ("measure", MeasureCheck, {"confirmed_at__isnull": False}, (
        "round", "no", "text", "is_involved", "reason", "inputs", "author", "confirmed_at",
        "confirmed_by", "where",
    )),
    ("approval", Approval, {"decided_at__isnull": False}, (
        "round", "turn", "stage", "order", "key", "role", "decided_at", "decided_by", "on_behalf",
        "is_approved", "opinion",
    )),
    ("person", PermitPerson, {"is_added": True}, (*PERSON, "joined_at")),
    ("gone", PermitPerson, {"left_at__isnull": False}, ("person", "part", "left_at", "left_why")),
    ("taken", Handover, {"taken_at__isnull": False}, ("taker", "taken_at", "taken_by")),
    ("resumed", Suspension, {"resumed_at__isnull": False}, ("resumed_at", "resumed_name")),
    ("out", Entry, {"left_at__isnull": False}, ("left_at", "left_count")),
)  # fmt: skip


def parts_of(permit: Permit) -> dict[str, str]:
    """Every part's key and the digest of what is in the database now."""
    return {key: digest_of(content) for key, content in _contents(permit.pk)}


def application_of(pk: UUID) -> dict[str, Any]:
    """The application with its people, as it stands."""
    content: dict[str, Any] = Permit.objects.filter(pk=pk).values(*APPLICATION).get()
    people = PermitPerson.objects.filter(permit=pk, is_added=False).order_by("joined_at", "id")
    return _plain(content) | {"people": [_plain(row) for row in people.values(*PERSON)]}


def reservation_of(pk: UUID) -> dict[str, Any]:
    """The reservation, as it stands."""
    return _plain(Permit.objects.filter(pk=pk).values(*RESERVATION).get())


def _contents(pk: UUID) -> Iterator[tuple[str, Any]]:
    yield from _applications(pk)
    for key, model, path, fields in _FIXED:
        yield from _rows(key, model._default_manager.filter(**{path: pk}), fields)
    for key, model, when, fields in _SECOND:
        yield from _rows(key, model._default_manager.filter(permit=pk, **when), fields)


def _applications(pk: UUID) -> Iterator[tuple[str, Any]]:
    """Those handed in: earlier rounds as they were kept, the present one as it is."""
    yield from Revision.objects.filter(permit=pk).values_list("key", "content")
    row = Permit.objects.values("round", "sealed_round").get(pk=pk)
    yield f"reservation:{row['round']}", reservation_of(pk)
    if row["sealed_round"] == row["round"]:
        yield f"application:{row['round']}", application_of(pk)
    risks = RiskRow.objects.filter(permit=pk, round__lte=row["sealed_round"])
    yield from _rows("risk", risks, ("round", "seq", "step", "hazard", "consequence", "measure"))


def _rows(key: str, rows: QuerySet[Any], fields: Iterable[str]) -> Iterator[tuple[str, Any]]:
    for row in rows.values("pk", *fields):
        yield f"{key}:{row.pop('pk')}", _plain(row)


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    """Times as ISO text in UTC, ids as text: the same after a round trip through JSON."""
    return {name: _text(value) for name, value in row.items()}


def _text(value: Any) -> Any:
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value
