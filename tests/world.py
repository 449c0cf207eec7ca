"""One row of every kind for one company, so that every address can be asked for."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from anhuan.desk.models import SavedView
from anhuan.domains.alarms.actions import seed_kinds
from anhuan.domains.alarms.models import AlarmKind, EscalationStep, Suppression
from anhuan.domains.alarms.tests.make import make_alarm, make_study
from anhuan.domains.audit.models import AuditRow
from anhuan.domains.calibration.tests.factories import calibration_rows
from anhuan.domains.contractors.tests.make import contractor_rows
from anhuan.domains.documents.models import Document, Edition
from anhuan.domains.emergency.tests.make import make_evacuation
from anhuan.domains.field.tests.make import device_row
from anhuan.domains.hazards.tests.make import hazard_rows
from anhuan.domains.inspection.tests.make import inspection_rows
from anhuan.domains.mechanism.tests.make import award_rows
from anhuan.domains.notify.models import Channel, Notice
from anhuan.domains.org import actions as org
from anhuan.domains.org.models import Account, Company, DutyShift, Holiday
from anhuan.domains.org.rules import Role
from anhuan.domains.org.tests.factories import (
    make_account,
    make_company,
    make_contractor,
    make_department,
    make_person,
    make_post,
)
from anhuan.domains.permits.tests.make import permit_rows
from anhuan.domains.permits.tests.make_library import library_rows
from anhuan.domains.pipes.tests.make import pipe_rows
from anhuan.domains.plant.tests.factories import make_area, make_hazard_source, make_structure
from anhuan.domains.positioning import actions as positioning
from anhuan.domains.positioning.models import Fence
from anhuan.domains.positioning.tests.factories import (
    make_anchor,
    make_fence,
    make_job_area,
    make_sounder,
    make_tag,
    make_vehicle,
)
from anhuan.domains.province.tests.make import province_rows
from anhuan.domains.reporting.tests.make import reporting_rows
from anhuan.domains.risk.tests.make import risk_rows
from anhuan.domains.training.tests.make import training_rows
from anhuan.domains.vehicles.tests.factories import vehicle_rows
from anhuan.domains.watch.tests.make import watch_rows
from anhuan.kernel import clock

# Which object an address with <pk> is about: the longest prefix of the route's name that is here.
ABOUT = {
    "desk:delete_view": "view",
    "org:person": "person", "org:api_person": "person", "org:contractor": "contractor",
    "org:department": "department", "org:post": "post", "org:shift": "shift",
    "org:holiday": "holiday", "org:token": "token", "org:account": "account",
    "plant:area": "area", "plant:api_area": "area", "plant:structure": "structure",
    "plant:api_structure": "structure",
    "alarms:study": "gathering_study", "alarms:api_study": "gathering_study",
    "plant:api_hazard_source": "hazard_source",
    "plant:hazard_source": "hazard_source", "audit:row": "audit_row",
    "documents:": "document", "documents:edition": "edition",
    "documents:read": "edition", "documents:api_read": "edition", "documents:content": "document",
    "notify:open": "notice", "notify:channel": "channel",
    "alarms:": "alarm", "alarms:kind": "kind", "alarms:rung_create": "kind",
    "alarms:rung_delete": "rung", "alarms:suppression": "suppression",
    "positioning:tag": "tag", "positioning:api_tag": "tag",
    "positioning:anchor": "anchor", "positioning:api_anchor": "anchor",
    "positioning:vehicle": "vehicle", "positioning:api_vehicle": "vehicle",
    "positioning:fence": "fence", "positioning:api_fence": "fence",
    "omlox:zone": "site", "omlox:trackable": "person", "omlox:provider": "provider",
    "omlox:fence": "fence",
    "positioning:fence_version": "fence_version", "positioning:draft": "draft",
    "positioning:api_draft": "draft", "positioning:trial": "trial",
    "positioning:api_trial": "trial",
    "vehicles:terminal": "terminal", "vehicles:api_terminal": "terminal",
    "vehicles:knock": "knock", "vehicles:vehicle_class": "vehicle_class",
    "vehicles:api_vehicle_class": "vehicle_class",
    "vehicles:parking_place": "parking_place", "vehicles:api_parking_place": "parking_place",
    "vehicles:route": "route", "vehicles:api_route": "route",
    "vehicles:trip": "trip", "vehicles:api_trip": "trip",
    "calibration:point": "survey_point", "calibration:api_point": "survey_point",
    "calibration:": "walk", "calibration:anchor": "anchor", "calibration:api_anchor": "anchor",
    "calibration:alarm_test": "alarm_test", "calibration:api_alarm_test": "alarm_test",
    "calibration:event_create": "alarm_test", "calibration:event_end": "staged",
    "calibration:route": "survey_route", "calibration:api_route": "survey_route",
    "calibration:radio_map": "radio_map", "calibration:api_radio_map": "radio_map",
    "calibration:retune": "alarm_test",
    "calibration:instrument": "test_instrument", "calibration:api_instrument": "test_instrument",
    "calibration:api_event": "staged",
    "field:device": "field_device", "field:api_view": "field_view",
    "field:api_file": "field_file",
    "emergency:": "evacuation", "emergency:order_from_alarm": "alarm",
    "inspection:task": "inspection_task", "inspection:plan": "inspection_plan",
    "inspection:standard": "inspection_standard", "inspection:point": "inspection_point",
    "inspection:route": "inspection_route", "inspection:route_sheet": "inspection_route",
    "inspection:standstill": "standstill",
    "inspection:scene": "inspection_task", "inspection:abnormality": "abnormality",
    "inspection:api_task": "inspection_task", "inspection:api_plan": "inspection_plan",
    "inspection:api_standard": "inspection_standard", "inspection:api_point": "inspection_point",
    "inspection:api_route": "inspection_route", "inspection:api_standstill": "standstill",
    "inspection:api_abnormality": "abnormality",
    "mechanism:": "award",
    "hazards:": "hazard", "hazards:photo": "hazard_photo", "hazards:api_photo": "hazard_photo",
    "hazards:api_photos": "hazard",
    "reporting:target": "report_target", "reporting:api_target": "report_target",
    "reporting:delivery": "report_delivery", "reporting:api_delivery": "report_delivery",
    "reporting:batch": "report_batch", "reporting:commitment": "commitment",
    "reporting:order": "report_order",
    "pipes:": "pipe", "pipes:letter": "pipe_letter", "pipes:api_letter": "pipe_letter",
    "pipes:look": "pipe_look", "pipes:api_look": "pipe_look", "pipes:node": "pipe_node",
    "province:enterprise": "enterprise", "province:order": "province_order",
    "province:row": "province_row", "province:point": "province_point",
    "province:limits": "limit_change", "province:node": "lower_node",
    "province:report": "evaluation_report",
    "watch:": "watch_turn", "watch:post": "watch_post",
    "faces:": "person", "training:certificate": "certificate",
    "training:api_certificate": "certificate",
    "training:kind": "certificate_kind", "training:api_kind": "certificate_kind",
    "training:course": "course", "training:api_course": "course",
    "training:need": "course_need", "training:api_need": "course_need",
    "training:session": "training_session", "training:api_session": "training_session",
    "training:api_outcomes": "training_session",
    "training:result": "training_result", "training:api_result": "training_result",
    "training:api_entitled": "person",
    "contractors:contractor": "library_firm", "contractors:api_contractor": "library_firm",
    "contractors:decide": "library_firm", "contractors:api_decide": "library_firm",
    "contractors:paper_create": "library_firm", "contractors:team_create": "library_firm",
    "contractors:api_papers": "library_firm", "contractors:api_standing": "library_firm",
    "contractors:paper": "firm_paper", "contractors:team": "contractor_team",
    "contractors:member": "contractor_person", "contractors:api_member": "contractor_person",
    "contractors:bar": "bar", "contractors:api_bar": "bar",
    "permits:": "permit", "permits:api_photo": "permit_photo", "permits:api_photos": "permit",
    "permits:photo": "permit_photo", "permits:template": "permit_form",
    "permits:gas_edit": "permit_gas", "permits:hazard_edit": "permit_hazard",
    "permits:point_edit": "permit_point", "permits:delegation": "permit_delegation",
    "permits:form_review": "permit_review",
    "permits:detector": "permit_instrument", "permits:api_instrument": "permit_instrument",
    "permits:fixed_area": "permit_fixed_area", "permits:api_fixed_area": "permit_fixed_area",
    "permits:place_edit": "permit_place", "permits:lock_code_end": "permit_grant",
    "permits:unpermitted_settle": "permit_found", "permits:api_unpermitted_settle": "permit_found",
    "risk:area": "area", "risk:card_edit": "area", "risk:know_card": "area",
    "risk:emergency_card": "area", "risk:object": "risk_object", "risk:unit_create": "risk_object",
    "risk:unit": "risk_unit", "risk:event_create": "risk_unit", "risk:event": "risk_event",
    "risk:assess": "risk_event", "risk:measure_create": "risk_event",
    "risk:api_assess": "risk_event", "risk:measure": "risk_measure",
    "risk:picture": "risk_picture", "risk:duty": "risk_duty", "risk:source": "hazard_source",
    "risk:board": "hazard_source", "risk:perform": "hazard_source",
    "risk:confirm": "risk_holding", "risk:identification": "identification",
    "positioning:api_job_area": "job_area", "positioning:api_sounder": "sounder",
    "positioning:job_area": "job_area", "positioning:sounder": "sounder",
}  # fmt: skip


def about(name: str) -> str:
    """The kind of row an address with a <pk> is about."""
    prefix = max((p for p in ABOUT if name.startswith(p)), key=len, default=None)
    if prefix is None:
        raise KeyError(f"tests/world.py does not know what {name} is about: add it to ABOUT")
    return ABOUT[prefix]


@dataclass(frozen=True, slots=True)
class World:
    """A company with one row of everything."""

    company: Company
    rows: dict[str, Any]

    def pk_for(self, name: str) -> Any:
        """The key for a route's <pk>; KeyError when the route is not in `ABOUT`."""
        return self.rows[about(name)].pk


