"""Telling those in charge that firms' papers and approvals run out."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from anhuan.domains.contractors.models import Contractor, FirmPaper
from anhuan.domains.contractors.rules.standing import Admission
from anhuan.domains.notify.actions import Message, post
from anhuan.domains.org.models import Account, Company, RoleGrant
from anhuan.domains.org.rules import Role
from anhuan.domains.training.queries.scoped import settings_of
from anhuan.domains.training.rules.warnings import OVER, is_news, remaining, step_of


def warn_of_ends(now: datetime) -> int:
    """Every plant's, each step once, as far ahead as for certificates; how many things."""
    day = timezone.localtime(now).date()
    plants = Company.objects.filter(kind=Company.Kind.PLANT, is_retired=False)
    return sum(_warn(plant, day) for plant in plants)


def _warn(company: Company, day: date) -> int:
    steps = settings_of(company).warn_days
    found = []
    for row, what, until in _ends(company, day + timedelta(days=max(steps, default=0))):
        step = step_of(until, day, steps)
        if is_news(step, row.told_days):
            row.told_days = step
            found.append((row, what, until))
    if found:
        with transaction.atomic():
            for row, _what, _until in found:
                row.save(update_fields=["told_days"])
            _tell(company, found, day)
    return len(found)


def _ends(company: Company, last: date) -> Iterator[tuple[Any, str, date]]:
    """Papers in use and approvals of firms one works with that end by `last`."""
    papers = FirmPaper.objects.filter(
        contractor__company=company, contractor__firm__is_retired=False, is_retired=False,
        valid_until__lte=last,
    )  # fmt: skip
    for one in papers.select_related("contractor__firm"):
        assert one.valid_until is not None  # filtered
        yield one, str(one), one.valid_until
    firms = Contractor.objects.filter(
        company=company, firm__is_retired=False, admission=Admission.APPROVED,
        approved_until__lte=last,
    )  # fmt: skip
    for row in firms.select_related("firm"):
        assert row.approved_until is not None  # filtered
        yield row, f"{row}准入", row.approved_until


def _tell(company: Company, found: list[tuple[Any, str, date]], day: date) -> None:
    lines = [f"{what}{remaining(until, day)}" for _row, what, until in found]
    over = any(row.told_days == OVER for row, _what, _until in found)
    message = Message(
        f"firms:{company.pk}:{day:%Y%m%d}", f"{len(found)} 项承包商资质即将到期",
        "；".join(lines)[:300], reverse("contractors:contractors"), 2 if over else 3,
    )  # fmt: skip
    grants = RoleGrant.objects.filter(role=Role.SAFETY_MANAGER)
    told = Account.objects.filter(company=company, is_active=True, grants__in=grants)
    post(company, told.distinct(), message)
