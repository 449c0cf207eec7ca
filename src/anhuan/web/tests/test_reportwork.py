"""What the slices do becomes rows of the tables, through the wiring alone."""

import json
from datetime import date, timedelta
from uuid import uuid4

import pytest

from anhuan.domains.alarms.actions import acknowledge, handle, return_alarm, seed_kinds
from anhuan.domains.alarms.models import Alarm
from anhuan.domains.alarms.rules import Place
from anhuan.domains.alarms.tests.make import make_alarm
from anhuan.domains.contractors.tests.make import approved
from anhuan.domains.org import actions as org
from anhuan.domains.org.rules import Role
from anhuan.domains.org.tests.factories import make_account, make_company, make_person
from anhuan.domains.outbox.models import OutboxEvent
from anhuan.domains.permits import actions as permits
from anhuan.domains.permits.rules.kinds import Kind
from anhuan.domains.permits.tests.make import (
    ON_SITE,
    accepted,
    approving,
    at,
    issued,
    make_plant,
    reserved,
    working,
)
from anhuan.domains.plant.tests.factories import make_area, make_site
from anhuan.domains.positioning import actions as positioning
from anhuan.domains.positioning.models import LatestPosition
from anhuan.domains.positioning.tests.factories import make_tag
from anhuan.domains.reporting.actions import take_row
from anhuan.domains.reporting.models import Delivery, ReportRow
from anhuan.domains.reporting.queries.morning import is_planned
from anhuan.domains.reporting.seeds.loader import tables
from anhuan.domains.reporting.tests.make import make_target
from anhuan.domains.risk.tests.make import make_event, make_measure, make_object, make_unit
from anhuan.kernel import clock
from anhuan.web import wiring
from anhuan.web.reportwork.dual import report_line
from anhuan.web.reportwork.positions import HEARD_WITHIN, positions

pytestmark = pytest.mark.django_db


def hear(company):
    """Every event of the company that reporting listens to, once, in order."""
    events = OutboxEvent.objects.filter(company=company.code, published_at=None)
    for event in events.order_by("at", "id"):
        if react := wiring.REPORTED.get(event.type):
            react(event)
    events.update(published_at=clock.now())


def rows(company, table):
    return [one.row for one in ReportRow.objects.filter(company=company, table=table)]


def sent(target, table):
    found = Delivery.objects.filter(target=target, table=table).order_by("made_at", "version")
    return [(one.content, one.state) for one in found]


@pytest.fixture
def company():
    found = make_company()
    make_site(found)
    seed_kinds(found)
    return found


@pytest.fixture
def target(company):
    return make_target(company, tables=list(tables()))


@pytest.mark.clause("EXC-002", "EXC-003", "AQP-116", "AQP-123", "EXC-044")
def test_every_step_of_a_permit_goes_to_the_park_and_issue_and_acceptance_with_the_paper():
    with at() as hand:
        plant = make_plant(hand)
        target = make_target(plant.company, tables=["PTW_A1", "PTW_T1"])
        permit = accepted(plant)
        hear(plant.company)
    park = [content["TICKET_STATUS"] for content, _ in sent(target, "PTW_A1")]
    assert park[0] == "0" and park[-1] == "3" and {"1", "2"} <= set(park)
    ids = {content["ID"] for content, _ in sent(target, "PTW_A1")}
    assert ids == {str(permit.pk)}
    plan = sent(target, "PTW_T1")
    assert {content["_state"] for content, _ in plan} >= {"accepted"}
    assert all(content["FILE"]["name"].endswith(".pdf") for content, _ in plan)


@pytest.mark.clause("EXC-025", "EXC-027", "EXC-028")
def test_the_day_s_plan_is_made_up_of_the_day_s_permits():
    with at() as hand:
        plant = make_plant(hand)
        permit = issued(plant)
        target = make_target(plant.company, tables=["PTW_T1"])
        assert not is_planned(plant.company, clock.now().date())
        plant.company.principal_phone = "13800000000"
        plant.company.save()
        permits.plan_day(plant.company, clock.now())
        hear(plant.company)
    (row,) = rows(plant.company, "PTW_T1")
    assert len([key for key in row if not key.startswith("_")]) == 17
    assert row["TASK_TYPE"] in tables()["PTW_T1"].field("TASK_TYPE").codes
    assert row["TASK_POSITION"] == permit.place
    assert [state for _, state in sent(target, "PTW_T1")][-1] == "waiting"


