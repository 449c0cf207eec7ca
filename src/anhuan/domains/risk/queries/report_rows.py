"""Rows of tables 1 to 3 of the province's annex 2, and what is wrong with them.

The receiver knows no objects: the object is there by its code alone, which comes from the national
registration system. `DELETED` is "1" for what was retired; nothing is ever left out again.
"""

from typing import Any

from anhuan.domains.org.models import Company
from anhuan.domains.risk.models import RiskEvent, RiskMeasure, RiskUnit
from anhuan.domains.risk.rules.classes import class_1_of
from anhuan.domains.risk.rules.rows import EVENT, MEASURE, UNIT, row_faults

Row = RiskUnit | RiskEvent | RiskMeasure


def report_row(row: Row) -> tuple[str, dict[str, Any]]:
    """The table and the row as it is to be sent."""
    if isinstance(row, RiskUnit):
        return UNIT, unit_row(row)
    if isinstance(row, RiskEvent):
        return EVENT, event_row(row)
    return MEASURE, measure_row(row)


def unit_row(unit: RiskUnit) -> dict[str, Any]:
    """Table 1: department and person are those of the object, as its description says."""
    above = unit.object
    return {
        "ID": str(unit.pk),
        "HAZARD_CODE": above.code or above.own_code,
        "HAZARD_DEP": above.department.name,
        "HAZARD_LIABLE_PERSON": above.person.name,
        "RISK_UNIT_NAME": unit.name,
        "DELETED": _deleted(unit),
    }


def event_row(event: RiskEvent) -> dict[str, Any]:
    """Table 2."""
    return {
        "ID": str(event.pk),
        "RISK_UNIT_ID": str(event.unit_id),
        "RISK_EVENT_NAME": event.name,
        "DELETED": _deleted(event),
    }


def measure_row(measure: RiskMeasure) -> dict[str, Any]:
    """Table 3."""
    return {
        "ID": str(measure.pk),
        "RISK_EVENT_ID": str(measure.event_id),
        "DATA_SRC": measure.data_source or None,
        "RISK_MEASURE_DESC": measure.text,
        "CLASSIFY1": class_1_of(measure.class_2),
        "CLASSIFY2": measure.class_2,
        "CLASSIFY3": measure.class_3 or None,
        "TROUBLESHOOT_CONTENT": measure.check_content,
        "DELETED": _deleted(measure),
    }


def faults_of(row: Row) -> list[str]:
    """Why it cannot be sent as it is, one sentence each."""
    table, content = report_row(row)
    return [one.text for one in row_faults(table, content)]


def _deleted(row: Row) -> str:
    return "1" if row.is_retired else "0"


def reported_lines(company: Company, *, deleted: bool = False) -> list[Row]:
    """Every line tables 1 to 3 have, units first; the retired only when asked."""
    kept = {} if deleted else {"is_retired": False}
    units = RiskUnit.objects.filter(object__company=company, **kept)
    events = RiskEvent.objects.filter(unit__object__company=company, **kept)
    measures = RiskMeasure.objects.filter(company=company, **kept)
    above = ("object__department", "object__person")
    return [*units.select_related(*above), *events, *measures]
