"""Whether the morning's duties are done: committed, and the day's plan with every receiver."""

from datetime import date

from anhuan.domains.org.models import Company
from anhuan.domains.reporting.models import DayNote, Delivery, Target
from anhuan.domains.reporting.queries.commitment import commitment_of
from anhuan.domains.reporting.rules import states

PLAN = "PTW_T1"
PLANNED = "planned"  # the day's note that the plan was made up


def is_committed(company: Company, day: date) -> bool:
    """Whether somebody committed that day."""
    return commitment_of(company, day) is not None


def is_planned(company: Company, day: date) -> bool:
    """Whether the plan of the day was made up and nothing of it is still here. Without a receiver
    that wants it there is nothing to do."""
    targets = Target.objects.filter(company=company, is_active=True, tables__contains=[PLAN])
    if not targets:
        return True
    if not DayNote.objects.filter(company=company, day=day, what=PLANNED).exists():
        return False
    rows = Delivery.objects.filter(
        target__in=targets, table=PLAN, content__TASK_DATE=day.isoformat()
    )
    return not rows.filter(state__in=(*states.OPEN, states.REFUSED)).exists()
