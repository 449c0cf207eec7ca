"""Who is told: the ladder of an alarm, and the accounts behind a role there."""

from datetime import datetime

from django.db.models import Q

from anhuan.domains.alarms.models import Alarm, AlarmStep, EscalationStep
from anhuan.domains.alarms.rules import Rung
from anhuan.domains.org.models import Account, RoleGrant

_RINGS = ("raise", "recur", "worsen", "unshelve", "unsuppress", "approval_over")


def ladder_of(alarm: Alarm) -> list[Rung]:
    """The area's own ladder when it has one, else the ladder of the kind."""
    steps = list(EscalationStep.objects.filter(kind=alarm.kind_id))
    own = [step for step in steps if step.area_id is not None and step.area_id == alarm.area_id]
    chosen = own or [step for step in steps if step.area_id is None]
    return sorted(Rung(step.after_s, step.role) for step in chosen)


def climb_of(alarm: Alarm) -> tuple[datetime, int]:
    """Since when it has been ringing, and how many rungs have been told since."""
    steps = list(
        AlarmStep.objects.filter(alarm=alarm, verb__in=(*_RINGS, "escalate")).order_by("at", "id")
    )
    rings = [step.at for step in steps if step.verb != "escalate"]
    since = max(rings, default=alarm.recorded_at)
    return since, sum(step.verb == "escalate" and step.at >= since for step in steps)


def recipients(alarm: Alarm, role: str) -> list[Account]:
    """Active accounts with the role over the alarm's area; failing those, anywhere."""
    grants = RoleGrant.objects.filter(role=role)
    accounts = Account.objects.filter(company=alarm.company_id, is_active=True)
    department = alarm.area.department if alarm.area else None
    if department:
        above = [node.pk for node in department.ancestors(include_self=True)]
        near = grants.filter(Q(department__isnull=True) | Q(department__in=above))
        if found := list(accounts.filter(grants__in=near).distinct()):
            return found
    return list(accounts.filter(grants__in=grants).distinct())
