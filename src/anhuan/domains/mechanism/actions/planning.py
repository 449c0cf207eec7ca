"""Check plans out of the register: a new line is looked at from its first day (DUAL-012)."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from anhuan.domains.audit.actions import Actor
from anhuan.domains.inspection import actions as inspection
from anhuan.domains.inspection.models import Plan, Standard
from anhuan.domains.inspection.rules.kinds import Kind
from anhuan.domains.mechanism.actions.lining import sync_plan
from anhuan.domains.mechanism.models import CheckLine
from anhuan.domains.mechanism.queries.unplanned import groups_of, name_of_group, people_of_group
from anhuan.domains.mechanism.rules.planning import Group, timetable
from anhuan.domains.org.models import Company
from anhuan.domains.risk.models import RiskMeasure
from anhuan.domains.risk.queries import department_of

LIBRARY = "风险清单"


@transaction.atomic
def plan_register(by: Actor, company: Company, now: datetime) -> int:
    """One plan for each group of measures, with its tasks; how many plans are new or changed.

    What another plan already looks at is left to that. A group without people waits: the board
    shows its measures as unplanned. A plan whose measures all went elsewhere is retired.
    """
    Company.objects.select_for_update().get(pk=company.pk)
    others = _planned_elsewhere(company)
    wanted = {
        name_of_group(group, measures): (group, [one for one in measures if one.pk not in others])
        for group, measures in groups_of(company).items()
    }
    made = sum(_plan(by, company, name, *one, now) for name, one in wanted.items() if one[1])
    return made + _retire_empty(by, company, {name for name, one in wanted.items() if one[1]})


def _planned_elsewhere(company: Company) -> set[Any]:
    rows = CheckLine.objects.filter(company=company, is_retired=False, plan__is_retired=False)
    return set(rows.exclude(plan__standard__library=LIBRARY).values_list("measure", flat=True))


def _plan(
    by: Actor, company: Company, name: str, group: Group, measures: list[RiskMeasure],
    now: datetime,
) -> int:  # fmt: skip
    people = people_of_group(group)
    standard = Standard.objects.filter(
        company=company, library=LIBRARY, name=name, is_retired=False
    ).first()
    plan = Plan.objects.filter(standard=standard, is_retired=False).first() if standard else None
    items = [_item(one) for one in measures]
    if not people or (plan and standard and _same(standard, items)):
        return 0
    if standard is not None:
        known = {one.risk_measure_id: one.pk for one in standard.items.all()}
        items = [item | {"id": known.get(item["risk_measure_id"])} for item in items]
    saved = inspection.save_standard(by, company, items, standard, library=LIBRARY, name=name)
    if plan is None:
        plan = inspection.save_plan(
            by, company, None, name=name, kind=Kind.PATROL.value, standard=saved,
            department=department_of(measures[0].event.unit),
            people=people, starts_on=timezone.localtime(now).date(), **timetable(group),
        )  # fmt: skip
    inspection.generate(plan, now)
    sync_plan(plan)
    return 1


def _item(one: RiskMeasure) -> dict[str, Any]:
    return {"part": one.event.unit.name[:100], "category": one.class_2, "kind": "check",
            "name": one.check_content[:300], "risk_measure_id": one.pk}  # fmt: skip


def _same(standard: Standard, items: list[dict[str, Any]]) -> bool:
    held = [(one.part, one.name, one.risk_measure_id) for one in standard.items.all()]
    return held == [(one["part"], one["name"], one["risk_measure_id"]) for one in items]


def _retire_empty(by: Actor, company: Company, kept: set[str]) -> int:
    rows = Plan.objects.filter(company=company, standard__library=LIBRARY, is_retired=False)
    gone = list(rows.exclude(name__in=kept))
    for plan in gone:
        inspection.retire(by, plan)
        sync_plan(plan)
    return len(gone)
