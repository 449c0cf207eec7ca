"""Keeping the ledger: merging what was told twice, marking as deleted, notes."""

from typing import Any

from anhuan.domains.hazards.actions.steps import Doing, do, locked
from anhuan.domains.hazards.models import Hazard
from anhuan.domains.hazards.queries.may import Look
from anhuan.domains.hazards.rules.states import Deed, State
from anhuan.domains.org.models import Account
from anhuan.kernel.errors import Blocker, refuse_if_any


def merge(by: Account, hazard: Hazard, into: Hazard | None) -> Hazard:
    """The same thing told twice: this one ends, the other goes on. Its pictures stay with it."""
    doing = Doing(Deed.MERGE, {"into": into}, f"并入 {into}" if into else "")
    return do(by, hazard, doing, lambda look: _merged(look, into))


def _merged(look: Look, into: Hazard | None) -> dict[str, Any]:
    assert into is not None
    other = locked(into.pk)
    refuse_if_any(_merge_blockers(look.hazard, other))
    return {"merged_into": other, "closed_why": f"与 {other.number} 为同一隐患"}


def _merge_blockers(hazard: Hazard, other: Hazard) -> list[Blocker]:
    found = []
    if other.pk == hazard.pk:
        found.append(Blocker("into_itself", "不能并入自己"))
    if other.company_id != hazard.company_id or other.deleted_at is not None:
        found.append(Blocker("into_unknown", "没有要并入的隐患"))
    if other.state in (State.MERGED, State.DISMISSED):
        text = f"{other.number} 是“{other.get_state_display()}”，不能再并入"
        found.append(Blocker("into_closed", text))
    if other.level is not None and hazard.is_major and not other.is_major:
        found.append(Blocker("into_milder", "重大隐患不能并入一般隐患"))
    return found


def delete(by: Account, hazard: Hazard, reason: str) -> Hazard:
    """Mark it: the row stays, and what was sent is sent again with DELETED 1 (附件2 6.2(6))."""
    doing = Doing(Deed.DELETE, {"reason": reason}, reason)
    return do(by, hazard, doing, lambda look: {"deleted_at": look.now})


def restore(by: Account, hazard: Hazard) -> Hazard:
    """It was no mistake after all."""
    return do(by, hazard, Doing(Deed.RESTORE), lambda look: {"deleted_at": None})


def note(by: Account, hazard: Hazard, text: str) -> Hazard:
    """A remark in the history."""
    return do(by, hazard, Doing(Deed.NOTE, {"text": text}, text))
