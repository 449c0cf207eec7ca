"""Who reacts to what, on one screen. Reactions run once each; signals go out beside the event."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings

from anhuan.desk.models import StoredAnswer
from anhuan.domains.alarms.actions import escalate, escalate_due, ring_unsilenced, unshelve_due
from anhuan.domains.calibration.actions import remind_drift, remind_due
from anhuan.domains.emergency.actions import follow_due
from anhuan.domains.field.actions import drop_unfinished
from anhuan.domains.field.queries import Kind, TodoSource, View
from anhuan.domains.hazards.actions import tick_due as look_at_hazards
from anhuan.domains.inspection import actions as inspection
from anhuan.domains.inspection.models import Plan
from anhuan.domains.mechanism import actions as mechanism
from anhuan.domains.outbox.actions import React
from anhuan.domains.outbox.models import OutboxEvent
from anhuan.domains.permits import actions as permits
from anhuan.domains.permits.queries.suggesting import SOURCES as HAZARD_SOURCES
from anhuan.domains.pipes import actions as pipes
from anhuan.domains.positioning.actions import check_devices, seal_stored, take_back_from
from anhuan.domains.province.actions import judge_all, pass_on, relay_orders
from anhuan.domains.reporting.actions import remind as remind_of_reports
from anhuan.domains.risk.actions import remind_changes
from anhuan.domains.vehicles.actions import check_trips
from anhuan.domains.watch.actions import remind_gaps
from anhuan.kernel import clock
from anhuan.web.fieldwork import alarms, evacuation, places, sos
from anhuan.web.fieldwork.hazards import HAZARD_OPERATIONS, HAZARD_VIEWS, my_hazards
from anhuan.web.fieldwork.inspection.duties import my_duties
from anhuan.web.fieldwork.inspection.kinds import INSPECTION_OPERATIONS, INSPECTION_VIEWS
from anhuan.web.fieldwork.inspection.showing import my_rounds
from anhuan.web.fieldwork.looking_up import LOOK_UP_VIEWS
from anhuan.web.fieldwork.permits.kinds import PERMIT_OPERATIONS
from anhuan.web.fieldwork.permits.showing import PERMIT_VIEWS, my_permits
from anhuan.web.relief import relieve
from anhuan.web.reportwork import alarms as alarm_reports
from anhuan.web.reportwork import dual as dual_reports
from anhuan.web.reportwork import people as people_reports
from anhuan.web.reportwork import permits as permit_reports
from anhuan.web.reportwork.sources import open_due_slots
from anhuan.web.riskwork import risks_there, sources_changed
from anhuan.web.scans import Scan
from anhuan.web.trials import run_waiting


def tell_who_is_due(event: OutboxEvent) -> None:
    """An alarm began or got worse: the first rung of its ladder is told at once."""
    escalate(UUID(event.data["alarm"]["id"]), clock.now())


def stop_work(event: OutboxEvent) -> None:
    """A guardian left, a stranger came, gas was found: works under permit stop (GB 30871 4.8)."""
    permits.alarm_began(UUID(event.data["alarm"]["id"]))


def cause_is_over(event: OutboxEvent) -> None:
    """The permit's own alarm ends with it; going on is a person's deed."""
    permits.alarm_ended(UUID(event.data["alarm"]["id"]))


def look_beside(event: OutboxEvent) -> None:
    """Work has begun or goes on: does it go together with what is beside it (4.7)?"""
    permits.neighbours_changed(UUID(event.data["permit"]))


def tell_works_beside(event: OutboxEvent) -> None:
    """A work began, stopped, went on, changed or ended: the works beside it know (4.7)."""
    permits.tell_beside(UUID(event.data["permit"]))


def warn_of_high_risk(event: OutboxEvent) -> None:
    """Work began in an area of the highest risk (PTW-076)."""
    permits.tell_high_risk(UUID(event.data["permit"]))


def tell_what_falls_due(event: OutboxEvent) -> None:
    """A record, a test or the end of a permit comes near: its people are told (PTW-164)."""
    data = event.data
    permits.tell_due(UUID(data["permit"]), data["what"], data["text"])


def tell_of_the_breach(event: OutboxEvent) -> None:
    """A permit's own alarm began: its people, safety manager, plant head; tags where work stops."""
    permits.tell_alarm(UUID(event.data["row"]["ID"]))