@pytest.mark.clause("AQP-131")
def test_what_the_standard_has_no_code_for_goes_only_where_a_receiver_gives_one():
    with at() as hand:
        plant = make_plant(hand)
        options = {"alarm_codes": {"permit_approval_overdue": "10", "tank_transfer": "70"}}
        plain = make_target(plant.company, tables=["PTW_A1", "PTW_A3"])
        other = make_target(
            plant.company, name="园区", tables=["PTW_A1", "PTW_A3"], options=options
        )
        approving(plant)
        tank = reserved(plant, kind=Kind.TANK_TRANSFER, values={})
        hand.go(minutes=30, seconds=1)
        permits.tick_due(hand.now())  # 02 and our own 11
        hear(plant.company)
    assert {row["_kind"] for row, _ in sent(plain, "PTW_A3")} == {"permit_test_too_old"}
    assert str(tank.pk) not in {row["ID"] for row, _ in sent(plain, "PTW_A1")}
    assert {row["_kind"] for row, _ in sent(other, "PTW_A3")} == {
        "permit_test_too_old", "permit_approval_overdue",
    }  # fmt: skip
    assert str(tank.pk) in {row["ID"] for row, _ in sent(other, "PTW_A1")}


@pytest.mark.clause("EXC-026", "AQP-126")
def test_a_cancelled_work_says_so_with_its_reason():
    with at() as hand:
        plant = make_plant(hand)
        target = make_target(plant.company, tables=["PTW_T1", "PTW_A1"])
        permit = issued(plant)
        hear(plant.company)
        permits.ask_cancel(plant.applicant, permit, "大风")
        permits.cancel(plant.head, permit, "同意")
        hear(plant.company)
    plan = [content for content, _ in sent(target, "PTW_T1")]
    assert [(one["IS_CANCELLED"], one["CANCELLED_REASON"]) for one in (plan[0], plan[-1])] == [
        ("0", None), ("1", "大风"),
    ]  # fmt: skip
    park = [content for content, _ in sent(target, "PTW_A1")]
    told = [(str(one["IS_CANCELLED"]), one["CANCELLED_CAUSE"]) for one in (park[0], park[-1])]
    assert told == [("0", None), ("1", "大风")]


@pytest.mark.clause("EXC-026", "AQP-126")
def test_a_changed_work_says_so_with_its_reason():
    with at() as hand:
        plant = make_plant(hand)
        target = make_target(plant.company, tables=["PTW_T1", "PTW_A1"])
        permit, now = working(plant), hand.now()
        later = {"starts_at": now, "ends_at": now + timedelta(hours=2)}
        permits.reissue(plant.applicant, permit, "作业内容变更", content="更换阀门", **later)
        hear(plant.company)
    for table, cause in (("PTW_T1", "CHANGED_REASON"), ("PTW_A1", "CHANGED_CAUSE")):
        row = ReportRow.objects.get(table=table, subject=str(permit.pk)).row
        assert (str(row["IS_CHANGED"]), row[cause]) == ("1", "作业内容变更"), table
    assert target.deliveries.filter(row__subject=str(permit.pk)).exists()


@pytest.mark.clause("AQP-122", "AQP-125", "AQP-128")
@pytest.mark.parametrize("by_contractor", [False, True])
def test_the_first_message_of_a_work_has_its_place_its_contractor_and_equal_times(by_contractor):
    with at() as hand:
        plant = make_plant(hand)
        target = make_target(plant.company, tables=["PTW_A1"])
        firm = approved(plant.safety).firm if by_contractor else None
        reserved(plant, contractor=firm)
        hear(plant.company)
        ((first, state),) = sent(target, "PTW_A1")
    lon, lat = plant.company.site.georeference.to_lonlat(*ON_SITE)
    assert first["LONGITUDE"] == pytest.approx(lon, abs=1e-6)
    assert first["LATITUDE"] == pytest.approx(lat, abs=1e-6)
    assert str(first["IS_CONTRACTOR_WORK"]) == str(int(by_contractor))
    assert first["CREATE_DATE"] and first["UPDATE_DATE"] == first["CREATE_DATE"]
    assert faulty(target) == {"MAJOR_PERSON_MOBILE"} and state == "held"


@pytest.mark.clause("AQP-122")
def test_a_work_without_a_place_on_the_earth_is_held_back():
    with at() as hand:
        plant = make_plant(hand)
        target = make_target(plant.company, tables=["PTW_A1"])
        reserved(plant, geometry=None, area=None)
        hear(plant.company)
    assert {"LONGITUDE", "LATITUDE"} <= faulty(target)


