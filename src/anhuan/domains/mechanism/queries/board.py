"""The board of measures: does each still hold (DUAL-003)?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet

from anhuan.domains.hazards.models import Hazard
from anhuan.domains.hazards.rules.states import OPEN
from anhuan.domains.mechanism.models import CheckLine
from anhuan.domains.mechanism.queries.rows import cycle_of_line
from anhuan.domains.mechanism.rules.checks import Status, cycle_h
from anhuan.domains.mechanism.rules.measures import Holds, holds
from anhuan.domains.org.models import Account, Company
from anhuan.domains.org.queries import company_of
from anhuan.domains.org.queries.scope import scope_of
from anhuan.domains.risk.models import RiskMeasure

ABOVE = ("event__unit__object__department", "event__unit__person", "event__unit__object__person",
         "person")  # fmt: skip
GRAVEST = (Holds.FAILED, Holds.UNCHECKED, Holds.UNPLANNED, Holds.EFFECTIVE)


@dataclass(frozen=True, slots=True)
class Boarded:
    """A measure, its state, and the line of its last check, if a plan looks at it."""

    measure: RiskMeasure
    state: Holds
    line: CheckLine | None
    open_hazards: int


def visible_lines(account: Account) -> QuerySet[CheckLine]:
    """Rows of table 4 of the departments the asker answers for."""
    rows = CheckLine.objects.filter(company=company_of(account))
    scope = scope_of(account, "mechanism.view")
    return rows if scope is None else rows.filter(plan__department__in=scope)


def boarded(account: Account, now: datetime) -> list[Boarded]:
    """Every measure people check, the failed first. What instruments watch is theirs to tell."""
    company = company_of(account)
    rows = RiskMeasure.objects.filter(company=company, is_retired=False).exclude(data_source="1")
    rows = rows.filter(event__is_retired=False, event__unit__is_retired=False)
    scope = scope_of(account, "mechanism.view")
    if scope is not None:
        rows = rows.filter(event__unit__object__department__in=scope)
    lines, open_hazards = _lines(company), _open_hazards(company)
    found = [
        _one(one, lines.get(one.pk, []), open_hazards.get(one.pk, 0), now)
        for one in rows.select_related(*ABOVE)
    ]
    return sorted(found, key=lambda one: GRAVEST.index(one.state))


def _one(measure: RiskMeasure, lines: Iterable[CheckLine], hazards: int, now: datetime) -> Boarded:
    judged = [(_state(line, hazards, now), line) for line in lines]
    if not judged:
        state = Holds.FAILED if hazards else Holds.UNPLANNED
        return Boarded(measure, state, None, hazards)
    state, line = min(judged, key=lambda one: GRAVEST.index(one[0]))
    return Boarded(measure, state, line, hazards)


def _state(line: CheckLine, hazards: int, now: datetime) -> Holds:
    cycle = cycle_of_line(line)
    span = timedelta(hours=cycle_h(*cycle)) if cycle else None
    return holds(Status(line.status), line.checked_at, span, now, has_open_hazard=hazards > 0)


def _lines(company: Company) -> dict[object, list[CheckLine]]:
    found: dict[object, list[CheckLine]] = {}
    rows = CheckLine.objects.filter(company=company, is_retired=False)
    for line in rows.select_related("plan", "measure", "task__by"):
        found.setdefault(line.measure_id, []).append(line)
    return found


def _open_hazards(company: Company) -> dict[object, int]:
    found: dict[object, int] = {}
    rows = Hazard.objects.filter(company=company, deleted_at__isnull=True, state__in=OPEN)
    for pk in rows.exclude(risk_measure_id=None).values_list("risk_measure_id", flat=True):
        found[pk] = found.get(pk, 0) + 1
    return found
