"""包保 duties that somebody has to look to: near their last day, or past it and undone."""

from datetime import date, timedelta

from anhuan.domains.org.models import Company
from anhuan.domains.risk.models import DutyRecord
from anhuan.domains.risk.queries import duties_due
from anhuan.domains.risk.rules.duties import Due

BEFORE = timedelta(days=2)  # a duty's last day is told ahead
AFTER = timedelta(days=14)  # a duty not done is told of for so long after its end


def duties_owed(company: Company, today: date) -> list[Due]:
    """Undone, of every holder, first what ends first."""
    due = [
        one for one in duties_due(company, today - AFTER, today + BEFORE)
        if today - AFTER <= one.last <= today + BEFORE
    ]  # fmt: skip
    rows = DutyRecord.objects.filter(source__in={one.source for one in due})
    done = set(rows.values_list("source_id", "duty_key", "first"))
    owed = [one for one in due if (one.source, one.duty.key, one.first) not in done]
    return sorted(owed, key=lambda one: one.last)
