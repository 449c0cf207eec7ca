"""What runs out soon, and has not been replaced."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q

from anhuan.domains.org.models import Company
from anhuan.domains.training.models import Certificate, Result
from anhuan.domains.training.queries.certificates import with_until


def running_out(company: Company, day: date, within_days: int) -> Iterator[Certificate]:
    """Certificates in force that end within so many days or have ended, of people in the plant."""
    last = day + timedelta(days=within_days)
    mine = Certificate.objects.filter(company=company, is_void=False, person__is_retired=False)
    newer = with_until(
        Certificate.objects.filter(person=OuterRef("person"), kind=OuterRef("kind"), is_void=False)
    ).filter(Q(until__gt=last) | Q(until__isnull=True))
    rows = with_until(mine).filter(~Exists(newer), until__lte=last)
    yield from rows.select_related("person__account", "kind", "company").order_by("until")


def passes_running_out(company: Company, day: date, within_days: int) -> Iterator[Result]:
    """Passes that end within so many days or have ended, and were not repeated since."""
    last = day + timedelta(days=within_days)
    rows = Result.objects.filter(
        session__company=company, session__course__is_retired=False, is_passed=True,
        is_void=False, person__is_retired=False, valid_until__lte=last,
    )  # fmt: skip
    newer = Result.objects.filter(
        Q(valid_until__gt=OuterRef("valid_until")) | Q(valid_until__isnull=True),
        person=OuterRef("person"), session__course=OuterRef("session__course"),
        is_passed=True, is_void=False,
    )  # fmt: skip
    rows = rows.filter(~Exists(newer)).order_by("valid_until")
    yield from rows.select_related("person__account", "session__course", "session__company")
