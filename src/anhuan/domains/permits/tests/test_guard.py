"""While work goes on: who stops it, what stops it, who passes the guard, who is inside."""

from datetime import timedelta
from uuid import UUID

import pytest

from anhuan.domains.alarms.actions import raise_alarm, return_alarm
from anhuan.domains.alarms.models import Alarm
from anhuan.domains.alarms.rules import AlarmRaise, Place
from anhuan.domains.outbox.models import OutboxEvent
from anhuan.domains.permits import actions, queries
from anhuan.domains.permits.actions import Going, Named
from anhuan.domains.permits.models import Permit, PermitPoint, PermitSettings
from anhuan.domains.permits.rules.kinds import Kind
from anhuan.domains.permits.tests.make import (
    AWAY,
    GUARD,
    WELDER,
    accepted,
    application,
    approving,
    conditions_of,
    drafted,
    issued,
    make_member,
    reserved,
    sample,
    settle_measures,
    space_sample,
    working,
)
from anhuan.domains.positioning.models import JobArea
from anhuan.domains.positioning.rules.job_areas import space_zone
from anhuan.kernel.errors import Refused

pytestmark = pytest.mark.django_db


def codes(act):
    try:
        act()
    except Refused as refused:
        return {one.code for one in refused.blockers}
    return set()


def standing(permit):
    return set(permit.alarms.filter(ended_at__isnull=True).values_list("code", flat=True))


@pytest.mark.clause("PTW-063", "GBW-023", "AQP-061")
def test_every_worker_may_stop_the_work_with_a_reason(plant):
    permit = working(plant)
    assert codes(lambda: actions.suspend(plant.worker, permit, " ")) == {"reason_missing"}
    permit = actions.suspend(plant.worker, permit, "闻到异味")
    stop = permit.suspensions.get()
    assert (permit.state, stop.by_name, stop.why) == ("suspended", "焊工", "闻到异味")


@pytest.mark.clause("POS-020", "POS-101")
def test_the_area_on_the_map_lives_as_long_as_the_work(plant):
    permit = working(plant)
    area = JobArea.objects.get(source_id=str(permit.pk))
    assert list(area.guardians.all()) == [plant.guardian.person]
    assert list(area.workers.all()) == [plant.worker.person]
    actions.finish(plant.guardian, permit)
    area.refresh_from_db()
    assert area.closed_at is not None


def positioning_alarm(plant, permit, kind, role=""):
    """As the engine raises it: the job area's id is in the condition."""
    area = JobArea.objects.get(source_id=str(permit.pk))
    condition = f"job_left:{area.pk}:{UUID(int=1)}"
    raised = AlarmRaise(kind, condition, plant.hand.now(), "离开", inputs={"role": role})
    return raise_alarm(plant.company, raised), condition


@pytest.mark.clause("POS-067", "POS-102", "GBW-036", "PTW-146")
def test_a_guardian_who_leaves_stops_the_work_until_he_is_back(plant):
    permit = working(plant)
    alarm, condition = positioning_alarm(plant, permit, "worker_left", "guardian")
    actions.alarm_began(alarm.pk)
    permit.refresh_from_db()
    assert (permit.state, standing(permit)) == ("suspended", {"31"})
    assert codes(lambda: actions.resume(plant.guardian, permit)) == {"cause_stands"}
    return_alarm(plant.company, condition, plant.hand.go(seconds=20))
    actions.alarm_ended(alarm.pk)
    assert standing(permit) == set()
    assert actions.resume(plant.guardian, permit).state == "working"


@pytest.mark.clause("GBW-116")
def test_a_guardian_in_the_confined_space_he_guards_stops_the_work(plant):
    permit = working(plant)
    area = JobArea.objects.get(source_id=str(permit.pk))
    ring = [[100, 100], [104, 100], [104, 104], [100, 104], [100, 100]]
    JobArea.objects.filter(pk=area.pk).update(space={"type": "Polygon", "coordinates": [ring]})
    condition = f"guard_inside:{space_zone(area.pk)}:{UUID(int=1)}"
    raised = AlarmRaise("worker_left", condition, plant.hand.now(), "监护人进入受限空间")
    actions.alarm_began(raise_alarm(plant.company, raised).pk)
    permit.refresh_from_db()
    assert (permit.state, standing(permit)) == ("suspended", {"31"})
    return_alarm(plant.company, condition, plant.hand.go(seconds=20))
    actions.alarm_ended(Alarm.objects.get(condition=condition).pk)
    assert standing(permit) == set()


