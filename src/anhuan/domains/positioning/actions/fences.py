"""Drawing, switching and retiring fences. Every change is a new version."""

from collections.abc import Iterator
from typing import Any

from django.db import transaction

from anhuan.domains.audit.actions import Actor, draft_of, record
from anhuan.domains.org.models import Company
from anhuan.domains.outbox.actions import emit
from anhuan.domains.positioning.actions.checked import save_and_tell
from anhuan.domains.positioning.events import ConfigChanged
from anhuan.domains.positioning.models import Fence
from anhuan.domains.positioning.rules import fences as rules
from anhuan.kernel.errors import Blocker, refuse, refuse_if_any


def save_fence(actor: Actor, company: Company, fence: Fence | None = None, **fields: Any) -> Fence:
    """Create a fence, or change `fence` into its next version. AQ 3064.3 5.1.5.

    Fields are the model's; `geometry` in plant metres; `allowed_departments`, `allowed_posts` and
    `allowed_people` are iterables of objects. What the version before looked like is in the audit
    row of the change.
    """
    with transaction.atomic():
        target = _locked(fence) if fence else Fence(company=company, version=1)
        changes = _real_changes(target, fields)
        if fence and not changes:
            return target
        if fence:
            changes["version"] = target.version + 1
        draft = draft_of(target, changes)
        blockers = [*_fence_blockers(draft), *_foreign(draft, fields)]
        return save_and_tell(actor, target, changes, company, "fences", blockers)


def enable_fence(actor: Actor, fence: Fence) -> Fence:
    """Put a fence in force."""
    return _switch(actor, fence, True, "")


def disable_fence(actor: Actor, fence: Fence, reason: str) -> Fence:
    """Stop a fence; somebody must say why."""
    if not reason.strip():
        raise refuse("reason_missing", "请填写停用原因")
    return _switch(actor, fence, False, reason)


@transaction.atomic
def retire_fence(actor: Actor, fence: Fence, reason: str) -> Fence:
    """Take a fence out of the lists for good; it stays for the alarms that name it."""
    fence = _locked(fence)
    refuse_if_any(_retire_blockers(fence, reason))
    fence.is_retired, fence.is_enabled, fence.version = True, False, fence.version + 1
    fence.save(update_fields=["is_retired", "is_enabled", "version", "updated_at"])
    record(
        actor,
        "retire",
        fence,
        before={"is_retired": False},
        after={"is_retired": True},
        note=reason,
    )
    emit(fence.company.code, ConfigChanged(what="fences"))
    return fence


def _locked(fence: Fence) -> Fence:
    rows = Fence.objects.select_for_update(of=("self",)).select_related("company", "area")
    locked: Fence = rows.get(pk=fence.pk)
    if locked.is_retired:
        raise refuse("fence_retired", "围栏已作废，不能再改")
    return locked


@transaction.atomic
def _switch(actor: Actor, fence: Fence, on: bool, reason: str) -> Fence:
    fence = _locked(fence)
    if fence.is_enabled == on:
        return fence
    fence.is_enabled, fence.version = on, fence.version + 1
    fence.save(update_fields=["is_enabled", "version", "updated_at"])
    record(
        actor,
        "enable" if on else "disable",
        fence,
        before={"is_enabled": not on},
        after={"is_enabled": on, "version": fence.version},
        note=reason,
    )
    emit(fence.company.code, ConfigChanged(what="fences"))
    return fence


_MANY = ("allowed_departments", "allowed_posts", "allowed_people")


def _real_changes(fence: Fence, fields: dict[str, Any]) -> dict[str, Any]:
    """The fields that differ from what is stored; everything for a new fence."""
    if fence._state.adding:
        return dict(fields)
    return {name: value for name, value in fields.items() if _differs(fence, name, value)}


def _differs(fence: Fence, name: str, value: Any) -> bool:
    if name in _MANY:
        return {item.pk for item in value} != set(getattr(fence, name).values_list("pk", flat=True))
    return bool(getattr(fence, name) != value)


def _fence_blockers(draft: Fence) -> Iterator[Blocker]:
    yield from rules.fence_blockers(
        rules.Draft(
            purpose=draft.purpose,
            has_area=draft.area_id is not None,
            geometry=draft.geometry,
            radius_m=draft.radius_m,
            schedule=draft.schedule,
            valid_from=draft.valid_from,
            valid_until=draft.valid_until,
            max_people=draft.max_people,
            min_people=draft.min_people,
            limit_s=draft.limit_s,
            allowed_kinds=draft.allowed_kinds,
        )
    )


def _foreign(draft: Fence, fields: dict[str, Any]) -> Iterator[Blocker]:
    """Nothing of another company may be named."""
    if draft.area and draft.area.company_id != draft.company_id:
        yield Blocker("area_foreign", "区域不属于本企业")
    named = [item for name in _MANY for item in fields.get(name, ())]
    if any(item.company_id != draft.company_id for item in named):
        yield Blocker("allowed_foreign", "授权对象中有不属于本企业的部门、岗位或人员")


def _retire_blockers(fence: Fence, reason: str) -> Iterator[Blocker]:
    if fence.is_enabled:
        yield Blocker("fence_in_force", "围栏还在生效，请先停用")
    if not reason.strip():
        yield Blocker("reason_missing", "请填写作废原因")