def faulty(target):
    """Columns for which a receiver's rows are held back."""
    return {one["key"] for row in target.deliveries.all() for one in row.faults}


@pytest.mark.clause("EXC-004", "EXC-043", "EXC-006", "EXC-007", "EXC-008")
def test_the_register_s_lines_become_rows_of_tables_one_to_three(company, target):
    unit = make_unit(make_object(company), name="苯储罐")
    make_measure(make_event(unit, name="泄漏"))
    for event in OutboxEvent.objects.filter(type="risk.row").order_by("at", "id"):
        wiring.REPORTED["risk.row"](event)
    known = {one.table for one in ReportRow.objects.filter(company=company)}
    assert known == {"DUAL_T1", "DUAL_T2", "DUAL_T3"}


def sos(company, person, tag):
    return make_alarm(
        company, kind="sos", condition=f"sos:{tag.number}", title="一键求救", text="王海涛 求救",
        place=Place(area=company.areas.get().pk, x_m=5.0, y_m=5.0, floor=2),
        people=({"id": str(person.pk), "name": person.name, "kind": "employee", "x_m": 5.0,
                 "y_m": 5.0, "floor": 2},),
        raised_at=clock.now(),
    )  # fmt: skip


def worn_by(company, person):
    tag = make_tag(company)
    positioning.bind_tag(make_account(company), tag, person)
    return tag


def test_a_record_of_a_check_is_called_after_its_task_and_when_it_was_done(company):
    when, task, record = clock.now(), str(uuid4()), str(uuid4())
    lines = [
        ("DUAL_T4", {"ID": task, "TROUBLESHOOT_CONTENT": "密封有无泄漏"}),
        ("DUAL_T5", {"ID": record, "CHECK_TASK_ID": task, "CHECK_TIME": "2026-11-23 08:23:11"}),
        ("DUAL_T5", {"ID": task, "CHECK_TASK_ID": record, "CHECK_TIME": ""}),
    ]  # fmt: skip
    for table, row in lines:
        data = {"table": table, "row": row}
        report_line(OutboxEvent(company=company.code, at=when, data=data))
    titles = dict(ReportRow.objects.filter(table="DUAL_T5").values_list("key", "title"))
    assert titles == {record: "密封有无泄漏 11-23 08:23", task: task}


@pytest.mark.clause("EXC-029", "EXC-030", "EXC-045", "AQL-112", "AQL-100")
def test_an_sos_goes_to_province_and_park_and_its_handling_under_the_same_id(company, target):
    area = make_area(company)
    person = make_person(company)
    tag = worn_by(company, person)
    alarm = sos(company, person, tag)
    hear(company)
    by = make_account(company, Role.OPERATOR)
    acknowledge(alarm.pk, by)
    hear(company)
    assert [content["type"] for content, _ in sent(target, "POS_T1")] == ["alarm"]
    ((begun, _),) = sent(target, "POS_T1")
    assert begun["id"] == str(alarm.pk) and begun["CARD_NO"] == tag.number
    assert begun["alarmType"] == "01" and begun["alarmLocation"] == area.name
    assert begun["floorNo"] == "2" and begun["LONGITUDE"] is not None
    return_alarm(company, alarm.condition, clock.now())
    alarm = Alarm.objects.get(pk=alarm.pk)
    handle(alarm.pk, by, "false", "误按，已复位")
    hear(company)
    both = [content for content, _ in sent(target, "POS_T1")]
    assert [one["type"] for one in both] == ["alarm", "alarm:handle"]
    assert {one["id"] for one in both} == {str(alarm.pk)}
    assert both[1]["handleInfo"] == "误按，已复位" and both[1]["handleTime"]
    park = [content for content, _ in sent(target, "AQL_B3")]
    assert park[0]["ALARM_TYPE"] == "0" and park[0]["PERSON_ID"] == str(person.pk)
    assert park[0]["ALARM_END_TIME"] is None and park[-1]["ALARM_END_TIME"]
    assert {one["ID"] for one in park} == {str(alarm.pk)}