@dataclass(frozen=True, slots=True)
class ByNumber:
    """Something whose addresses name it otherwise than by its key: omlox's tags."""

    pk: str


def make_world() -> World:
    """A valid one of each."""
    company = make_company()
    area = make_area(company)
    person = make_person(company)
    admin = make_account(company, Role.ADMINISTRATOR, person=person)
    org.issue_api_token(admin, admin, "接口")
    seed_kinds(company)
    rows = _org(company, person, admin) | _house(company, admin) | {"area": area}
    rows |= {
        "structure": make_structure(company), "hazard_source": make_hazard_source(company),
        "tag": make_tag(company), "anchor": make_anchor(company),
        "vehicle": make_vehicle(company), "fence": make_fence(company, area=area),
        "job_area": make_job_area(company, guardians=[person]),
        "sounder": make_sounder(company, area=area), "evacuation": make_evacuation(company),
    }  # fmt: skip
    rows |= _fences(rows["fence"], admin)
    rows |= {
        "field_device": device_row(company, admin), "field_view": ByNumber("position"),
        "field_file": ByNumber("01a201fa-34c8-7461-bcb8-1b94bcd4062c"),  # files are one's own: 404
    }  # fmt: skip
    rows |= {"site": company.site, "provider": ByNumber(rows["tag"].number)}
    return World(
        company,
        rows
        | vehicle_rows(company)
        | hazard_rows(company)
        | risk_rows(company, rows["hazard_source"], admin)
        | calibration_rows(company)
        | permit_rows(company)
        | training_rows(company)
        | inspection_rows(company)
        | reporting_rows(company, admin)
        | province_rows(company, admin)
        | pipe_rows(company, admin)
        | award_rows(company, admin)
        | contractor_rows(company)
        | watch_rows(company, rows["shift"])
        | library_rows(company),
    )