@pytest.mark.clause("POS-103", "GBW-166")
def test_a_stranger_is_an_alarm_of_the_permit(plant):
    permit = working(plant)
    alarm, _ = positioning_alarm(plant, permit, "intruder")
    actions.alarm_began(alarm.pk)
    assert standing(permit) == {"33"}
    assert permit.alarms.get(code="33").alarm == alarm, "one event rings once"
    assert Alarm.objects.filter(company=permit.company).count() == 1


@pytest.mark.clause("GBW-062", "GBW-111")
@pytest.mark.parametrize(("away_m", "state"), [(30, "suspended"), (31, "working")])
def test_a_detector_within_30_m_stops_the_work(plant, away_m, state):
    permit = working(plant)
    place = Place(x_m=104 + away_m, y_m=102, floor=1)
    raised = AlarmRaise("gas_combustible", "gds:GT-101", plant.hand.now(), "GT-101", place=place)
    actions.alarm_began(raise_alarm(plant.company, raised).pk)
    permit.refresh_from_db()
    assert permit.state == state


@pytest.mark.clause("PTW-060", "PTW-128", "PTW-167", "AQP-067")
def test_a_bad_reading_while_working_stops_the_work_and_a_good_one_ends_the_alarm(plant):
    permit = working(plant)
    plant.hand.go(minutes=5)
    permit = actions.record_gas(plant.guardian, permit, sample(plant, 0.51))
    assert (permit.state, standing(permit)) == ("suspended", {"06"})
    plant.hand.go(minutes=5)
    both = {"cause_stands", "gas_not_retested"}
    assert codes(lambda: actions.resume(plant.guardian, permit)) == both
    actions.record_gas_test(plant.analyst, permit, sample(plant, 0.1))
    assert standing(permit) == set()
    assert actions.resume(plant.guardian, permit).state == "working"


@pytest.mark.clause("AQP-047", "AQP-048", "PTW-007", "PTW-127")
def test_the_guard_passes_to_another_certified_guardian(plant):
    permit = working(plant)
    other = make_member(plant.company, plant.guardian.roles[0], name="李监护")
    taker = Named(other.person, "guardian", certificates=[GUARD])
    assert codes(
        lambda: actions.hand_over_guard(plant.worker, permit, taker)
    ) == {"not_yours"}  # fmt: skip
    permit = actions.hand_over_guard(plant.guardian, permit, taker, "一切正常")
    assert permit.people.get(part="guardian", left_at=None).person == plant.guardian.person
    permit = actions.take_over(other, permit)
    assert codes(lambda: actions.take_over(other, permit)) == {"not_yours"}
    assert [one.person.name for one in permit.people.filter(part="guardian", left_at=None)] == [
        "李监护"
    ]
    assert [p.name for p in JobArea.objects.get().guardians.all()] == ["李监护"]
    assert codes(lambda: actions.finish(plant.guardian, permit)) == {"not_yours"}
    assert queries.verify(permit) == []


@pytest.mark.clause("AQP-046", "AQP-049", "AQP-050")
def test_a_new_worker_is_certified_and_briefed_before_work_goes_on(plant):
    permit = working(plant)
    new = make_member(plant.company, plant.worker.roles[0], name="新焊工")
    joining = [Named(new.person, "worker", certificates=[WELDER])]
    actions.change_crew(plant.leader, permit, joining=joining, reason="加人")
    actions.suspend(plant.leader, permit, "交底")
    assert codes(lambda: actions.resume(plant.guardian, permit)) == {"briefing_open"}
    actions.sign_briefing(new, permit)
    assert actions.resume(plant.guardian, permit).is_changed


@pytest.mark.clause("GBW-024", "AQP-073", "PTW-031")
@pytest.mark.parametrize(
    ("certificates", "code"),
    [
        ([], "no_certificate"),
        ([WELDER | {"valid_until": "2026-11-23"}], "certificate_expired"),
        ([WELDER | {"holder_name": "张三"}], "certificate_mismatch"),
        ([WELDER | {"valid_until": "2026-11-24"}], None),
    ],
)
def test_a_welder_has_a_valid_certificate_of_his_own(plant, certificates, code):
    people = [
        Named(plant.leader.person, "work_leader"),
        Named(plant.worker.person, "worker", certificates=certificates),
        Named(plant.guardian.person, "guardian", certificates=[GUARD]),
    ]
    permit = drafted(plant, application(plant, people=people))
    assert codes(lambda: actions.analyse(plant.applicant, permit)) == ({code} if code else set())


