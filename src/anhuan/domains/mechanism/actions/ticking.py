"""What time alone does: lines that changed with a plan or the register, weeks that ended."""

from datetime import datetime

from anhuan.domains.mechanism.actions.lining import sync_lines
from anhuan.domains.mechanism.actions.scoring import score_weeks
from anhuan.domains.org.models import Company


def tick(now: datetime) -> int:
    """For every company; how many rows and scores are new."""
    return sum(
        sync_lines(company) + score_weeks(company, now)
        for company in Company.objects.order_by("pk")
    )