def _fences(fence: Fence, admin: Account) -> dict[str, Any]:
    yesterday = clock.now() - timedelta(days=1)
    return {
        "draft": positioning.begin_draft(admin, fence),
        "trial": positioning.ask_trial(
            admin, fence, yesterday - timedelta(hours=1), yesterday, clock.now()
        ),
        "fence_version": fence.versions.get(),
    }  # fmt: skip


def _org(company: Company, person: Any, admin: Account) -> dict[str, Any]:
    now = clock.now()
    return {
        "person": person, "account": admin, "token": admin.api_tokens.get(),
        "contractor": make_contractor(), "department": make_department(company),
        "post": make_post(company),
        "shift": DutyShift.objects.create(
            company=company, team="甲班", leader=person, starts_at=now,
            ends_at=now + timedelta(hours=8),
        ),
        "holiday": Holiday.objects.create(
            company=company, on=now.date(), kind="holiday", name="元旦"
        ),
    }  # fmt: skip


def _paper(company: Company, admin: Account) -> dict[str, Any]:
    rule = Document.objects.create(company=company, kind="rule", title="制度", added_by=admin)
    first = Edition.objects.create(
        document=rule, label="1", effective_on=clock.now().date(), added_by=admin,
        added_at=clock.now(),
    )  # fmt: skip
    return {"document": rule, "edition": first}


def _house(company: Company, admin: Account) -> dict[str, Any]:
    now = clock.now()
    kind = AlarmKind.objects.filter(company=company).first()
    assert kind is not None
    area = company.areas.get()
    return {
        "alarm": make_alarm(company), "kind": kind,
        "rung": EscalationStep.objects.create(kind=kind, after_s=30, role=Role.OPERATOR),
        "suppression": Suppression.objects.create(
            company=company, kind=kind, area=area, starts_at=now,
            ends_at=now + timedelta(hours=1), reason="检修", by=admin,
        ),
        **_paper(company, admin),
        "gathering_study": make_study(company, area),
        "channel": Channel.objects.create(company=company, name="群", url="json://127.0.0.1"),
        "notice": Notice.objects.create(
            company=company, account=admin, at=now, topic="t", title="消息"
        ),
        "view": SavedView.objects.create(
            account_id=admin.pk, page="/people/", name="我的", query="kind=visitor"
        ),
        "audit_row": AuditRow.objects.filter(company_id=company.pk).first(),
    }  # fmt: skip
