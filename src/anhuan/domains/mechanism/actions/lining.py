"""Keeping table 4 true: a line for each measure of each plan, told when it differs."""

from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from anhuan.domains.inspection.models import Plan
from anhuan.domains.mechanism.events import CheckRow
from anhuan.domains.mechanism.models import CheckLine
from anhuan.domains.mechanism.queries.rows import (
    line_id,
    measures_of_plan,
    row_of_line,
    zone_of,
)
from anhuan.domains.mechanism.rules.rows import TASK, row_blockers
from anhuan.domains.org.models import Company
from anhuan.domains.outbox.actions import emit

RELATED = ("company", "plan__company", "measure")


def sync_lines(company: Company) -> int:
    """Every plan of the company; how many rows were told."""
    plans = Plan.objects.filter(company=company)
    known = set(CheckLine.objects.filter(company=company).values_list("plan", flat=True))
    return sum(sync_plan(one) for one in plans if not one.is_retired or one.pk in known)


@transaction.atomic
def sync_plan(plan: Plan) -> int:
    """Lines for what the plan checks now; what it no longer checks is told as deleted."""
    held = Plan.objects.select_for_update(of=("self",)).select_related("company").get(pk=plan.pk)
    wanted = measures_of_plan(held)
    for measure in wanted:
        _line(held, measure)
    told, zone = 0, zone_of(held.company)
    rows = CheckLine.objects.filter(plan=held).select_related(*RELATED)
    for line in rows.select_for_update(of=("self",)):
        line.is_retired = line.measure_id not in wanted
        if row_of_line(line, zone) != line.row:
            told += tell_line(line, zone)
    return told


def _line(plan: Plan, measure: UUID) -> None:
    CheckLine.objects.get_or_create(
        pk=line_id(plan.pk, measure),
        defaults={"company_id": plan.company_id, "plan": plan, "measure_id": measure},
    )


def tell_line(line: CheckLine, zone: ZoneInfo) -> bool:
    """Save the line; into the outbox with it if its row differs from what was told last."""
    row = row_of_line(line, zone)
    differs = bool(row != line.row)
    line.row = row
    line.save()
    if differs:
        faults = [one.text for one in row_blockers(TASK, row)]
        emit(line.company.code, CheckRow(TASK, line.pk, row, faults))
    return differs