def look_at_people(event: OutboxEvent) -> None:
    """A certificate, a pass, an admission or the blacklist changed: may those on issued permits
    still be there (GB 30871 4.9)?"""
    person, firm = (event.data.get(name) for name in ("person", "firm"))
    permits.check_people_of(
        UUID(person) if person else None, UUID(firm) if firm else None, clock.now()
    )


def take_tag_back(event: OutboxEvent) -> None:
    """Somebody is off the rolls, by hand or by the personnel system: the tag is nobody's."""
    take_back_from(UUID(event.data["person"]))


def tell_what_was_checked(event: OutboxEvent) -> None:
    """A task ended, was missed or rests: its rows for the province, measures that failed."""
    mechanism.follow_task(UUID(event.data["task"]))


def tell_what_is_checked(event: OutboxEvent) -> None:
    """A plan has new tasks: its lines of table 4."""
    mechanism.sync_plan(Plan.objects.get(pk=event.data["plan"]))


REACTIONS: dict[str, tuple[React, ...]] = {
    "alarm.raised": (tell_who_is_due, stop_work),
    "alarm.updated": (tell_who_is_due,),
    "alarm.returned": (cause_is_over,),
    "plant.map.changed": (sources_changed,),
    "org.person.retired": (take_tag_back,),
    "inspection.task_changed": (tell_what_was_checked,),
    "inspection.tasks_made": (tell_what_is_checked,),
    "permits.started": (look_beside, tell_works_beside, warn_of_high_risk),
    "permits.resumed": (look_beside, tell_works_beside),
    "permits.amended": (tell_works_beside,),
    "permits.suspended": (tell_works_beside,),
    "permits.cancelled": (tell_works_beside,),
    "permits.reminder": (tell_what_falls_due,),
    "permits.alarm": (tell_of_the_breach,),
    "training.certificate.changed": (look_at_people,),
    "training.result.recorded": (look_at_people,),
    "contractors.firm.changed": (look_at_people,),
    "contractors.member.decided": (look_at_people,),
    "contractors.bar.changed": (look_at_people,),
}

# What the authorities are told of.
REPORTED: dict[str, React] = {
    "risk.row": dual_reports.report_line,
    "mechanism.row": dual_reports.report_line,
    "hazards.row": dual_reports.report_hazard,
    "permits.day_plan": permit_reports.report_day,
    "permits.alarm": permit_reports.report_alarm,
    "permits.unpermitted": permit_reports.report_alarm,
    **dict.fromkeys(permit_reports.STEPS, permit_reports.report_permit),
    "alarm.raised": alarm_reports.report_alarm,
    "alarm.updated": alarm_reports.report_alarm,
    "alarm.returned": alarm_reports.report_alarm,
    "alarm.handled": alarm_reports.report_alarm,
    "alarm.closed": alarm_reports.report_alarm,
    "org.person.changed": people_reports.report_person,
    "org.person.retired": people_reports.report_person,
    "plant.map.changed": people_reports.report_areas,
    "positioning.config.changed": people_reports.report_areas,
}
REACTIONS |= {kind: (*REACTIONS.get(kind, ()), react) for kind, react in REPORTED.items()}


# Of these the engine keeps a copy: it reads them again when one of them changed.
ENGINE_READS = (
    "positioning.", "plant.", "org.person.", "org.organisation.", "vehicles.terminal.",
    "inspection.task_changed",
)  # fmt: skip
# Words in them go out to the devices they name.
DEVICES_HEAR = ("emergency.told", "positioning.sounder.tested", "permits.told")


def signals_of(event: OutboxEvent) -> Iterator[tuple[str, dict[str, Any]]]:
    """What goes out beside an event: to the engine, that its configuration changed; to devices,
    an order to leave, the all clear (AQ 3064.3-2025 5.5.1) or a test. Old orders help nobody."""
    if event.type.startswith(ENGINE_READS) and event.type not in DEVICES_HEAR:
        what = event.data.get("what") or event.type
        yield f"cfg.{event.company}.changed", {"what": what}
    elif event.type in DEVICES_HEAR:
        words = event.data["words"]
        if clock.now() < datetime.fromisoformat(words["until"]):
            for device in event.data["devices"]:
                yield f"anhuan.v1.down.{device}", {"id": str(event.pk), **words}


