"""Evaluation reports of plants in scope."""

from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from anhuan.domains.org.models import Account
from anhuan.domains.province.models import Enterprise, EvaluationReport
from anhuan.domains.province.queries.enterprises import VIEW, visible_enterprises


def visible_reports(account: Account, right: str = VIEW) -> QuerySet[EvaluationReport]:
    """Of every plant one may see, the first to run out first."""
    rows = EvaluationReport.objects.filter(enterprise__in=visible_enterprises(account, right))
    return rows.select_related("enterprise")


def reports_of(enterprise: Enterprise) -> QuerySet[EvaluationReport]:
    """One plant's."""
    return EvaluationReport.objects.filter(enterprise=enterprise)


def report_for(account: Account, pk: UUID | str, right: str = VIEW) -> EvaluationReport:
    """One of them, else 404."""
    return get_object_or_404(visible_reports(account, right), pk=pk)
