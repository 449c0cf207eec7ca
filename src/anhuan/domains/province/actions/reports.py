"""Evaluation reports are registered and put right."""

from datetime import date
from typing import Any

from anhuan.domains.audit.actions import Actor, draft_of, save_checked
from anhuan.domains.province.models import EvaluationReport
from anhuan.domains.province.rules.reports import report_blockers


def save_report(
    by: Actor, report: EvaluationReport, changes: dict[str, Any], today: date
) -> EvaluationReport:
    """With every reason against it at once."""
    draft = draft_of(report, changes)
    return save_checked(by, report, changes, report_blockers(draft.made_on, draft.due_on, today))
