"""Signing by levels, each in its turn and on site; the last signature issues the permit (5.5)."""

from datetime import datetime, timedelta
from typing import Any

from anhuan.domains.org.models import Account
from anhuan.domains.permits.actions.steps import Doing, do
from anhuan.domains.permits.models import Approval, Permit
from anhuan.domains.permits.queries.grading import raises_approver
from anhuan.domains.permits.queries.look import Look
from anhuan.domains.permits.queries.who import signable
from anhuan.domains.permits.rules.forms import SignMode, Stage
from anhuan.domains.permits.rules.roles import Signer
from anhuan.domains.permits.rules.states import Deed


def submit(by: Account, permit: Permit) -> Permit:
    """Hand in for signing: one row for each signature the form owes, in order."""
    return do(by, permit, Doing(Deed.SUBMIT), _submitted)


def _submitted(look: Look) -> dict[str, Any]:
    ask_signatures(look, Stage.APPROVAL, look.permit.turn)
    return {"submitted_at": look.now}


def ask_signatures(look: Look, stage: Stage, turn: int) -> None:
    """The rows of a stage for the grade; the first of them are asked at once."""
    permit = look.permit
    for one in look.form.signatures_for(look.level):
        if one.stage is stage:
            Approval.objects.create(
                permit=permit, round=permit.round, turn=turn, stage=stage, order=one.order,
                key=one.key, label=one.label, role=_signer(look, one.role),
                on_site=one.mode is SignMode.ON_SITE,
            )  # fmt: skip
    ask_next(permit, look.now, limits_of(look), stage)


def limits_of(look: Look) -> dict[str, int]:
    """Minutes each signature may take (5.2.1)."""
    return {one.key: one.time_limit_min for one in look.form.signatures}


def _signer(look: Look, role: Signer) -> Signer:
    """The post behind "approver": raised by one where the work is upgraded that way (U4)."""
    if role is not Signer.APPROVER:
        return role
    approval = look.form.approval_for(look.level)
    return approval.raised_role if raises_approver(look) else approval.role


def ask_next(
    permit: Permit, now: datetime, limits: dict[str, int], stage: Stage = Stage.APPROVAL
) -> None:
    """Ask those whose turn it is; their time runs from now (5.2.1)."""
    rows = permit.approvals.filter(round=permit.round, turn=permit.turn, decided_at__isnull=True)
    rows = rows.filter(stage=stage)
    first = rows.order_by("order").values_list("order", flat=True).first()
    for one in rows.filter(order=first, asked_at__isnull=True) if first is not None else ():
        one.asked_at = now
        one.due_at = now + timedelta(minutes=limits.get(one.key, 30))
        one.save(update_fields=["asked_at", "due_at"])


def approve(
    by: Account, permit: Permit, opinion: str = "", given: dict[str, Any] | None = None
) -> Permit:
    """Sign one's level. `given`: `point` scanned, `method`, `seen` (the content hash one saw)."""
    doing = Doing(Deed.APPROVE, given or {}, note=opinion)
    return do(by, permit, doing, lambda look: _approved(look, opinion))


def _approved(look: Look, opinion: str) -> dict[str, Any]:
    decide(look, opinion, is_approved=True)
    ask_next(look.permit, look.now, limits_of(look))
    return {}


def reject(by: Account, permit: Permit, reason: str) -> Permit:
    """Send it back to the applicant with a reason."""
    doing = Doing(Deed.REJECT, {"reason": reason}, note=reason)
    return do(by, permit, doing, lambda look: _rejected(look, reason))


def _rejected(look: Look, reason: str) -> dict[str, Any]:
    decide(look, reason, is_approved=False)
    return {}


def decide(look: Look, opinion: str, *, is_approved: bool) -> None:
    """Write the asker's signature under the level whose turn it is."""
    found = signable(look)
    assert found is not None and look.asker is not None  # among the reasons
    row, on_behalf = found
    row.decided_at, row.decided_by = look.now, look.asker
    row.decided_name, row.on_behalf = look.asker.display_name, on_behalf
    row.is_approved, row.opinion = is_approved, opinion.strip()[:500]
    row.save()


def return_to_testing(permit: Permit) -> Permit:
    """The test has aged while the permit waited: the flow goes back to it (PTW-162)."""
    doing = Doing(Deed.RETURN_TO_TESTING, note="取样已超过 30 分钟，退回重新分析")
    return do(None, permit, doing, lambda look: {"turn": look.permit.turn + 1})


def verify_issue(
    by: Account, permit: Permit, opinion: str = "", given: dict[str, Any] | None = None
) -> Permit:
    """The shift leader has looked at the permit on the spot, before the first spark (form A.1)."""
    return do(by, permit, Doing(Deed.VERIFY, given or {}, note=opinion))
