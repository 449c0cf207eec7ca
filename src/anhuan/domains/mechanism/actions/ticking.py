"""What time alone does: lines that changed with a plan or the register, weeks that ended."""

from datetime import datetime

from anhuan.domains.audit.actions import SYSTEM
from anhuan.domains.mechanism.actions.lining import sync_lines
from anhuan.domains.mechanism.actions.planning import plan_register
from anhuan.domains.mechanism.actions.scoring import score_weeks
from anhuan.domains.mechanism.queries.settings import settings_of
from anhuan.domains.org.models import Company


def tick(now: datetime) -> int:
    """For every company; how many plans, rows and scores are new."""
    return sum(_tick(company, now) for company in Company.objects.order_by("pk"))


def _tick(company: Company, now: datetime) -> int:
    planned = plan_register(SYSTEM, company, now) if settings_of(company).plans_itself else 0
    return planned + sync_lines(company) + score_weeks(company, now)
