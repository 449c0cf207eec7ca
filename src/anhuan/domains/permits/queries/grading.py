"""The grade of a permit: computed from facts, raised by the calendar and the plant, told why."""

from typing import Any

from anhuan.domains.org.models import Holiday
from anhuan.domains.permits.queries.look import Look
from anhuan.domains.permits.rules.grades import Grade, grade_of, raised, raising_blockers
from anhuan.domains.permits.rules.kinds import graver
from anhuan.domains.permits.rules.upgrade import Occasion, Upgrade, occasions, upgraded
from anhuan.kernel.errors import Blocker


def facts_grade(look: Look) -> Grade:
    """What the facts alone demand."""
    approver = str(look.permit.values.get("downgrade_approver") or "")
    return grade_of(look.kind, look.facts, approver)


def occasions_of(look: Look) -> frozenset[Occasion]:
    """Holidays, rest days, nights and special periods the planned span touches."""
    permit = look.permit
    first = permit.starts_at.astimezone(look.zone).date()
    last = permit.ends_at.astimezone(look.zone).date()
    days = Holiday.objects.filter(company=permit.company_id, on__range=(first, last))
    calendar = dict(days.values_list("on", "kind"))
    return occasions(permit.starts_at, permit.ends_at, calendar, look.figures, look.zone)


def upgrade_of(look: Look) -> Upgrade:
    """What those occasions ask of the work (5.1.1)."""
    span = look.permit.ends_at - look.permit.starts_at
    return upgraded(look.kind, facts_grade(look).level, occasions_of(look), look.figures, span)


def raises_approver(look: Look) -> bool:
    """Whether the approver is one post higher: the occasion asks for it and the grade stayed."""
    return upgrade_of(look).is_approver_raised and look.level == facts_grade(look).level


def graded(look: Look, chosen: str) -> tuple[list[Blocker], str, dict[str, Any]]:
    """What stands against the chosen grade, the grade that holds, and why.

    No choice takes what facts and calendar demand. `why`: {"computed", "reasons": [...], …}.
    """
    computed, raise_ = facts_grade(look), upgrade_of(look)
    demanded = graver(look.kind, computed.level, raise_.level)
    wanted = chosen or demanded
    found = list(raising_blockers(look.kind, computed, wanted))
    if found:
        return found, demanded, {}
    holds = raised(look.kind, computed, wanted)
    reasons = [*computed.reasons, *raise_.reasons]
    if holds.level != demanded:
        reasons = list(holds.reasons)
    why = {
        "computed": computed.level, "needs_permit": holds.needs_permit,
        "reasons": [{"code": r.code, "text": r.text, "clause": r.clause} for r in reasons],
    }  # fmt: skip
    return [], holds.level, why
