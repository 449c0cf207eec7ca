"""What the day's commitment is made of, and whether it was given."""

from collections import Counter
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from anhuan.domains.hazards.models import Hazard
from anhuan.domains.hazards.rules.codes import Level
from anhuan.domains.hazards.rules.states import OPEN
from anhuan.domains.org.models import Account, Company
from anhuan.domains.org.queries import company_of
from anhuan.domains.permits.queries.report_rows import planned_for
from anhuan.domains.permits.rules.kinds import Kind, province_code
from anhuan.domains.reporting.models import Commitment
from anhuan.domains.reporting.queries.targets import code_of, zone_of
from anhuan.domains.reporting.rules.commitment import COUNTED, UNITS, WORKS, answers


def visible_commitments(account: Account) -> QuerySet[Commitment]:
    """Of one's own company, the newest day first."""
    rows = Commitment.objects.filter(company=company_of(account))
    return rows.select_related("by__person")


def commitment_of(company: Company, day: date) -> Commitment | None:
    """That day's."""
    return Commitment.objects.filter(company=company, day=day).first()


def works_of(company: Company, day: date) -> dict[str, int]:
    """How many works of which kind the day's permits are; all keys, zero where there is none."""
    found: Counter[str] = Counter()
    for one in planned_for(company, day, zone_of(company)):
        code = province_code(Kind(one.kind), one.grade)
        found[COUNTED.get(code, "inspectionNumber")] += 1
        found["contractorNumber"] += one.contractor_id is not None
        found["changedTaskNumber"] += one.is_changed
    return {key: found[key] for key in WORKS}


def has_major_hazard(company: Company) -> bool:
    """Whether a major hazard is not closed yet."""
    rows = Hazard.objects.filter(company=company, level=Level.MAJOR, state__in=OPEN)
    return rows.filter(deleted_at__isnull=True).exists()


def last_units(company: Company) -> dict[str, int]:
    """What was said of the units last: the form begins with it."""
    last = Commitment.objects.filter(company=company).order_by("-day").first()
    return dict(last.units) if last else dict.fromkeys(UNITS, 0)


def row_of(one: Commitment) -> dict[str, Any]:
    """As it is sent."""
    return {
        "ID": str(one.pk), "COMPANY_CODE": code_of(one.company), "commitDate": one.day.isoformat(),
        **{key: one.units.get(key, 0) for key in UNITS}, **one.works,
        **answers(one.units, one.works), "mHazards": str(int(one.has_major_hazard)),
        "riskGrade": one.grade, "commitment": one.by.display_name, "commitContent": one.content,
        "DANGER_GUARANTEE_RESPONSIBILITY": str(int(one.duties_done)),
        "DUTY_LEAD": one.duty_leader, "DUTY_LEAD_PHONE": one.duty_phone, "DELETED": "0",
    }  # fmt: skip


def today_of(company: Company, now: datetime) -> date:
    """The plant's day."""
    return now.astimezone(zone_of(company)).date()
