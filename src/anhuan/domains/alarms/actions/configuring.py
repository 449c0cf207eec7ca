"""How a plant treats its kinds of alarm."""

from typing import Any

from django.db import transaction

from anhuan.domains.alarms import rules
from anhuan.domains.alarms.models import AlarmKind, EscalationStep
from anhuan.domains.audit.actions import record, save_audited
from anhuan.domains.org.models import Account
from anhuan.kernel.errors import refuse, refuse_if_any


def change_kind(by: Account, kind: AlarmKind, changes: dict[str, Any]) -> AlarmKind:
    """Tune a kind; what the law fixes stays."""
    merged = {name: getattr(kind, name) for name in ("priority", "needs_clearing")} | changes
    refuse_if_any(
        rules.kind_blockers(
            kind.code, merged["priority"], needs_clearing=bool(merged["needs_clearing"])
        )
    )
    return save_audited(by, kind, changes)


def add_rung(by: Account, kind: AlarmKind, changes: dict[str, Any]) -> EscalationStep:
    """One more rung; the same role twice in one ladder is refused."""
    same = EscalationStep.objects.filter(kind=kind, role=changes["role"], area=changes.get("area"))
    if same.exists():
        raise refuse("role_already_told", "该角色已在此升级流程中")
    return save_audited(by, EscalationStep(kind=kind), changes)


def remove_rung(by: Account, rung: EscalationStep) -> None:
    """Take a rung away; the last one of a ladder stays, somebody must be told."""
    with transaction.atomic():
        others = EscalationStep.objects.filter(kind=rung.kind, area__isnull=True).exclude(
            pk=rung.pk
        )
        if rung.area_id is None and not others.exists():
            raise refuse("last_rung", "至少保留一个通知角色")
        record(by, "delete", rung, before={"after_s": rung.after_s, "role": rung.role})
        rung.delete()
