"""Giving tags out and taking them back: one tag one holder, one holder one tag."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from anhuan.domains.audit.actions import SYSTEM, Actor, record
from anhuan.domains.org.models import Person
from anhuan.domains.outbox.actions import emit
from anhuan.domains.positioning.events import ConfigChanged, TagBound, TagReturned
from anhuan.domains.positioning.models import Assignment, Tag, Vehicle
from anhuan.domains.positioning.rules import devices as rules
from anhuan.kernel import clock
from anhuan.kernel.errors import Blocker, refuse, refuse_if_any


@transaction.atomic
def bind_tag(
    actor: Actor, tag: Tag, holder: Person | Vehicle, *, since: datetime | None = None
) -> Assignment:
    """Give the tag to a person or vehicle from `since` (default: now). AQ 3064.3 5.1.3.

    Refused when either side is taken, retired or of the wrong kind.
    """
    tag = Tag.objects.select_for_update().select_related("company").get(pk=tag.pk)
    began = since or clock.now()
    refuse_if_any([*_fitness(tag, holder), *_taken(tag, holder), *_in_time(tag, holder, began)])
    assignment = Assignment.objects.create(tag=tag, since=began, **_side(holder))
    _record_both(actor, "bind", tag, holder, {"since": began.isoformat()}, "发给 {}", "标签 {}")
    kind = "person" if isinstance(holder, Person) else "vehicle"
    emit(tag.company.code, TagBound(tag=tag.pk, subject=holder.pk, subject_kind=kind))
    emit(tag.company.code, ConfigChanged(what="assignments"))
    return assignment


@transaction.atomic
def unbind_tag(
    actor: Actor, tag: Tag, *, until: datetime | None = None, reason: str = ""
) -> Assignment:
    """Take the tag back at `until` (default: now); who held it stays on record."""
    held = _held(tag)
    ended = until or clock.now()
    if ended <= held.since:
        raise refuse("returned_before_given", "收回时间必须晚于发放时间")
    held.until = ended
    held.save(update_fields=["until"])
    holder = held.person or held.vehicle
    assert holder is not None  # the database's check constraint
    why = f"；{reason}" if reason else ""
    when = {"until": ended.isoformat()}
    _record_both(actor, "unbind", held.tag, holder, when, "收自 {}" + why, "标签 {}" + why)
    kind = "person" if held.person else "vehicle"
    company = held.tag.company.code
    emit(company, TagReturned(tag=held.tag.pk, subject=holder.pk, subject_kind=kind))
    emit(company, ConfigChanged(what="assignments"))
    return held


def take_back_from(person: UUID) -> int:
    """Somebody left the rolls: their tag is nobody's from now on; how many were theirs. AQ
    3064.3-2025 5.1.2."""
    rows = Assignment.objects.filter(person=person, until__isnull=True, since__lt=clock.now())
    held = list(rows.select_related("tag"))
    for one in held:
        unbind_tag(SYSTEM, one.tag, reason="人员已离职或离厂")
    return len(held)


def _held(tag: Tag) -> Assignment:
    rows = Assignment.objects.select_for_update(of=("self",))
    rows = rows.select_related("person", "vehicle", "tag__company")
    held = rows.filter(tag=tag, until__isnull=True).first()
    if held is None:
        raise refuse("tag_not_held", "标签没有发放给任何人，无需收回")
    return held


def _record_both(
    actor: Actor,
    verb: str,
    tag: Tag,
    holder: Person | Vehicle,
    when: dict[str, str],
    tag_note: str,
    holder_note: str,
) -> None:
    """One audit row for the tag, one for whoever holds it."""
    about = {"holder": str(holder), "holder_id": str(holder.pk), "tag": tag.number, **when}
    record(actor, verb, tag, after=about, note=tag_note.replace("{}", str(holder)))
    record(actor, verb, holder, after=about, note=holder_note.replace("{}", tag.number))


def _side(holder: Person | Vehicle) -> dict[str, Any]:
    return {"person": holder} if isinstance(holder, Person) else {"vehicle": holder}


def _fitness(tag: Tag, holder: Person | Vehicle) -> Iterator[Blocker]:
    if holder.company_id != tag.company_id:
        yield Blocker("holder_foreign", "人员或车辆不属于本企业")
    is_vehicle = isinstance(holder, Vehicle)
    entry_ends = None if isinstance(holder, Vehicle) else holder.valid_until
    yield from rules.bind_blockers(
        tag.form, tag.is_retired, is_vehicle, holder.is_retired, entry_ends, clock.now().date()
    )


def _taken(tag: Tag, holder: Person | Vehicle) -> Iterator[Blocker]:
    held = Assignment.objects.select_related("person", "vehicle", "tag")
    now_held = held.filter(tag=tag, until__isnull=True).first()
    if now_held:
        whose = now_held.person or now_held.vehicle
        yield Blocker("tag_taken", f"标签 {tag.number} 已发给 {whose}，请先收回", "AQL-020")
    other = held.filter(until__isnull=True, **_side(holder)).first()
    if other and other != now_held:
        text = f"{holder} 已持有标签 {other.tag.number}，请先收回"
        yield Blocker("holder_has_tag", text, "AQL-020")


def _in_time(tag: Tag, holder: Person | Vehicle, since: datetime) -> Iterator[Blocker]:
    if since > clock.now():
        yield Blocker("given_in_future", "发放时间不能晚于现在")
    if Assignment.objects.filter(tag=tag, until__gt=since).exists():
        yield Blocker("tag_overlap", "此标签在该时间之后还有人持有过，发放时间须再晚些")
    if Assignment.objects.filter(until__gt=since, **_side(holder)).exists():
        yield Blocker("holder_overlap", "此人在该时间之后还持有过别的标签，发放时间须再晚些")