# What the live pages load again when one of these happened, by the beginning of the type.
ROSTER_CHANGES = ("org.person.", "org.organisation.", "positioning.")
MAP_CHANGES = ("plant.", "positioning.config.")
EVACUATION_CHANGES = ("emergency.changed",)

ANSWERS_KEPT = timedelta(days=7)


def forget_answers(now: datetime) -> int:
    """Answers to repeated API writes: nobody repeats one after a week."""
    return StoredAnswer.forget_before(now - ANSWERS_KEPT)


def remind_of_duties(now: datetime) -> int:
    """A plant's morning; an authority that passes on what plants sent owes no commitment."""
    return 0 if settings.ROLE == "province" else remind_of_reports(now)


# The field app: what may be done with a phone, what one is asked to do, what is read by name.
FIELD_OPERATIONS: dict[str, Kind] = {
    "sos": Kind("field.use", sos.call_help),
    "evacuation.received": Kind("emergency.view", evacuation.received),
    "evacuation.safe": Kind("emergency.tick", evacuation.safe),
    "alarm.acknowledge": Kind("alarms.handle", alarms.acknowledge),
    **PERMIT_OPERATIONS,
    **HAZARD_OPERATIONS,
    **INSPECTION_OPERATIONS,
}
FIELD_TODOS: tuple[TodoSource, ...] = (
    evacuation.my_evacuations, alarms.my_alarms, my_permits, my_hazards, my_rounds,
    my_duties,
)  # fmt: skip
FIELD_VIEWS: dict[str, View] = {
    "position": View("field.use", places.my_position),
    "place": View("field.use", places.place),
    **PERMIT_VIEWS,
    **HAZARD_VIEWS,
    **INSPECTION_VIEWS,
    **LOOK_UP_VIEWS,
}

# What a permit's hazard analysis is offered besides its own library and past.
HAZARD_SOURCES.append(risks_there)

# What comes due with time alone. A slice adds its own line here.
SCANS: tuple[Scan, ...] = (
    Scan("evacuations", 1.0, follow_due),
    Scan("permits", 1.0, permits.tick_due),
    Scan("people at works", 15.0, permits.count_heads),
    Scan("people without a permit", 15.0, permits.look_for_unpermitted),
    Scan("hazards", 15.0, look_at_hazards),
    Scan("inspections", 5.0, inspection.tick),
    Scan("reports due", 2.0, open_due_slots),
    Scan("the morning's duties", 15.0, remind_of_duties),
    Scan("plants under an authority", 15.0, judge_all),
    Scan("rows for the authority above", 5.0, pass_on),
    Scan("orders for plants below", 5.0, relay_orders),
    Scan("gaps of the watch", 60.0, remind_gaps),
    Scan("duties of responsible persons", 600.0, inspection.remind_duties),
    Scan("escalation", 5.0, escalate_due),
    Scan("shelving over", 5.0, unshelve_due),
    Scan("silence over", 5.0, ring_unsilenced),
    Scan("devices", 15.0, check_devices),
    Scan("pipes", 5.0, pipes.look_at_nodes),
    Scan("old logs of pipes", 3600.0, pipes.forget),
    Scan("vehicles overdue", 15.0, check_trips),
    Scan("room on the disk", 60.0, relieve),
    Scan("seals of tracks", 300.0, seal_stored),
    Scan("the mechanism's rows and weeks", 600.0, mechanism.tick),
    Scan("old answers", 3600.0, forget_answers),
    Scan("responsible persons changed", 3600.0, remind_changes),
    Scan("unfinished field files", 3600.0, drop_unfinished),
    Scan("yearly tests", 3600.0, remind_due),
    Scan("drifting anchors", 300.0, remind_drift),
    Scan("trials, retunes, radio maps", 2.0, run_waiting),
)