@pytest.mark.clause("GBW-026", "GBW-037")
def test_a_guardian_does_not_work_and_guards_one_job(plant):
    people = [
        Named(plant.leader.person, "work_leader"),
        Named(plant.guardian.person, "worker"),
        Named(plant.guardian.person, "guardian"),
    ]
    assert "guardian_works" in codes(lambda: drafted(plant, application(plant, people=people)))
    working(plant)
    far = {"geometry": {"type": "Point", "coordinates": [300, 250]}, "radius_m": 3.0, "area": None}
    second = drafted(plant, **far)
    assert second.state == "drafted"
    Permit.objects.filter(pk=second.pk).update(
        state="issued", issued_at=plant.hand.now(), valid_until=second.ends_at
    )
    assert "guardian_busy" in codes(lambda: actions.start(plant.guardian, second))


@pytest.mark.clause("PTW-033", "AQP-034", "GBW-038", "AQP-033", "AQP-037", "AQP-071")
def test_who_signs_stands_within_5_m_or_has_scanned_the_point(plant):
    permit = approving(plant)
    plant.put(plant.guardian, (109.01, 102.0))
    assert codes(lambda: actions.approve(plant.guardian, permit)) == {"not_on_site"}
    assert standing(permit) == {"30"}
    plant.put(plant.guardian, (109.0, 102.0))
    actions.approve(plant.guardian, permit)
    assert standing(permit) == set()
    plant.put(plant.leader, AWAY)
    PermitPoint.objects.create(
        company=plant.company, code="PT-7", name="泵房门", x_m=103.0, y_m=103.0
    )
    signed = actions.approve(plant.leader, permit, given={"point": "PT-7"})
    assert signed.signatures.last().where["by"] == "point"


def test_a_position_of_a_minute_ago_is_no_proof_and_a_plant_may_only_record(plant):
    permit = approving(plant)
    plant.hand.go(seconds=61)
    assert codes(lambda: actions.approve(plant.guardian, permit)) == {"not_on_site"}
    PermitSettings.objects.create(company=plant.company, on_site="recorded")
    assert not codes(lambda: actions.approve(plant.guardian, permit))


@pytest.mark.clause("PTW-011", "AQP-055", "AQP-056", "PTW-133")
def test_cancelling_has_two_and_a_reason(plant):
    permit = issued(plant)
    assert codes(lambda: actions.cancel(plant.head, permit)) == {"cancel_not_asked"}
    actions.ask_cancel(plant.applicant, permit, "计划变更")
    permit = actions.cancel(plant.head, permit, "同意")
    assert (permit.state, permit.closed_why) == ("cancelled", "计划变更")
    row = OutboxEvent.objects.filter(type="permits.cancelled").last().data["row"]
    assert (row["IS_CANCELLED"], row["CANCELLED_CAUSE"], row["TICKET_STATUS"]) == (
        1, "计划变更", 5,
    )  # fmt: skip


@pytest.mark.clause("AQP-058", "AQP-059", "GBW-046", "GBW-047")
def test_a_change_closes_the_permit_and_begins_a_new_one_without_its_evidence(plant):
    permit = working(plant)
    now = plant.hand.now()
    new = actions.reissue(
        plant.applicant, permit, "作业内容变更", starts_at=now, ends_at=now + timedelta(hours=2),
        content="更换阀门",
    )  # fmt: skip
    permit.refresh_from_db()
    assert (permit.state, permit.is_changed, permit.changed_why) == ("voided", True, "作业内容变更")
    assert (new.state, new.replaces_id, new.content) == ("reserved", permit.pk, "更换阀门")
    assert not new.risks.exists() and not new.gas_tests.exists()
    assert JobArea.objects.get().closed_at is not None


@pytest.mark.clause("GBW-048")
def test_nothing_is_edited_after_it_was_handed_in(plant):
    permit = approving(plant)
    assert codes(lambda: actions.apply(plant.applicant, permit, application(plant))) == {
        "out_of_order"
    }


@pytest.mark.clause("PTW-003", "AQP-032", "PTW-157", "PTW-021")
def test_approvals_keep_their_order_and_a_rejection_goes_back_to_the_applicant(plant):
    permit = approving(plant)
    assert codes(lambda: actions.approve(plant.head, permit)) == {"not_yours"}
    actions.approve(plant.guardian, permit)
    assert codes(lambda: actions.reject(plant.leader, permit, "")) == {"reason_missing"}
    permit = actions.reject(plant.leader, permit, "措施不全")
    assert permit.state == "rejected"
    permit = actions.revise(plant.applicant, permit)
    assert (permit.state, permit.round, permit.risks.filter(round=2).count()) == ("drafted", 2, 1)
    permit = actions.analyse(plant.applicant, permit)
    assert permit.measures.filter(round=2, confirmed_at=None).exists()
    assert queries.verify(permit) == []


