"""What a phone says about a permit, checked like a form; its pictures, as the permit keeps them."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404
from rest_framework import serializers as s

from anhuan.domains.field.models import FieldFile
from anhuan.domains.field.queries import Done, content_path
from anhuan.domains.org.models import Account, Person
from anhuan.domains.org.queries import company_of
from anhuan.domains.permits import actions, queries
from anhuan.domains.permits.actions import Shot
from anhuan.domains.permits.models import MeasureCheck, Permit
from anhuan.kernel.errors import Blocker, Refused, refuse

SUFFIX = {"image/jpeg": "jpg", "image/png": "png", "audio/webm": "webm"}
LONGEST_BEFORE = timedelta(days=1)


class PermitBody(s.Serializer):  # type: ignore[type-arg]
    """What every deed brings: the permit, the round one saw, the point one scanned and how."""

    permit = s.UUIDField()
    round = s.IntegerField(required=False, allow_null=True, default=None)
    point = s.CharField(max_length=64, required=False, allow_blank=True, default="")
    how = s.ChoiceField(["nfc", "qr", "typed", ""], required=False, default="")


class TextBody(PermitBody):
    """Words, and whether they name a problem."""

    text = s.CharField(max_length=1000, required=False, allow_blank=True, default="")
    is_problem = s.BooleanField(required=False, default=False)


def read(body: type[s.Serializer[Any]], payload: Mapping[str, Any]) -> dict[str, Any]:
    """The checked payload; what does not fit is refused in words."""
    given = body(data=dict(payload))
    if not given.is_valid():
        raise Refused(
            Blocker(f"{name}_invalid", f"{name}：{' '.join(map(str, texts))}")
            for name, texts in given.errors.items()
        )
    checked: dict[str, Any] = given.validated_data
    return checked


def permit_of(account: Account, given: Mapping[str, Any]) -> Permit:
    """The permit, if one may see it and it is still the round one saw; else 404 or refused."""
    try:
        permit = queries.permit_for(account, given["permit"])
    except Http404:
        raise Http404("没有这张作业票，或不再与您有关") from None
    if given["round"] is not None and given["round"] != permit.round:
        raise refuse("round_over", "这张票之后又退回重新申请，请按新内容重新办理")
    return permit


def presence(given: Mapping[str, Any]) -> dict[str, Any]:
    """The scanned point and how it was read, as signatures keep it."""
    return {"point": given["point"], "how": given["how"]} if given["point"] else {}


def person_of(account: Account, pk: UUID) -> Person:
    """Somebody of one's plant."""
    found = Person.objects.filter(pk=pk, company=company_of(account), is_retired=False).first()
    if found is None:
        raise refuse("person_unknown", "没有这个人员")
    return found


def keep_files(
    account: Account, permit: Permit, done: Done, step: str, given: Mapping[str, Any],
    measure: MeasureCheck | None = None,
) -> int:  # fmt: skip
    """Photos and voice under the step, the hand-written signature as such; how many."""
    for file in done.files.values():
        is_hand = file.kind == FieldFile.Kind.SIGNATURE
        shot = Shot(
            _upload(file), "signature" if is_hand else step, _taken_at(file, done),
            None if is_hand else measure, given["point"],
        )  # fmt: skip
        actions.add_photo(account, permit, shot)
    return len(done.files)


def _upload(file: FieldFile) -> SimpleUploadedFile:
    name = f"{file.kind}-{file.pk.hex[-8:]}.{SUFFIX[file.media_type]}"
    return SimpleUploadedFile(name, content_path(file).read_bytes(), file.media_type)


def _taken_at(file: FieldFile, done: Done) -> datetime:
    """As long before the deed as the phone's own clock says; never after it."""
    stamp, at = file.meta.get("stamp"), done.happened_at
    taken_ms = stamp.get("device_at") if isinstance(stamp, dict) else None
    if not isinstance(taken_ms, int):
        return at
    before_s = min(max(done.device_ms - taken_ms, 0) / 1000, LONGEST_BEFORE.total_seconds())
    return at - timedelta(seconds=before_s)


def answer(permit: Permit) -> dict[str, Any]:
    """What the phone is told: where the permit stands now."""
    return {
        "permit": str(permit.pk), "number": permit.number, "state": permit.state,
        "version": permit.version,
    }  # fmt: skip