@pytest.mark.clause("AQL-113", "EXC-030")
def test_too_many_people_is_an_alarm_of_the_zone_not_of_a_person(company, target):
    area = make_area(company, name="一号罐区")
    make_alarm(company, place=Place(area=area.pk), people=(), raised_at=clock.now())
    hear(company)
    assert rows(company, "AQL_B3") == []
    (row,) = rows(company, "AQL_B4")
    assert (row["ALARM_TYPE"], row["ZONE_ID"]) == ("1", str(area.pk))
    (row,) = rows(company, "POS_T1")
    assert (row["alarmType"], row["realName"], row["CARD_NO"]) == ("04", "一号罐区", area.code)


@pytest.mark.clause("AQL-114")
def test_a_gathering_lists_who_stood_where_on_the_earth(company, target):
    person = make_person(company)
    stood = {"id": str(person.pk), "name": person.name, "kind": "contractor", "x_m": 0.0,
             "y_m": 0.0, "floor": 1}  # fmt: skip
    make_alarm(company, kind="crowd_yellow", condition="crowd:1", people=(stood,),
               raised_at=clock.now() - timedelta(seconds=90))  # fmt: skip
    hear(company)
    (row,) = rows(company, "AQL_B5")
    (line,) = row["ALARM_AREA"]
    assert line == {"NAME": person.name, "PERSONTYPE": "02", "PERSONID": str(person.pk),
                    "X": 117.5, "Y": 38.3}  # fmt: skip
    assert row["ALARM_LAST_TIME"] >= 90 and row["DELETED"] == "0"
    assert not Delivery.objects.filter(table="POS_T1").exists()


@pytest.mark.clause("AQL-110", "AQL-100", "AQL-115")
def test_people_are_reported_as_they_are_and_as_deleted_when_they_left(company, target):
    person = make_person(company, identity_no="11010519491231002X", phone="13812345678",
                         sex="female", born_on=date(1949, 12, 31), duty_title="外操")  # fmt: skip
    hear(company)
    ((row, state),) = sent(target, "AQL_B1")
    assert row["PERSON_TYPE"] == "01" and row["GENDER"] == "0" and row["BIRTHDAY"] == "1949-12-31"
    assert state == "waiting"
    nobody = make_person(company)
    hear(company)
    assert [one for _, one in sent(target, "AQL_B1")] == ["waiting", "held"]
    org.retire_person(make_account(company), person)
    hear(company)
    last = ReportRow.objects.get(table="AQL_B1", key=str(person.pk))
    assert last.is_deleted and last.row["DELETED"] == "1" and nobody.pk


@pytest.mark.clause("AQL-111", "AQL-115")
def test_areas_are_reported_in_degrees_of_cgcs2000(company, target):
    area = make_area(company)
    hear(company)
    (row,) = rows(company, "AQL_B2")
    assert (row["ID"], row["ZONE_TYPE"], row["DELETED"]) == (str(area.pk), "1", "0")
    ring = json.loads(row["GEO"])["coordinates"][0]
    assert all(117.4 < lon < 117.6 and 38.2 < lat < 38.4 for lon, lat in ring)


@pytest.mark.clause("EXC-001", "AQL-010")
def test_everybody_whose_tag_is_heard_is_in_the_picture_of_positions(company):
    person = make_person(company)
    tag = worn_by(company, person)
    assert list(positions(company, clock.now())) == []
    LatestPosition.objects.create(tag=tag, t=clock.now(), x_m=0, y_m=0, floor=1, r68_m=1,
                                  state="live")  # fmt: skip
    (found,) = positions(company, clock.now())
    (line,) = found.row["POSITIONS"]
    assert (line["CARD_NO"], line["PERSON_ID"]) == (tag.number, str(person.pk))
    assert (line["LONGITUDE"], line["LATITUDE"]) == (117.5, 38.3)
    LatestPosition.objects.update(state="lost")
    assert list(positions(company, clock.now())) == []


@pytest.mark.clause("AQG-074")
def test_when_nothing_is_heard_any_more_that_is_told_and_no_old_position(company):
    now = clock.now()
    tag = worn_by(company, make_person(company))
    LatestPosition.objects.create(tag=tag, t=now - HEARD_WITHIN, x_m=0, y_m=0, floor=1, r68_m=1,
                                  state="live")  # fmt: skip
    (heard,) = positions(company, now)
    assert [one["CARD_NO"] for one in heard.row["POSITIONS"]] == [tag.number]
    (silent,) = positions(company, now + timedelta(microseconds=1))
    assert silent.row["POSITIONS"] == []
    target = make_target(company, tables=["AQL_POS"])
    take_row(company, "AQL_POS", silent.row, now, silent.about)
    ((_, state),) = sent(target, "AQL_POS")
    assert state == "waiting"
