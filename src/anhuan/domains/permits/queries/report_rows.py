"""Rows for the park and the province: AQ 3064.2-2025 tables A.1 (33 fields) and A.3 (11)."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import QuerySet

from anhuan.domains.org.models import Company
from anhuan.domains.permits.models import GasTest, Part, Permit, PermitAlarm, Unpermitted
from anhuan.domains.permits.models.crew import WORKING_PARTS
from anhuan.domains.permits.queries.onsite import middle_of
from anhuan.domains.permits.rules.certificates import TRADE_LABELS, Trade
from anhuan.domains.permits.rules.codes import ALARM_CODES, Alarm
from anhuan.domains.permits.rules.gases import OXYGEN
from anhuan.domains.permits.rules.kinds import Kind, aq_code
from anhuan.domains.permits.rules.states import AQ_STATUS, State
from anhuan.domains.plant.models import Site

# What a row is when nothing is left of it: closed this way, it counts as cancelled.
_CANCELLED = (State.CANCELLED, State.VOIDED, State.REVOKED)


def report_row(permit: Permit) -> dict[str, Any]:
    """Table A.1 as the permit stands; what has not happened yet is null."""
    return _what(permit) | _air(permit) | _people(permit) | _course(permit)


def _what(permit: Permit) -> dict[str, Any]:
    company = permit.company
    lon, lat = _lonlat(permit)
    return {
        "ID": str(permit.pk),
        "COMPANY_NAME": company.name,
        "COMPANY_CODE": company.credit_code or company.code,
        "TICKET_TYPE": aq_code(Kind(permit.kind), permit.grade),
        "TICKET_POSITION": permit.place,
        "TICKET_CONTENT": permit.content,
        "LONGITUDE": lon,
        "LATITUDE": lat,
        "TICKET_STATUS": AQ_STATUS[State(permit.state)],
        "WORK_DEPARTMENT": permit.work_unit,
        "IS_CONTRACTOR_WORK": int(permit.contractor_id is not None),
        "MAJOR_PERSON_MOBILE": company.principal_phone,
        "DELETED": 0,
    }


def _air(permit: Permit) -> dict[str, Any]:
    test = permit.gas_tests.filter(phase=GasTest.Phase.BEFORE).order_by("-sampled_at").first()
    readings = [one for one in test.readings if one["gas"] != OXYGEN] if test else []
    first = readings[0] if readings else (test.readings[0] if test and test.readings else None)
    return {
        "GAS_NAME": first["gas"] if first else None,
        "GAS_TIME": _iso(test.sampled_at) if test else None,
        "GAS_VALUE": first["value"] if first else None,
    }


def _people(permit: Permit) -> dict[str, Any]:
    rows = list(permit.people.filter(left_at__isnull=True).select_related("person"))

    def names(*parts: str) -> str:
        return ",".join(dict.fromkeys(one.person.name for one in rows if one.part in parts))

    shown = [one for row in rows if row.part != Part.GUARDIAN for one in row.certificates]
    return {
        "SUPERVISOR_NAME": names(Part.GUARDIAN),
        "WORKER_NAME": names(*WORKING_PARTS),
        "WORKER_CERTI_NAME": ",".join(TRADE_LABELS[Trade(one["trade"])] for one in shown) or None,
        "WORKER_CERTI_NUM": ",".join(one["number"] for one in shown) or None,
        "TICKET_RESPONS_NAME": names(Part.WORK_LEADER, Part.COMMANDER),
    }


def _course(permit: Permit) -> dict[str, Any]:
    is_cancelled = permit.state in _CANCELLED
    return {
        "ISSUE_TIME": _iso(permit.issued_at),
        "START_TIME": _iso(permit.started_at or permit.starts_at),
        "END_TIME": _iso(permit.finished_at or permit.valid_until or permit.ends_at),
        "CHECKED_TIME": _iso(permit.accepted_at),
        "IS_CHANGED": int(permit.is_changed),
        "CHANGED_CAUSE": permit.changed_why or None,
        "IS_CANCELLED": int(is_cancelled),
        "CANCELLED_CAUSE": permit.closed_why or None if is_cancelled else None,
        "CREATE_DATE": _iso(permit.reserved_at),
        "CREATE_BY": permit.reserved_by.display_name,
        "UPDATE_DATE": _iso(_changed_at(permit)),
        "UPDATE_BY": permit.reserved_by.display_name,
    }


def _changed_at(permit: Permit) -> datetime:
    """Of a permit that is only reserved: when that was done (A.1 32)."""
    is_new = permit.state == State.RESERVED
    return permit.reserved_at if is_new else permit.updated_at or permit.reserved_at


def _lonlat(permit: Permit) -> tuple[float | None, float | None]:
    site = Site.objects.filter(company=permit.company_id).first()
    middle = middle_of(permit)
    if site is None or middle is None:
        return None, None
    lon, lat = site.georeference.to_lonlat(*middle)
    return round(lon, 7), round(lat, 7)


def alarm_row(row: PermitAlarm) -> dict[str, Any]:
    """Table A.3."""
    alarm = row.alarm
    return {
        "ID": str(row.pk),
        "TICKET_ID": str(row.permit_id),
        "ALARM_START_TIME": _iso(row.started_at),
        "ALARM_TYPE": row.code,
        "ALARM_END_TIME": _iso(row.ended_at),
        "ALARM_RESULT": alarm.result if alarm and alarm.result else None,
        "DELETED": 0,
        "CREATE_DATE": _iso(row.started_at),
        "CREATE_BY": "系统",
        "UPDATE_DATE": _iso(row.ended_at or row.started_at),
        "UPDATE_BY": "系统",
    }


def unpermitted_row(row: Unpermitted) -> dict[str, Any]:
    """Table A.3 for work that has no ticket (alarm 60)."""
    alarm = row.alarm
    return {
        "ID": str(row.pk),
        "TICKET_ID": str(row.permit_id) if row.permit_id else None,
        "ALARM_START_TIME": _iso(row.at),
        "ALARM_TYPE": ALARM_CODES[Alarm.NO_PERMIT].code,
        "ALARM_END_TIME": _iso(row.ended_at),
        "ALARM_RESULT": row.ended_how or (alarm.result if alarm and alarm.result else None),
        "DELETED": 0,
        "CREATE_DATE": _iso(row.at),
        "CREATE_BY": row.by.display_name if row.by else "系统",
        "UPDATE_DATE": _iso(row.ended_at or row.at),
        "UPDATE_BY": row.by.display_name if row.by else "系统",
    }


def planned_for(company: Company, day: date, zone: Any) -> QuerySet[Permit]:
    """What is to be worked on a plant day: approved reservations and everything after."""
    begin = datetime.combine(day, time.min, zone)
    rows = Permit.objects.filter(
        company=company, starts_at__lt=begin + timedelta(days=1), ends_at__gte=begin
    )
    gone = (State.RESERVED, State.REJECTED, State.CANCELLED, State.VOIDED)
    return rows.exclude(state__in=gone).select_related("company", "contractor", "reserved_by")


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
