"""Dual prevention: the register, the checks and the hazards hand their rows over themselves."""

from anhuan.domains.org.models import Company
from anhuan.domains.outbox.models import OutboxEvent
from anhuan.domains.reporting.actions import take_row
from anhuan.domains.reporting.actions.intake import About

_NAMED = ("RISK_UNIT_NAME", "RISK_EVENT_NAME", "RISK_MEASURE_DESC", "TROUBLESHOOT_CONTENT")


def report_line(event: OutboxEvent) -> None:
    """Tables 1 to 5: the event names its table."""
    company, row = Company.objects.get(code=event.company), event.data["row"]
    title = next((row[key] for key in _NAMED if row.get(key)), "")
    take_row(company, event.data["table"], row, event.at, About(title=title))


def report_hazard(event: OutboxEvent) -> None:
    """Table 6."""
    company, row = Company.objects.get(code=event.company), event.data["row"]
    take_row(company, "DUAL_T6", row, event.at, About(title=row["DANGER_NAME"]))
