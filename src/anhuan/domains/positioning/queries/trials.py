"""Trials of fences: who may see them, and whose names in them."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from anhuan.domains.alarms.models import Alarm
from anhuan.domains.org.models import Account, Person
from anhuan.domains.positioning.models import FenceTrial, Vehicle
from anhuan.domains.positioning.queries.scope import scope_of

RIGHT = "fences.try"


def visible_trials(account: Account) -> QuerySet[FenceTrial]:
    """All trials of the company."""
    company = scope_of(account, RIGHT).company
    return FenceTrial.objects.filter(company=company).select_related("fence", "fence__area")


def get_trial_for(account: Account, pk: UUID | str) -> FenceTrial:
    """One of them, else 404."""
    return get_object_or_404(visible_trials(account).select_related("company"), pk=pk)


def findings_for(account: Account, trial: FenceTrial) -> list[dict[str, Any]]:
    """The alarms the fence would have raised; people outside the account's scope unnamed."""
    scope = scope_of(account, RIGHT)
    if scope.departments is None:
        return list(trial.findings)
    named = {one["subject"] for one in trial.findings if one["subject"]}
    known = {
        str(pk)
        for pk in Person.objects.filter(scope.people(), pk__in=named).values_list("pk", flat=True)
    }
    known |= {
        str(pk)
        for pk in Vehicle.objects.filter(scope.people(), pk__in=named).values_list("pk", flat=True)
    }
    return [one if one["subject"] in known or not one["subject"] else _unnamed(one)
            for one in trial.findings]  # fmt: skip


def _unnamed(finding: dict[str, Any]) -> dict[str, Any]:
    return finding | {
        "subject": None,
        "name": "管辖范围外人员",
        "title": finding["label"],
        "text": "",
    }


def really_raised(trial: FenceTrial) -> int | None:
    """How many alarms the fence in force raised in that period; None for a fence not yet live."""
    live = trial.fence.replaces if trial.fence.is_draft else trial.fence
    if live is None:
        return None
    raised = Alarm.objects.filter(company_id=trial.company_id, inputs__zone=str(live.pk))
    return raised.filter(raised_at__gte=trial.since, raised_at__lt=trial.until).count()
