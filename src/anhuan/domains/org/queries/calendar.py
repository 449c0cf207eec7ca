"""Who is on duty, and what kind of day it is."""

from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from anhuan.domains.org.models import Account, Company, DutyShift, Holiday
from anhuan.domains.org.queries.company import company_of


def visible_shifts(account: Account) -> QuerySet[DutyShift]:
    """The company's roster."""
    return DutyShift.objects.filter(company=company_of(account)).select_related("leader")


def get_shift_for(account: Account, pk: UUID | str) -> DutyShift:
    """One of them, else 404."""
    return get_object_or_404(visible_shifts(account), pk=pk)


def visible_holidays(account: Account) -> QuerySet[Holiday]:
    """The company's marked days."""
    return Holiday.objects.filter(company=company_of(account))


def get_holiday_for(account: Account, pk: UUID | str) -> Holiday:
    """One of them, else 404."""
    return get_object_or_404(visible_holidays(account), pk=pk)


def current_duty(company: Company, now: datetime) -> DutyShift | None:
    """The shift on duty at `now`; of two that overlap, the one that began last."""
    running = DutyShift.objects.filter(company=company, starts_at__lte=now, ends_at__gt=now)
    return running.select_related("leader").order_by("-starts_at").first()


def calendar_of(company: Company) -> dict[date, str]:
    """The days that differ from their weekday, each with its kind: "holiday", "workday", …"""
    return dict(Holiday.objects.filter(company=company).values_list("on", "kind"))


def day_kind(company: Company, day: date) -> str:
    """ "workday", "weekend", or what the holiday table says: "holiday", "special"."""
    marked = Holiday.objects.filter(company=company, on=day).first()
    if marked:
        return marked.kind
    return "weekend" if day.weekday() >= 5 else "workday"