@pytest.mark.clause("AQP-053", "AQP-054", "GBW-118", "GBW-119", "GBW-124", "GBW-101", "PTW-088")
def test_a_confined_space_is_empty_before_it_is_accepted(plant):
    permit = in_space(plant)
    inside = actions.enter(plant.guardian, permit, Going(plant.worker.person))
    again, stranger = Going(plant.worker.person), Going(plant.boss.person)
    assert "entry_twice" in codes(lambda: actions.enter(plant.guardian, inside, again))
    assert "entry_foreign" in codes(lambda: actions.enter(plant.guardian, inside, stranger))
    leader = Going(plant.leader.person)
    assert codes(lambda: actions.enter(plant.guardian, inside, leader)) == {"space_full"}
    actions.enter(plant.guardian, permit, Going(tool="扳手", count=3))
    permit = actions.finish(plant.guardian, permit)
    keys = conditions_of(permit)
    first = next(one for one in permit.approvals.filter(stage="acceptance") if one.asked_at)
    by = plant.leader if first.role == "work_leader" else plant.head
    assert codes(lambda: actions.accept(by, permit, keys)) == {"people_inside", "tools_inside"}
    for one in permit.entries.all():
        actions.leave(plant.guardian, permit, one, 2 if one.tool else None)
    assert codes(lambda: actions.accept(by, permit, keys)) == {"tools_inside"}


def in_space(plant):
    """A tank entered for cleaning, work begun."""
    permit = reserved(
        plant, kind=Kind.CONFINED_SPACE, values={"space_name": "V-101", "conditions": []}
    )
    actions.approve_reservation(plant.head, permit)
    values = {
        "orig_medium": "水", "max_people": 1, "ventilation": ["natural"],
        "risk_result": ["中毒和窒息"],
    }  # fmt: skip
    permit = actions.apply(plant.applicant, permit, application(plant, values=values))
    permit = actions.analyse(plant.applicant, permit)
    permit = actions.record_gas_test(plant.analyst, permit, space_sample(plant))
    permit = settle_measures(plant, permit)
    permit = actions.brief(plant.applicant, permit, "")
    permit = actions.sign_briefing(plant.worker, permit)
    permit = actions.submit(plant.applicant, permit)
    people = {"guardian": plant.guardian, "work_leader": plant.leader}
    while permit.state == "approving":
        role = permit.approvals.filter(asked_at__isnull=False, decided_at=None).first().role
        permit = actions.approve(people.get(role, plant.head), permit)
    return actions.start(plant.guardian, permit)


@pytest.mark.clause("GBW-110", "AQP-069", "PTW-164", "PTW-039")
def test_a_confined_space_is_measured_every_two_hours(plant):
    permit = in_space(plant)
    plant.hand.go(hours=2)
    actions.tick_due(plant.hand.now())
    told = [one.data["what"] for one in OutboxEvent.objects.filter(type="permits.reminder")]
    assert told == ["record_soon"]
    plant.hand.go(seconds=1)
    actions.tick_due(plant.hand.now())
    permit.refresh_from_db()
    assert (permit.state, standing(permit)) == ("suspended", {"05"})
    actions.record_gas_test(plant.analyst, permit, space_sample(plant))
    assert actions.resume(plant.guardian, permit).state == "working"


@pytest.mark.clause("AQP-003")
def test_the_reported_row_has_the_33_fields_and_follows_the_permit(plant):
    accepted(plant)
    rows = {
        one.type: one.data["row"]
        for one in OutboxEvent.objects.filter(type__startswith="permits.")
        if "row" in one.data and one.type != "permits.alarm"
    }
    assert {len(row) for row in rows.values()} == {33}
    issued_row, done = rows["permits.issued"], rows["permits.accepted"]
    assert (issued_row["TICKET_STATUS"], done["TICKET_STATUS"]) == (1, 3)
    assert done["TICKET_TYPE"] == "03"
    assert (done["GAS_NAME"], done["GAS_VALUE"]) == ("methane", 0.1)
    assert done["SUPERVISOR_NAME"] == "监护员" and done["CHECKED_TIME"]
    assert done["LONGITUDE"] == pytest.approx(117.5, abs=0.01)
