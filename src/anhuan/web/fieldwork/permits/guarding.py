"""While work goes on: remarks, the guardian's round, photos, who is inside, the end.

Like all evidence it may be captured without a network and keeps the moment it happened at.
"""

from typing import Any

from rest_framework import serializers as s

from anhuan.domains.field.queries import Done
from anhuan.domains.org.models import Account
from anhuan.domains.permits import actions
from anhuan.domains.permits.actions import Going
from anhuan.kernel.errors import refuse
from anhuan.web.fieldwork.permits.payload import (
    PermitBody,
    TextBody,
    answer,
    keep_files,
    permit_of,
    person_of,
    presence,
    read,
)

Answer = dict[str, Any]


def remark(account: Account, done: Done) -> Answer:
    """Of whoever looked in: an opinion or a problem, with photos and voice (AQP-040)."""
    given = read(TextBody, done.payload)
    permit = permit_of(account, given)
    text = given["text"].strip() or ("见照片、录音" if done.files else "")
    if not text:
        raise refuse("remark_empty", "请填写意见，或拍照、录音")
    permit = actions.remark(
        account, permit, text, is_problem=given["is_problem"], given=presence(given),
        at=done.happened_at,
    )  # fmt: skip
    keep_files(account, permit, done, "remark", given)
    return answer(permit)


class GuardBody(PermitBody):
    """The guardian's round: which items are in order, and what is not."""

    good = s.ListField(child=s.CharField(max_length=200), max_length=60)
    bad = s.ListField(child=s.CharField(max_length=200), max_length=60)
    note = s.CharField(max_length=300, required=False, allow_blank=True, default="")


def guard(account: Account, done: Done) -> Answer:
    """The guardian's periodic check, kept with its time, place and photos (GBW-029 to 032)."""
    given = read(GuardBody, done.payload)
    permit = permit_of(account, given)
    mine = permit.people.filter(person=account.person, part="guardian", left_at__isnull=True)
    if account.person is None or not mine.exists():
        raise refuse("not_guardian", "监护检查由票上监护人填写")
    permit = actions.remark(
        account, permit, _told(given), is_problem=bool(given["bad"]), given=presence(given),
        at=done.happened_at,
    )  # fmt: skip
    keep_files(account, permit, done, "guard", given)
    return answer(permit)


def _told(given: dict[str, Any]) -> str:
    """Short enough for a line, with every fault in it."""
    head = f"监护检查：{len(given['good'])} 项符合"
    bad = f"；不符合 {len(given['bad'])} 项：{'；'.join(given['bad'])}" if given["bad"] else ""
    return f"{head}{bad}{'。' + given['note'] if given['note'] else ''}"[:1000]


class PhotoBody(PermitBody):
    """Of which step."""

    step = s.CharField(max_length=24)


def photo(account: Account, done: Done) -> Answer:
    """A picture of the place, the sampling, the protection, the people (PTW-073)."""
    given = read(PhotoBody, done.payload)
    permit = permit_of(account, given)
    if not keep_files(account, permit, done, given["step"], given):
        raise refuse("photo_missing", "请先拍照")
    return answer(permit)


class DetectorBody(PermitBody):
    """A detector by its number."""

    number = s.CharField(max_length=32)


def watch(account: Account, done: Done) -> Answer:
    """Bind a portable detector: from now on its readings are judged by this work's limits."""
    given = read(DetectorBody, done.payload)
    permit = permit_of(account, given)
    actions.watch(account, permit, given["number"])
    return answer(permit)


class EnterBody(PermitBody):
    """Who or what goes in."""

    person = s.UUIDField(required=False, allow_null=True, default=None)
    tool = s.CharField(max_length=100, required=False, allow_blank=True, default="")
    count = s.IntegerField(required=False, default=1, min_value=1, max_value=9999)


def enter(account: Account, done: Done) -> Answer:
    """The guardian writes down who and what goes in (GBW-118, GBW-119)."""
    given = read(EnterBody, done.payload)
    person = person_of(account, given["person"]) if given["person"] else None
    going = Going(person, given["tool"], given["count"], done.happened_at)
    return answer(actions.enter(account, permit_of(account, given), going))


class LeaveBody(PermitBody):
    """Which entry ends; of tools, how many came out."""

    entry = s.UUIDField()
    count = s.IntegerField(required=False, allow_null=True, default=None, min_value=0)


def leave(account: Account, done: Done) -> Answer:
    """And who and what comes out."""
    given = read(LeaveBody, done.payload)
    permit = permit_of(account, given)
    entry = permit.entries.filter(pk=given["entry"]).first()
    return answer(actions.leave(account, permit, entry, given["count"], done.happened_at))


def finish(account: Account, done: Done) -> Answer:
    """The work is done, the place is clean; ending never waits for a network (4.14)."""
    given = read(TextBody, done.payload)
    late_s = (done.received_at - done.happened_at).total_seconds()
    when = f"（手机离线，实际完工 {done.happened_at:%Y-%m-%dT%H:%M:%SZ}）" if late_s > 60 else ""
    permit = permit_of(account, given)
    permit = actions.finish(account, permit, given["text"] + when, presence(given))
    keep_files(account, permit, done, "finish", given)
    return answer(permit)
