"""What a phone says about a round, checked like a form."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import Http404
from rest_framework import serializers as s

from anhuan.domains.field.models import FieldFile
from anhuan.domains.field.queries import Done
from anhuan.domains.hazards.actions import Report, Shot
from anhuan.domains.hazards.models import Stage
from anhuan.domains.inspection.actions import When
from anhuan.domains.inspection.models import Point, Task
from anhuan.domains.inspection.queries import get_task_for
from anhuan.domains.inspection.rules.abnormal import Handling
from anhuan.domains.inspection.rules.arrival import Method
from anhuan.domains.inspection.rules.moments import counted_at
from anhuan.domains.org.models import Account
from anhuan.domains.org.queries import company_of
from anhuan.kernel import clock
from anhuan.kernel.errors import Blocker, Refused

_BLANK: dict[str, Any] = {"required": False, "allow_blank": True, "default": ""}
_NULL: dict[str, Any] = {"required": False, "allow_null": True, "default": None}


class TaskBody(s.Serializer):  # type: ignore[type-arg]
    """Every deed of a round names its task."""

    task = s.UUIDField()


class StartBody(TaskBody):
    """What one's work card says, where the plant asks for it; a signature comes as a file."""

    card = s.CharField(max_length=64, **_BLANK)


class PointBody(TaskBody):
    """Something done at a point."""

    point = s.UUIDField()


class ArriveBody(PointBody):
    """How somebody shows that he is there; `code` is what was read."""

    method = s.ChoiceField([str(one) for one in Method])
    code = s.CharField(max_length=64, **_BLANK)


class AbnormalBody(s.Serializer):  # type: ignore[type-arg]
    """What is done about something wrong."""

    handling = s.ChoiceField(["", *(str(one) for one in Handling)], required=False, default="")
    handled = s.CharField(max_length=500, **_BLANK)
    is_suspected_major = s.BooleanField(required=False, default=False)


class EnterBody(TaskBody, AbnormalBody):
    """One item. `value`: a number, a text, a choice, true; `reason`: why it was not looked at."""

    point = s.UUIDField(**_NULL)
    item = s.UUIDField()
    value = s.JSONField(**_NULL)
    is_abnormal = s.BooleanField(required=False, default=False)
    reason = s.CharField(max_length=200, **_BLANK)
    note = s.CharField(max_length=1000, **_BLANK)
    proposed = s.FloatField(**_NULL)


class FoundBody(AbnormalBody):
    """Something found outside a round; `code` of a point where one was scanned."""

    text = s.CharField(max_length=1000, **_BLANK)
    place = s.CharField(max_length=200, **_BLANK)
    code = s.CharField(max_length=64, **_BLANK)
    equipment = s.CharField(max_length=100, **_BLANK)


class CloseBody(s.Serializer):  # type: ignore[type-arg]
    """What was done about it."""

    abnormality = s.UUIDField()
    handled = s.CharField(max_length=500, **_BLANK)


def read(body: type[s.Serializer[Any]], payload: Mapping[str, Any]) -> dict[str, Any]:
    """The checked payload; what does not fit is refused in words, everything at once."""
    given = body(data=dict(payload))
    if not given.is_valid():
        raise Refused(
            Blocker(f"{name}_invalid", f"{name}：{' '.join(map(str, texts))}")
            for name, texts in given.errors.items()
        )
    checked: dict[str, Any] = given.validated_data
    return checked


def when(done: Done) -> When:
    """The moment a deed counts by; a phone whose clock contradicts itself counts by the receipt."""
    at = counted_at(done.happened_at, done.received_at, done.doubts)
    return When(at, done.doubts, done.received_at)


def task_of(account: Account, given: Mapping[str, Any]) -> Task:
    """The task, if one may see it, else 404."""
    try:
        return get_task_for(account, given["task"])
    except Http404:
        raise Http404("没有这项巡检任务，或不再与您有关，请刷新") from None


def point_of(account: Account, pk: UUID) -> Point:
    """A point of one's company, one no longer in use too, else 404."""
    found = Point.objects.filter(company=company_of(account), pk=pk).select_related("area").first()
    if found is None:
        raise Http404("没有这个巡检点，请刷新任务")
    return found


def point_by_code(account: Account, code: str) -> Point | None:
    """The point whose label was scanned; none for no code, 404 for an unknown one."""
    if not code:
        return None
    rows = Point.objects.filter(company=company_of(account), code=code, is_retired=False)
    if (found := rows.select_related("area").first()) is None:
        raise Http404(f"没有编号为 {code} 的巡检点")
    return found


def digests(done: Done) -> tuple[str, ...]:
    """SM3 of everything that came with the deed."""
    return tuple(one.sm3 for one in done.files.values())


def has_photo(done: Done) -> bool:
    """A voice note is no picture."""
    return any(one.kind == FieldFile.Kind.PHOTO for one in done.files.values())


def hazard_of(done: Done, given: Mapping[str, Any], name: str) -> Report:
    """What goes over to the hazard when that is what becomes of it."""
    shots = tuple(_shot(one, done) for one in done.files.values())
    return Report(
        name=name[:100], is_suspected_major=given["is_suspected_major"], photos=shots
    )  # fmt: skip


def _shot(file: FieldFile, done: Done) -> Shot:
    taken = file.meta.get("taken_at")
    at = clock.from_ms(int(taken)) if isinstance(taken, int | float) else done.happened_at
    name = f"{file.get_kind_display()} {file.sm3[:8]}"
    return Shot(file.sm3, name, file.media_type, min(at, done.received_at), Stage.FOUND)
