"""Who is on duty, and what kind of day it is."""

from datetime import date, datetime

from anhuan.domains.org.models import Company, DutyShift, Holiday


def current_duty(company: Company, now: datetime) -> DutyShift | None:
    """The shift on duty at `now`; of two that overlap, the one that began last."""
    running = DutyShift.objects.filter(company=company, starts_at__lte=now, ends_at__gt=now)
    return running.select_related("leader").order_by("-starts_at").first()


def day_kind(company: Company, day: date) -> str:
    """ "workday", "weekend", or what the holiday table says: "holiday", "special"."""
    marked = Holiday.objects.filter(company=company, on=day).first()
    if marked:
        return marked.kind
    return "weekend" if day.weekday() >= 5 else "workday"
