"""Works: the park's table A.1 at every step, the province's day plan with the printed permit."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from uuid import UUID

from anhuan.desk.paper import print_papers
from anhuan.domains.documents.actions import store_file
from anhuan.domains.org.models import Company
from anhuan.domains.outbox.models import OutboxEvent
from anhuan.domains.permits.models import Part, Permit
from anhuan.domains.permits.paper import permit_papers
from anhuan.domains.permits.queries.report_rows import planned_for
from anhuan.domains.permits.rules.codes import alarm_kind, alarm_of_code, reported_code
from anhuan.domains.permits.rules.kinds import Kind, aq_code, province_code
from anhuan.domains.permits.rules.states import State
from anhuan.domains.reporting.actions import take_row
from anhuan.domains.reporting.actions.intake import About
from anhuan.domains.reporting.actions.reminding import note_planned
from anhuan.domains.reporting.queries.targets import code_of, zone_of
from anhuan.kernel import clock
from anhuan.kernel.ids import uuid_of

PLAN = "PTW_T1"
STEPS = tuple(
    f"permits.{step}" for step in (
        "reserved", "issued", "started", "amended", "suspended", "resumed", "cancelled", "accepted",
    )
)  # fmt: skip
_LEADERS = (Part.WORK_LEADER, Part.COMMANDER)
_GONE = (State.CANCELLED, State.VOIDED, State.REVOKED)


def report_permit(event: OutboxEvent) -> None:
    """Every step of a permit goes out at once (AQ 3064.2-2025 8.2, 107号 附件3 6.2)."""
    company = Company.objects.get(code=event.company)
    row, number = event.data["row"], event.data["number"]
    about = About(subject=event.data["permit"], title=f"{number} {row.get('TICKET_POSITION', '')}")
    permit = Permit.objects.select_related("company").get(pk=UUID(event.data["permit"]))
    take_row(company, "PTW_A1", {**row, "_kind": permit.kind}, event.at, about)
    for day in _days(permit, event.at):
        take_plan_row(permit, day, event.at)


def report_alarm(event: OutboxEvent) -> None:
    """Alarms of works, begun and ended (table A.3)."""
    company = Company.objects.get(code=event.company)
    row, permit = event.data["row"], event.data.get("permit")
    about = About(subject=str(permit or ""), title=f"作业报警 {row['ALARM_TYPE']}")
    take_row(company, "PTW_A3", {**row, **_coded(row, permit)}, event.at, about)


def _coded(row: dict[str, Any], permit: str | None) -> dict[str, Any]:
    """The code of table A.4; none for what the table does not know, and for alarms of works that
    table A.1 does not know: their ticket is not over there."""
    alarm = alarm_of_code(row["ALARM_TYPE"])
    work = Permit.objects.filter(pk=permit).first() if permit else None
    is_unknown = work is not None and not aq_code(Kind(work.kind), work.grade)
    return {"ALARM_TYPE": "" if is_unknown else reported_code(alarm), "_kind": alarm_kind(alarm)}


def report_day(event: OutboxEvent) -> None:
    """The day's plan, before ten; a day without works has one, too."""
    company = Company.objects.get(code=event.company)
    day = date.fromisoformat(event.data["day"])
    for one in planned_for(company, day, zone_of(company)):
        take_plan_row(one, day, event.at)
    note_planned(company, day, event.at)


def _days(permit: Permit, now: datetime) -> Iterator[date]:
    """Today, when the work is of today: what comes later is told in its own plan."""
    zone = zone_of(permit.company)
    today = now.astimezone(zone).date()
    first, last = (one.astimezone(zone).date() for one in (permit.starts_at, permit.ends_at))
    approved = permit.state not in (State.RESERVED, State.REJECTED)
    if first <= today <= last and approved:
        yield today


def take_plan_row(permit: Permit, day: date, now: datetime) -> None:
    """One permit on one day, 17 columns; kinds the table has no code for are not of it."""
    row = plan_row(permit, day)
    if not row["TASK_TYPE"]:
        return
    about = About(subject=str(permit.pk), title=f"{permit.number} {permit.place}")
    take_row(permit.company, PLAN, row, now, about, {"FILE": lambda: _printed(permit)})


def plan_row(permit: Permit, day: date) -> dict[str, Any]:
    """107号 附件3 表1. `_state` makes issue and acceptance rows of their own, with the paper."""
    people = permit.people.filter(left_at__isnull=True).select_related("person")
    leader = next((one.person for one in people if one.part in _LEADERS), None)
    is_cancelled = permit.state in _GONE
    return {
        "ID": str(uuid_of(PLAN, permit.pk, day)),
        "COMPANY_CODE": code_of(permit.company),
        "TASK_DATE": day,
        "TASK_TYPE": province_code(Kind(permit.kind), permit.grade),
        "TASK_POSITION": permit.place,
        "TASK_BEGIN_TIME": permit.started_at or permit.starts_at,
        "TASK_END_TIME": permit.finished_at or permit.valid_until or permit.ends_at,
        "IS_CONTRACTOR_TASK": str(int(permit.contractor_id is not None)),
        "TASK_UNIT": permit.work_unit[:50],
        "MAJOR_PERSON": leader.name if leader else permit.reserved_by.display_name[:20],
        "MAJOR_PERSON_MOBILE": (leader.phone if leader else "") or permit.company.principal_phone,
        "TASK_CONTENT": permit.content,
        "IS_CHANGED": str(int(permit.is_changed)),
        "CHANGED_REASON": permit.changed_why,
        "IS_CANCELLED": str(int(is_cancelled)),
        "CANCELLED_REASON": permit.closed_why if is_cancelled else "",
        "_state": _stage(permit),
    }


def _stage(permit: Permit) -> str:
    """Issue and acceptance bring a new paper; suspending and going on do not."""
    if permit.accepted_at:
        return "accepted"
    return "issued" if permit.issued_at else "planned"


def _printed(permit: Permit) -> dict[str, Any]:
    """The paper as it stands, in the document store."""
    content = print_papers(permit_papers(permit, clock.now(), ""))
    sm3 = store_file([content])
    return {"sm3": sm3, "name": f"{permit.number}.pdf", "media_type": "application/pdf",
            "bytes": len(content)}  # fmt: skip
