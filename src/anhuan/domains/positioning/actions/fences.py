"""Drawing, switching and retiring fences. Every change is a new version, and the old one stays."""

from collections.abc import Iterator
from typing import Any

from django.db import transaction

from anhuan.domains.audit.actions import Actor, draft_of, record
from anhuan.domains.org.models import Company
from anhuan.domains.outbox.actions import emit
from anhuan.domains.positioning.actions.checked import save_and_tell
from anhuan.domains.positioning.actions.fence_checks import MANY, fence_blockers, foreign
from anhuan.domains.positioning.events import ConfigChanged
from anhuan.domains.positioning.models import Fence, FenceVersion
from anhuan.domains.positioning.queries.versions import content_of
from anhuan.kernel import clock
from anhuan.kernel.errors import Blocker, refuse, refuse_if_any


@transaction.atomic
def save_fence(
    actor: Actor, company: Company, fence: Fence | None = None, *, note: str = "", **fields: Any
) -> Fence:
    """Create a fence, or change `fence` into its next version. AQ 3064.3 5.1.5.

    Fields are the model's; `geometry` in plant metres; `allowed_departments`, `allowed_posts` and
    `allowed_people` are iterables of objects.
    """
    target = locked(fence) if fence else Fence(company=company, version=1)
    changes = real_changes(target, fields)
    if fence and not changes:
        return target
    if fence:
        changes["version"] = target.version + 1
    draft = draft_of(target, changes)
    blockers = [*fence_blockers(draft), *foreign(draft, fields)]
    saved = save_and_tell(actor, target, changes, company, "fences", blockers)
    keep_version(actor, saved, "update" if fence else "create", note)
    return saved


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
    fence = locked(fence)
    refuse_if_any(_retire_blockers(fence, reason))
    fence.is_retired, fence.is_enabled, fence.version = True, False, fence.version + 1
    fence.save(update_fields=["is_retired", "is_enabled", "version", "updated_at"])
    _note(actor, "retire", fence, {"is_retired": False}, {"is_retired": True}, reason)
    return fence


def locked(fence: Fence) -> Fence:
    """The row, held until the transaction ends; refused when it was withdrawn."""
    rows = Fence.objects.select_for_update(of=("self",)).select_related("company", "area")
    found: Fence = rows.get(pk=fence.pk)
    if found.is_retired:
        raise refuse("fence_retired", "围栏已作废，不能再改")
    return found


def keep_version(actor: Actor, fence: Fence, verb: str, note: str = "") -> FenceVersion:
    """Write down what the fence is from now on."""
    return FenceVersion.objects.create(
        fence=fence, number=fence.version, at=clock.now(), by_name=actor.display_name[:64],
        verb=verb, note=note[:500], content=content_of(fence),
    )  # fmt: skip


def real_changes(fence: Fence, fields: dict[str, Any]) -> dict[str, Any]:
    """The fields that differ from what is stored; everything for a new fence."""
    if fence._state.adding:
        return dict(fields)
    return {name: value for name, value in fields.items() if _differs(fence, name, value)}


def _differs(fence: Fence, name: str, value: Any) -> bool:
    if name in MANY:
        return {item.pk for item in value} != set(getattr(fence, name).values_list("pk", flat=True))
    return bool(getattr(fence, name) != value)


@transaction.atomic
def _switch(actor: Actor, fence: Fence, on: bool, reason: str) -> Fence:
    fence = locked(fence)
    if fence.is_draft:
        raise refuse("fence_is_draft", "草稿不能直接启用，请先发布")
    if fence.is_enabled == on:
        return fence
    fence.is_enabled, fence.version = on, fence.version + 1
    fence.save(update_fields=["is_enabled", "version", "updated_at"])
    after = {"is_enabled": on, "version": fence.version}
    _note(actor, "enable" if on else "disable", fence, {"is_enabled": not on}, after, reason)
    return fence


def _note(
    actor: Actor, verb: str, fence: Fence, before: dict[str, Any], after: dict[str, Any], why: str
) -> None:
    record(actor, verb, fence, before=before, after=after, note=why)
    keep_version(actor, fence, verb, why)
    emit(fence.company.code, ConfigChanged(what="fences"))


def _retire_blockers(fence: Fence, reason: str) -> Iterator[Blocker]:
    if fence.is_enabled:
        yield Blocker("fence_in_force", "围栏还在生效，请先停用")
    if not reason.strip():
        yield Blocker("reason_missing", "请填写作废原因")
