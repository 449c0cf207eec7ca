"""Dual prevention: the register, the checks and the hazards hand their rows over themselves."""

from typing import Any

from anhuan.domains.org.models import Company
from anhuan.domains.outbox.models import OutboxEvent
from anhuan.domains.reporting.actions import take_row
from anhuan.domains.reporting.actions.intake import About
from anhuan.domains.reporting.queries import title_of

_NAMED = ("RISK_UNIT_NAME", "RISK_EVENT_NAME", "RISK_MEASURE_DESC", "TROUBLESHOOT_CONTENT")


def report_line(event: OutboxEvent) -> None:
    """Tables 1 to 5: the event names its table."""
    company, row = Company.objects.get(code=event.company), event.data["row"]
    title = next((row[key] for key in _NAMED if row.get(key)), "") or _checked(company, row)
    take_row(company, event.data["table"], row, event.at, About(title=title))


def report_hazard(event: OutboxEvent) -> None:
    """Table 6."""
    company, row = Company.objects.get(code=event.company), event.data["row"]
    take_row(company, "DUAL_T6", row, event.at, About(title=row["DANGER_NAME"]))


def _checked(company: Company, row: dict[str, Any]) -> str:
    """A record has no name of its own: what was checked, and when."""
    task = title_of(company, "DUAL_T4", row["CHECK_TASK_ID"])
    return f"{task} {row['CHECK_TIME'][5:16]}".strip()
