"""Tables 4 and 5 as they stand: lines of plans and measures, records of one task."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings as django
from django.db.models import Q

from anhuan.domains.inspection.models import Entry, Plan, StandardItem, Task
from anhuan.domains.inspection.queries.planning import recurrence_of
from anhuan.domains.mechanism.models import CheckLine
from anhuan.domains.mechanism.rules.checks import Found, Status, cycle_of, status_of
from anhuan.domains.mechanism.rules.rows import TaskFacts, record_row, task_row
from anhuan.domains.org.models import Company
from anhuan.domains.plant.queries import known_site
from anhuan.domains.risk.models import RiskMeasure
from anhuan.domains.risk.rules.classes import reported_cycle
from anhuan.kernel.ids import uuid_of

DONE = (Task.Outcome.DONE, Task.Outcome.MADE_UP)
SPARED = (Task.Outcome.PAUSED, Task.Outcome.CANCELLED)


@dataclass(frozen=True, slots=True)
class Record:
    """One measure looked at, or not, in one task."""

    measure: UUID
    at: datetime
    status: Status


def zone_of(company: Company) -> ZoneInfo:
    """Times in rows are the plant's."""
    site = known_site(company)
    return ZoneInfo(site.time_zone if site else django.TIME_ZONE)


def line_id(plan: Any, measure: Any) -> UUID:
    """ID of table 4."""
    return uuid_of("check_line", plan, measure)


def record_id(task: Any, measure: Any) -> UUID:
    """ID of table 5: missed and done after all, it is the same record."""
    return uuid_of("check_record", task, measure)


def measures_of_plan(plan: Plan) -> set[UUID]:
    """What the plan's lists check: named by their items, else by the plan."""
    if plan.is_retired:
        return set()
    of_route = Q(standard__points__stops__route=plan.route_id, standard__points__is_retired=False)
    listed = of_route if plan.route_id else Q(standard=plan.standard_id)
    items = StandardItem.objects.filter(listed, standard__is_retired=False)
    named = set(items.values_list("risk_measure_id", flat=True).distinct())
    wanted = {pk for pk in (one or plan.risk_measure_id for one in named) if pk is not None}
    rows = RiskMeasure.objects.filter(pk__in=wanted, company=plan.company_id, is_retired=False)
    return set(rows.values_list("pk", flat=True))


def records_of(task: Task) -> Iterator[Record]:
    """Each measure of a task with what its entries say; of what nobody did, the end of its time."""
    expected, found = expected_of(task), _found(task)
    for measure, count in expected.items():
        answers = found.get(measure, [])
        at = max((one.at for one in answers), default=task.finished_at or task.closes_at)
        yield Record(UUID(measure), at, status_of(answers, count))


def expected_of(task: Task) -> dict[str, int]:
    """How many items of each measure had to be looked at; stops at rest owe none."""
    counts: dict[str, int] = {}
    for stop in task.stops:
        for item in stop["items"]:
            measure = item.get("measure") or task.plan.risk_measure_id
            if measure and not stop["is_paused"]:
                counts[str(measure)] = counts.get(str(measure), 0) + 1
    return counts


def _found(task: Task) -> dict[str, list[Found]]:
    found: dict[str, list[Found]] = {}
    for entry in Entry.objects.filter(task=task):
        measure = entry.item.get("measure") or task.plan.risk_measure_id
        found.setdefault(str(measure), []).append(Found(
            entry.at, entry.result == Entry.Result.ABNORMAL,
            entry.result == Entry.Result.SKIPPED, entry.handling == Entry.Handling.HAZARD,
        ))  # fmt: skip
    return found


def row_of_line(line: CheckLine, zone: ZoneInfo) -> dict[str, Any]:
    """Table 4 of a line as it is now."""
    measure = line.measure
    facts = TaskFacts(
        str(line.pk), str(line.measure_id), measure.check_content, cycle_of_line(line),
        line.checked_at, Status(line.status), line.is_retired,
    )  # fmt: skip
    return task_row(facts, zone)


def cycle_of_line(line: CheckLine) -> tuple[int, str] | None:
    """The plan's cycle; the measure's own where the plan has none."""
    own = line.measure
    planned = cycle_of(recurrence_of(line.plan))
    if planned is None and own.cycle_count:
        return reported_cycle(own.cycle_count, own.cycle_unit)
    return planned


def row_of_record(task: Task, record: Record, zone: ZoneInfo) -> dict[str, Any]:
    """Table 5. What was told of a task that then was spared is told as deleted."""
    spared = task.outcome in SPARED
    shown = replace(record, status=Status.OTHER) if spared else record
    return record_row(
        str(record_id(task.pk, record.measure)), str(line_id(task.plan_id, record.measure)),
        shown.at, shown.status, zone, is_deleted=spared,
    )  # fmt: skip
