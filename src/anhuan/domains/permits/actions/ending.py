"""Other ends than acceptance: cancelled, withdrawn, void, or done anew after a change."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction

from anhuan.domains.org.models import Account
from anhuan.domains.permits.actions.reserving import Reservation, reserve
from anhuan.domains.permits.actions.steps import Doing, do
from anhuan.domains.permits.actions.working import close_area
from anhuan.domains.permits.models import Permit
from anhuan.domains.permits.queries.look import Look
from anhuan.domains.permits.rules.kinds import Kind
from anhuan.domains.permits.rules.states import Deed


def ask_cancel(by: Account, permit: Permit, reason: str) -> Permit:
    """Ask, with a reason; an approver decides (AQ 3064.2-2025 5.7.1)."""
    doing = Doing(Deed.ASK_CANCEL, {"reason": reason}, note=reason)
    return do(by, permit, doing, lambda _look: {"cancel_asked_by": by, "cancel_why": reason[:500]})


def cancel(by: Account, permit: Permit, opinion: str = "") -> Permit:
    """Approve what somebody asked for."""
    doing = Doing(Deed.CANCEL, note=opinion)
    return do(by, permit, doing, lambda look: {"closed_why": look.permit.cancel_why})


def revoke(by: Account, permit: Permit, reason: str) -> Permit:
    """Take the permit away: the guardian may, at once (4.10 e)."""
    return _end(by, permit, Deed.REVOKE, reason)


def void(by: Account, permit: Permit, reason: str) -> Permit:
    """It should not have been as it is: closed, and kept (4.18)."""
    return _end(by, permit, Deed.VOID, reason)


def _end(by: Account, permit: Permit, deed: Deed, reason: str) -> Permit:
    doing = Doing(deed, {"reason": reason}, note=reason)
    return do(by, permit, doing, lambda look: _ended(look, by, reason))


def _ended(look: Look, by: Account, reason: str) -> dict[str, Any]:
    close_area(look.permit, by, reason)
    return {"closed_why": reason[:500], "suspended_at": None}


def reissue(
    by: Account, permit: Permit, reason: str, *, starts_at: datetime, ends_at: datetime,
    **changes: Any,
) -> Permit:  # fmt: skip
    """Content, range, place or conditions change: this permit closes, a new one begins anew.

    What was filled in is taken over; times, analysis, tests and signatures never are (4.16, 4.17).
    """
    with transaction.atomic():
        return _reissued(by, permit, reason, starts_at=starts_at, ends_at=ends_at, **changes)


def _reissued(
    by: Account, permit: Permit, reason: str, *, starts_at: datetime, ends_at: datetime,
    **changes: Any,
) -> Permit:  # fmt: skip
    old = _closed(by, permit, reason)
    asked = Reservation(
        kind=Kind(old.kind), content=old.content, place=old.place, unit=old.unit,
        work_unit=old.work_unit, starts_at=starts_at, ends_at=ends_at, grade=old.grade,
        area=old.area, structure=old.structure, contractor=old.contractor,
        geometry=old.geometry, radius_m=old.radius_m, floors=old.floors,
        is_urgent=True, urgent_reason=f"变更重办 {old.number}：{reason}"[:300],
        values=old.values, job=old.job,
    )  # fmt: skip
    return reserve(by, replace(asked, **changes), replaces=old)


def _closed(by: Account, permit: Permit, reason: str) -> Permit:
    doing = Doing(Deed.REISSUE, {"reason": reason}, note=reason)

    def write(look: Look) -> dict[str, Any]:
        why = {"is_changed": True, "changed_why": reason[:500]}
        return _ended(look, by, reason) | why

    return do(by, permit, doing, write)


def extend(
    by: Account, permit: Permit, until: datetime, reason: str, given: dict[str, Any] | None = None
) -> Permit:
    """Longer validity where the standard lets it: temporary power to 30 days (10.8)."""
    wanted = {**(given or {}), "reason": reason, "until": until}
    note = f"延期至 {until.isoformat()}：{reason}"
    return do(
        by, permit, Doing(Deed.EXTEND, wanted, note=note), lambda _look: {"valid_until": until}
    )
