"""From the order to all clear, on real rows: who is told, who has arrived, what is remembered."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from anhuan.domains.alarms.actions import seed_kinds
from anhuan.domains.alarms.rules import Place
from anhuan.domains.alarms.tests.make import make_alarm
from anhuan.domains.audit.actions import SYSTEM
from anhuan.domains.audit.models import AuditRow
from anhuan.domains.emergency import actions
from anhuan.domains.emergency.models import Evacuation, EvacuationStep
from anhuan.domains.emergency.queries import settings_of
from anhuan.domains.emergency.queries.affected import where_of_alarm
from anhuan.domains.emergency.queries.report import report_of
from anhuan.domains.emergency.queries.roll import picture
from anhuan.domains.emergency.tests.make import (
    AT_GATE,
    AT_MUSTER,
    IN_DANGER,
    ON_THE_WAY,
    make_evacuation,
    make_gate,
    make_muster,
    make_wearer,
    put,
    tag_of,
)
from anhuan.domains.notify.models import Notice
from anhuan.domains.org.rules import Role
from anhuan.domains.org.tests.factories import make_account, make_company, make_person
from anhuan.domains.outbox.models import OutboxEvent
from anhuan.domains.plant.tests.factories import box, make_area, make_site
from anhuan.domains.positioning.actions import note_gate_passage, register_sounder
from anhuan.kernel import clock
from anhuan.kernel.errors import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def company():
    company = make_company()
    make_site(company)
    make_muster(company)
    return company


@pytest.fixture
def leader(company):
    return make_account(company, Role.SHIFT_LEADER)


def told(evacuation):
    return [
        (event.data["words"]["cmd"], event.data["devices"])
        for event in OutboxEvent.objects.filter(type="emergency.told").order_by("id")
        if event.data["evacuation"] == str(evacuation.pk)
    ]


def look(evacuation, seconds=0):
    actions.follow(evacuation.pk, clock.now() + timedelta(seconds=seconds))
    evacuation.refresh_from_db()
    return evacuation


def at_muster(evacuation, person, seconds=0):
    """Located at the muster point for long enough."""
    now = clock.now()
    put(person, *AT_MUSTER, at=now + timedelta(seconds=seconds))
    look(evacuation, seconds)
    put(person, *AT_MUSTER, at=now + timedelta(seconds=seconds + 6))
    return look(evacuation, seconds + 6)


@pytest.mark.clause("AQL-075")
def test_everybody_in_the_place_is_told_and_nobody_else(company):
    inside = make_wearer(company, name="在内")
    upstairs = make_wearer(company, name="二层", floor=2)
    dead = make_wearer(company, name="失联", age_s=3600)
    make_wearer(company, ON_THE_WAY, name="在外")
    make_wearer(company, name="陈旧", age_s=13 * 3600)
    area = make_area(company, geometry=box(100, 100, 50))
    register_sounder(SYSTEM, company, number="S-1", area=area)
    evacuation = make_evacuation(company)
    names = {one.person.name for one in evacuation.evacuees.all()}
    assert names == {"在内", "二层", "失联"}
    tags = sorted(tag_of(one).number for one in (inside, upstairs, dead))
    assert told(evacuation) == [("evacuate", sorted([*tags, "S-1"]))]


def test_floors_limit_who_is_affected(company):
    make_wearer(company, name="一层")
    make_wearer(company, name="二层", floor=2)
    evacuation = make_evacuation(company, floors=[2])
    assert [one.person.name for one in evacuation.evacuees.all()] == ["二层"]


def test_a_circle_takes_who_is_within_its_radius_and_not_beyond(company):
    make_wearer(company, (129.9, 100), name="近")
    make_wearer(company, (130.1, 100), name="远")
    centre = {"type": "Point", "coordinates": [100, 100]}
    evacuation = make_evacuation(company, geometry=centre, radius_m=30)
    assert [one.person.name for one in evacuation.evacuees.all()] == ["近"]


@pytest.mark.clause("AQL-073", "POS-068")
def test_an_alarm_gives_its_area_or_a_circle_around_its_point(company):
    seed_kinds(company)
    area = make_area(company, name="合成装置")
    inside = make_alarm(company, condition="a", place=Place(area=area.pk, x_m=1.0, y_m=1.0))
    where = where_of_alarm(inside, settings_of(company))
    assert (where.area, where.geometry) == (area, area.geometry)
    free = make_alarm(company, condition="b", place=Place(x_m=7.0, y_m=8.0, radius_m=15.0))
    where = where_of_alarm(free, settings_of(company))
    assert where.geometry == {"type": "Point", "coordinates": [7.0, 8.0]}
    assert where.radius_m == 50


def test_the_muster_point_in_the_danger_area_is_not_offered(company):
    make_muster(company, 120, 120, name="下风集合点")
    evacuation = make_evacuation(company)
    assert [one.name for one in evacuation.musters.all()] == ["一号集合点"]


@pytest.mark.clause("POS-072")
def test_people_arrive_area_empties_and_all_is_clear(company, leader):
    first, second = make_wearer(company, name="甲"), make_wearer(company, name="乙")
    evacuation = make_evacuation(company)
    assert evacuation.state == "ordered"
    at_muster(evacuation, first)
    assert evacuation.state == "clearing"
    put(second, *ON_THE_WAY, at=clock.now() + timedelta(seconds=20))
    look(evacuation, 20)
    found = picture(leader, evacuation, clock.now() + timedelta(seconds=20))
    assert found["roll"] == {
        "affected": 2, "inside": 0, "out": 1, "safe": 1, "left": 1, "silent": 0
    }  # fmt: skip
    assert found["emptied_s"] == pytest.approx(20, abs=2)
    assert found["accounted_s"] is None
    at_muster(evacuation, second, 40)
    assert evacuation.state == "cleared"
    assert found["musters"][0]["people"] == 1
    verbs = [step.verb for step in evacuation.steps.all()]
    assert verbs == ["order", "clearing", "emptied", "cleared"]


def test_a_look_that_sees_nothing_new_writes_nothing(company):
    make_wearer(company)
    evacuation = look(make_evacuation(company))
    version, events = evacuation.version, OutboxEvent.objects.count()
    look(evacuation)
    assert (evacuation.version, OutboxEvent.objects.count()) == (version, events)


@pytest.mark.clause("AQL-075")
def test_who_enters_after_the_order_is_affected_and_told(company):
    evacuation = make_evacuation(company)
    assert evacuation.state == "cleared"  # nobody was in
    late = make_wearer(company, name="后来")
    look(evacuation)
    assert evacuation.state == "clearing"
    assert evacuation.evacuees.get().joined == "entered"
    assert told(evacuation)[-1] == ("evacuate", [tag_of(late).number])


def test_passing_the_rim_of_the_danger_area_adds_nobody(company):
    evacuation = make_evacuation(company)
    make_wearer(company, (101.9, 125))
    assert look(evacuation).evacuees.count() == 0
    make_wearer(company, (102.1, 125))
    assert look(evacuation).evacuees.count() == 1


def test_who_goes_back_in_is_inside_again_and_told_again(company):
    person = make_wearer(company)
    evacuation = make_evacuation(company)
    at_muster(evacuation, person)
    assert evacuation.state == "cleared"
    put(person, *IN_DANGER, at=clock.now() + timedelta(seconds=20))
    look(evacuation, 20)
    assert (evacuation.state, evacuation.cleared_at) == ("clearing", None)
    assert len(told(evacuation)) == 2


@pytest.mark.parametrize(("gate", "stage"), [("no", "inside"), ("passage", "safe")])
def test_out_by_the_gate_counts_as_set(company, gate, stage):
    actions.change_settings(SYSTEM, company, gate=gate)
    person = make_wearer(company)
    evacuation = make_evacuation(company)
    note_gate_passage(SYSTEM, person, "东门", "out", clock.now() + timedelta(seconds=1))
    look(evacuation, 2)
    assert evacuation.evacuees.get().stage == stage


def test_back_in_through_the_gate_is_not_out(company):
    person = make_wearer(company)
    evacuation = make_evacuation(company)
    note_gate_passage(SYSTEM, person, "东门", "out", clock.now() + timedelta(seconds=1))
    note_gate_passage(SYSTEM, person, "东门", "in", clock.now() + timedelta(seconds=2))
    look(evacuation, 3)
    assert evacuation.evacuees.get().stage == "inside"


def test_the_gate_area_counts_where_the_plant_has_set_so(company):
    make_gate(company)
    actions.change_settings(SYSTEM, company, gate="zone")
    person = make_wearer(company)
    evacuation = make_evacuation(company)
    put(person, *AT_GATE, at=clock.now())
    look(evacuation)
    assert evacuation.evacuees.get().how == "gate"


@pytest.mark.clause("AQL-075")
def test_an_order_is_sent_acknowledged_or_out_of_reach(company, leader):
    quick, deaf = make_wearer(company, name="应答"), make_wearer(company, name="未应答")
    make_wearer(company, name="失联", age_s=600)
    evacuation = make_evacuation(company)

    def state():
        people = picture(leader, evacuation, clock.now())["people"]
        return {row["name"]: row["delivery"] for row in people}

    assert state() == {"应答": "waiting", "未应答": "waiting", "失联": "unreachable"}
    OutboxEvent.objects.filter(type="emergency.told").update(published_at=clock.now())
    look(evacuation)
    assert state()["未应答"] == "sent"
    message, number = evacuation.evacuees.get(person=quick).message, tag_of(quick).number
    assert actions.note_acknowledgement(company, number, message, clock.now())
    assert not actions.note_acknowledgement(company, number, message, clock.now())
    assert not actions.note_acknowledgement(company, number, uuid4(), clock.now())
    assert state() == {"应答": "acknowledged", "未应答": "sent", "失联": "unreachable"}
    assert actions.tell_again(leader, evacuation) == 2
    assert tag_of(quick).number not in told(evacuation)[-1][1]
    assert tag_of(deaf).number in told(evacuation)[-1][1]


def test_accounts_of_those_concerned_and_of_who_leads_get_a_notice(company, leader):
    person = make_wearer(company)
    worker = make_account(company, Role.WORKER, person=person)
    make_account(company, Role.VISITOR)
    evacuation = make_evacuation(company, is_drill=True)
    notices = Notice.objects.filter(topic=f"evacuation:{evacuation.pk}")
    assert {leader.pk, worker.pk} <= set(notices.values_list("account", flat=True))
    assert notices.count() == 3  # with the operator who ordered
    assert "【演练】" in notices.first().title + notices.first().text


def test_a_tick_says_who_and_when_and_wins_over_the_tag(company, leader):
    person = make_wearer(company, name="掉了标签")
    worker = make_account(company, Role.WORKER)
    evacuation = make_evacuation(company)
    actions.tick(worker, evacuation, person, evacuation.musters.get(), "本人在场")
    look(evacuation)
    row = picture(leader, evacuation, clock.now())["people"][0]
    assert (row["stage"], row["ticked_by"], row["tick_note"]) == ("safe", "测试员", "本人在场")
    assert row["tag_inside"]
    assert row["muster"] == "一号集合点"
    assert evacuation.state == "cleared"
    assert AuditRow.objects.filter(verb="tick", actor_id=worker.pk).count() == 1
    actions.tick(leader, evacuation, person)
    assert AuditRow.objects.filter(verb="tick").count() == 1


def test_a_wrong_tick_is_taken_back_with_a_reason(company, leader):
    person = make_wearer(company)
    evacuation = make_evacuation(company)
    with pytest.raises(Refused, match="不是人工点到"):
        actions.untick(leader, evacuation, person, "看错人")
    actions.tick(leader, evacuation, person)
    with pytest.raises(Refused, match="撤销原因"):
        actions.untick(leader, evacuation, person, " ")
    actions.untick(leader, evacuation, person, "看错人")
    evacuation.refresh_from_db()
    assert (evacuation.state, evacuation.evacuees.get().stage) == ("clearing", "inside")


def test_somebody_not_on_the_list_can_be_ticked(company, leader):
    stranger = make_person(company, name="无卡访客", kind="visitor")
    evacuation = make_evacuation(company)
    actions.tick(leader, evacuation, stranger)
    assert evacuation.evacuees.get().joined == "added"


def test_standing_down_needs_a_reason_and_the_knowledge_of_who_is_left(company, leader):
    person = make_wearer(company)
    evacuation = make_evacuation(company)
    with pytest.raises(Refused) as refused:
        actions.stand_down(leader, evacuation, " ")
    assert [one.code for one in refused.value.blockers] == ["reason_missing", "people_left"]
    actions.stand_down(leader, evacuation, "气体已散", despite=True)
    evacuation.refresh_from_db()
    assert evacuation.state == "stood_down"
    assert told(evacuation)[-1] == ("all_clear", [tag_of(person).number])
    with pytest.raises(Refused, match="已经解除"):
        actions.tick(leader, evacuation, person)
    assert not actions.follow(evacuation.pk, clock.now())


def test_several_run_at_once_each_with_its_own_people(company):
    make_wearer(company)
    make_wearer(company, (20, 20))
    first = make_evacuation(company)
    second = make_evacuation(company, geometry=box(10, 10, 20), is_drill=True)
    assert (first.evacuees.count(), second.evacuees.count()) == (1, 1)
    assert actions.follow_due(clock.now()) == 0


@pytest.mark.clause("POS-073")
def test_the_report_has_the_same_figures_afterwards(company, leader):
    first = make_wearer(company, name="按时")
    make_wearer(company, name="未到")
    evacuation = make_evacuation(company, is_drill=True, target_s=60)
    at_muster(evacuation, first, 10)
    actions.stand_down(leader, evacuation, "演练结束", despite=True)
    evacuation.refresh_from_db()
    made = report_of(leader, evacuation, clock.now())
    later = report_of(leader, evacuation, clock.now() + timedelta(days=300))
    assert (made.affected, made.arrived, made.never) == (2, 1, 1)
    assert (made.within_target, made.within_pct) == (1, 50)
    assert made.curve[0] == (0.0, 2)
    assert made.curve[-1][1] == 1
    assert (later.curve, later.within_pct, later.people) == (
        made.curve, made.within_pct, made.people
    )  # fmt: skip
    assert [row["name"] for row in made.people] == ["未到", "按时"]


def test_the_course_cannot_be_changed(company):
    evacuation = make_evacuation(company)
    for sql in ("UPDATE emergency_evacuationstep SET text = ''",
                "DELETE FROM emergency_evacuationstep"):  # fmt: skip
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
    assert EvacuationStep.objects.filter(evacuation=evacuation).exists()


@pytest.mark.parametrize(("days", "kept"), [(365, 1), (367, 0)])
def test_records_stay_a_year_and_go_after_the_kept_time(company, leader, days, kept):
    actions.change_settings(SYSTEM, company, kept_days=366)
    evacuation = make_evacuation(company)
    actions.stand_down(leader, evacuation, "结束")
    later = clock.now() + timedelta(days=days)
    actions.prune(company, later)
    assert Evacuation.objects.count() == kept
    assert AuditRow.objects.filter(verb="stand_down").count() == 1  # the chain keeps it for ever


def test_a_refused_order_leaves_nothing(company):
    with pytest.raises(Refused):
        make_evacuation(company, geometry=None)
    assert not Evacuation.objects.exists()
    assert not OutboxEvent.objects.filter(type__startswith="emergency.").exists()
