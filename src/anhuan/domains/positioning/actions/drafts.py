"""Drafts of fences: drawn, tried on the past, published or thrown away. Never in force."""

from typing import Any

from django.db import transaction

from anhuan.domains.audit.actions import Actor, draft_of, record, save_checked
from anhuan.domains.org.models import Company
from anhuan.domains.positioning.actions.fence_checks import MANY, fence_blockers, foreign
from anhuan.domains.positioning.actions.fences import (
    locked,
    real_changes,
    save_fence,
)
from anhuan.domains.positioning.models import Fence
from anhuan.domains.positioning.queries.versions import PLAIN
from anhuan.kernel.errors import refuse

COPIED = (*(name for name in PLAIN if name not in ("is_enabled", "is_retired")), "area", "geometry")


@transaction.atomic
def save_draft(actor: Actor, company: Company, draft: Fence | None = None, **fields: Any) -> Fence:
    """Begin a draft of a fence that does not exist yet, or change a draft."""
    target = locked(draft) if draft else Fence(company=company, version=0, is_draft=True)
    changes = real_changes(target, fields)
    if draft and not changes:
        return target
    if not draft:
        changes |= {"is_draft": True, "is_enabled": False}
    proposed = draft_of(target, changes)
    return save_checked(
        actor, target, changes, [*fence_blockers(proposed), *foreign(proposed, fields)]
    )


@transaction.atomic
def begin_draft(actor: Actor, fence: Fence) -> Fence:
    """A draft of the next version of a fence; the one that exists, if there is one."""
    fence = locked(fence)
    if fence.is_draft:
        return fence
    if begun := fence.drafts.filter(is_draft=True, is_retired=False).first():
        return begun
    row = Fence(company=fence.company, replaces=fence, version=fence.version)
    changes = content_to_copy(fence) | {"is_draft": True, "is_enabled": False}
    return save_checked(actor, row, changes)


@transaction.atomic
def publish_draft(actor: Actor, draft: Fence, note: str = "") -> Fence:
    """Let the draft go live: as a new fence, or as the next version of the one it replaces."""
    draft = locked(draft)
    if not draft.is_draft:
        raise refuse("not_a_draft", "这不是草稿，已经发布")
    if draft.replaces is None:
        return save_fence(actor, draft.company, draft, note=note, is_draft=False, is_enabled=True)
    live = locked(draft.replaces)
    if live.version != draft.version:
        text = f"草稿基于版本 {draft.version}，现行已是版本 {live.version}；请放弃草稿，重新起草"
        raise refuse("draft_outdated", text)
    saved = save_fence(actor, live.company, live, note=note, **content_to_copy(draft))
    discard_draft(actor, draft, "已发布")
    return saved


@transaction.atomic
def discard_draft(actor: Actor, draft: Fence, reason: str = "放弃") -> Fence:
    """Throw a draft away; its trials stay readable."""
    draft = locked(draft)
    if not draft.is_draft:
        raise refuse("not_a_draft", "这不是草稿；现行围栏请停用后作废")
    draft.is_retired = True
    draft.save(update_fields=["is_retired", "updated_at"])
    record(
        actor, "retire", draft, before={"is_draft": True}, after={"is_retired": True}, note=reason
    )
    return draft


def content_to_copy(fence: Fence) -> dict[str, Any]:
    """Everything of a fence that a draft takes over and gives back."""
    plain = {name: getattr(fence, name) for name in COPIED}
    return plain | {name: list(getattr(fence, name).all()) for name in MANY}
