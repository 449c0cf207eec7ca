"""Points and their thresholds: one asks, another one approves (GOV-010)."""

from datetime import datetime
from typing import Any

from django.db import transaction

from anhuan.domains.audit.actions import Actor, record, save_checked
from anhuan.domains.org.models import Account
from anhuan.domains.province.models import LimitChange, Point
from anhuan.domains.province.rules.sensing import CLAUSE, limit_blockers
from anhuan.kernel.errors import Blocker, refuse_if_any

LIMITS = ("low_low", "low", "high", "high_high")


def save_point(by: Actor, point: Point, changes: dict[str, Any]) -> Point:
    """Register a point or change what it is called; thresholds of a known one go by approval."""
    if not point._state.adding:
        changes = {key: value for key, value in changes.items() if key not in LIMITS}
    limits = {key: changes.get(key, getattr(point, key)) for key in LIMITS}
    return save_checked(by, point, changes, limit_blockers(limits, "登记"))


def ask_limits(
    by: Account, point: Point, limits: dict[str, float | None], reason: str, now: datetime
) -> LimitChange:
    """Ask for other thresholds; nothing changes yet."""
    refuse_if_any(limit_blockers(limits, reason))
    with transaction.atomic():
        made = LimitChange.objects.create(
            point=point, limits=limits, reason=reason.strip(), by=by, at=now
        )
        record(by, "create", made, after=limits, note=reason)
    return made


def decide_limits(
    by: Account, change: LimitChange, now: datetime, *, is_approved: bool
) -> LimitChange:
    """Somebody else's word; approved, the thresholds hold from now on."""
    with transaction.atomic():
        change = LimitChange.objects.select_for_update().select_related("point").get(pk=change.pk)
        refuse_if_any(_against(by, change))
        change.decided_by, change.decided_at, change.is_approved = by, now, is_approved
        change.save()
        point = change.point
        before = {key: getattr(point, key) for key in LIMITS}
        if is_approved:
            Point.objects.filter(pk=point.pk).update(**change.limits)
        record(by, "limits_decide", change, before=before, after=change.limits, note=change.reason)
    return change


def _against(by: Account, change: LimitChange) -> list[Blocker]:
    found = []
    if change.decided_at is not None:
        found.append(Blocker("decided", "这项调整已经有结论，不能再改", CLAUSE))
    if change.by_id == by.pk:
        found.append(Blocker("own_request", "阈值调整须由另一人批准", CLAUSE))
    return found
