"""Registering, changing and retiring tags, anchors and vehicles."""

from collections.abc import Iterator
from typing import Any, TypeVar

from django.db import transaction

from anhuan.domains.audit.actions import Actor, draft_of, record
from anhuan.domains.org.models import Company
from anhuan.domains.outbox.actions import emit
from anhuan.domains.positioning.actions.checked import save_and_tell
from anhuan.domains.positioning.events import ConfigChanged
from anhuan.domains.positioning.models import Anchor, Assignment, Tag, Vehicle
from anhuan.domains.positioning.queries import devices as queries
from anhuan.domains.positioning.rules import devices as rules
from anhuan.kernel import clock
from anhuan.kernel.errors import Blocker, refuse, refuse_if_any

D = TypeVar("D", Tag, Anchor, Vehicle)


def register_tag(actor: Actor, company: Company, **fields: Any) -> Tag:
    """A new tag in the ledger. Fields are the model's: number, form, technology, ex_mark, …"""
    return _save_tag(actor, Tag(company=company), fields)


def edit_tag(actor: Actor, tag: Tag, **changes: Any) -> Tag:
    """Change a tag's ledger row."""
    return _save_tag(actor, tag, changes)


def register_anchor(actor: Actor, company: Company, **fields: Any) -> Anchor:
    """A new anchor: number, technology, x_m, y_m, z_m, floor, area, range_limit_m, ex_mark, …"""
    return _save_anchor(actor, Anchor(company=company), fields)


def edit_anchor(actor: Actor, anchor: Anchor, **changes: Any) -> Anchor:
    """Change an anchor's place or ledger row."""
    return _save_anchor(actor, anchor, changes)


def register_vehicle(actor: Actor, company: Company, **fields: Any) -> Vehicle:
    """A new vehicle: plate, name, kind, department, driver."""
    return save_and_tell(actor, Vehicle(company=company), fields, company, "vehicles")


def edit_vehicle(actor: Actor, vehicle: Vehicle, **changes: Any) -> Vehicle:
    """Change a vehicle's row."""
    return save_and_tell(actor, vehicle, changes, vehicle.company, "vehicles")


def retire_tag(actor: Actor, tag: Tag, reason: str) -> Tag:
    """Take a tag out of use; it must have been returned first. Its history stays."""
    if Assignment.objects.filter(tag=tag, until__isnull=True).exists():
        raise refuse("tag_is_held", "标签还在人员或车辆手中，请先收回")
    return _retire(actor, tag, reason, "tags")


def retire_anchor(actor: Actor, anchor: Anchor, reason: str) -> Anchor:
    """Take an anchor out of the solver."""
    return _retire(actor, anchor, reason, "anchors")


def retire_vehicle(actor: Actor, vehicle: Vehicle, reason: str) -> Vehicle:
    """Take a vehicle out of use; its tag must have been returned first."""
    if Assignment.objects.filter(vehicle=vehicle, until__isnull=True).exists():
        raise refuse("vehicle_has_tag", "车辆还带着标签，请先收回")
    return _retire(actor, vehicle, reason, "vehicles")


def _save_tag(actor: Actor, tag: Tag, changes: dict[str, Any]) -> Tag:
    draft = draft_of(tag, changes)
    return save_and_tell(actor, tag, changes, tag.company, "tags", _tag_blockers(draft))


def _tag_blockers(draft: Tag) -> Iterator[Blocker]:
    """A tag goes everywhere: what it does state must suit the plant's explosive areas."""
    place = queries.explosive_surroundings(draft.company)
    today = clock.now().date()
    for blocker in rules.explosion_blockers(queries.ledger_of(draft), place, today):
        if blocker.code != "ex_mark_missing":
            yield blocker


def _save_anchor(actor: Actor, anchor: Anchor, changes: dict[str, Any]) -> Anchor:
    draft = draft_of(anchor, changes)
    return save_and_tell(actor, anchor, changes, anchor.company, "anchors", _anchor_blockers(draft))


def _anchor_blockers(draft: Anchor) -> Iterator[Blocker]:
    if draft.area and draft.area.company_id != draft.company_id:
        yield Blocker("area_foreign", "区域不属于本企业")
    yield from rules.anchor_blockers(draft.range_limit_m, draft.power, draft.battery_life_years)
    ledger, place = queries.ledger_of(draft), queries.place_of(draft.area)
    yield from rules.explosion_blockers(ledger, place, clock.now().date())


@transaction.atomic
def _retire(actor: Actor, device: D, reason: str, what: str) -> D:
    refuse_if_any(_retire_blockers(device.is_retired, reason))
    device.is_retired = True
    device.save(update_fields=["is_retired"])
    record(
        actor,
        "retire",
        device,
        before={"is_retired": False},
        after={"is_retired": True},
        note=reason,
    )
    emit(device.company.code, ConfigChanged(what=what))
    return device


def _retire_blockers(is_retired: bool, reason: str) -> Iterator[Blocker]:
    if is_retired:
        yield Blocker("already_retired", "已经停用")
    if not reason.strip():
        yield Blocker("reason_missing", "请填写停用原因")
