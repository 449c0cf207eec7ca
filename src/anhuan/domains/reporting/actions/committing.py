"""The day's safety commitment: the numbers are counted, the head says the rest."""

from datetime import datetime

from django.db import transaction

from anhuan.domains.audit.actions import save_audited
from anhuan.domains.org.models import Account
from anhuan.domains.org.queries import company_of
from anhuan.domains.org.rules import Role
from anhuan.domains.outbox.actions import emit
from anhuan.domains.reporting.actions.intake import About, take_row
from anhuan.domains.reporting.events import Committed
from anhuan.domains.reporting.models import Commitment
from anhuan.domains.reporting.queries.commitment import (
    commitment_of,
    has_major_hazard,
    row_of,
    works_of,
)
from anhuan.domains.reporting.queries.targets import settings_of, zone_of
from anhuan.domains.reporting.rules.commitment import Given, blockers, day_of
from anhuan.domains.reporting.rules.schedule import is_late
from anhuan.kernel.errors import refuse_if_any


def commit(by: Account, given: Given, now: datetime) -> Commitment:
    """Commit for today, or commit anew; the first moment counts for being in time."""
    company = company_of(by)
    is_head = Role.PLANT_HEAD in by.roles
    is_deputy = not is_head and settings_of(company).deputy_id == by.pk
    has_major = has_major_hazard(company)
    refuse_if_any(blockers(given, has_major_hazard=has_major, is_head=is_head, is_deputy=is_deputy))
    zone = zone_of(company)
    day = day_of(now, zone)
    with transaction.atomic():
        found = commitment_of(company, day) or Commitment(
            company=company, day=day, committed_at=now, is_late=is_late(now, day, zone)
        )
        saved = save_audited(by, found, {
            "units": dict(given.units), "works": works_of(company, day),
            "has_major_hazard": has_major, "grade": given.grade, "content": given.content.strip(),
            "duties_done": given.duties_done, "duty_leader": given.duty_leader.strip(),
            "duty_phone": given.duty_phone.strip(), "by": by, "is_deputy": is_deputy,
            "changed_at": now,
        })  # fmt: skip
        take_row(company, "PROMISE", row_of(saved), now, About(title=str(saved)))
        emit(company.code, Committed(saved.pk, day.isoformat(), saved.is_late))
    return saved
