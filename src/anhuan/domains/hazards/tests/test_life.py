"""From being seen to being gone: what each step does, refuses and leaves behind."""

from datetime import timedelta
from unittest.mock import patch

import pytest

from anhuan.domains.alarms.models import Alarm
from anhuan.domains.audit.queries import history_of
from anhuan.domains.hazards import actions, queries
from anhuan.domains.hazards.actions import Assessment, Report
from anhuan.domains.hazards.models import Stage
from anhuan.domains.hazards.rules.codes import Kind, Level, Way
from anhuan.domains.hazards.rules.states import Deed, State
from anhuan.domains.hazards.tests.make import (
    DONE,
    PLAN,
    accepted,
    given_to,
    handed_in,
    judged,
    major,
    make_measure,
    make_plant,
    shot,
    told,
)
from anhuan.domains.notify.models import Notice
from anhuan.kernel import clock
from anhuan.kernel.errors import Refused

pytestmark = pytest.mark.django_db


def codes(refused) -> set[str]:
    return {one.code for one in refused.value.blockers}


def heard(account) -> list[str]:
    return list(Notice.objects.filter(account=account).values_list("title", flat=True))


@pytest.fixture
def plant():
    return make_plant()


@pytest.mark.clause("DUAL-053", "DUAL-039", "INS-055", "AQG-023")
def test_a_hazard_passes_all_stages_and_every_step_is_on_its_timeline(plant):
    hazard = accepted(plant)
    assert hazard.state == State.ACCEPTED
    assert hazard.acceptor_name == "李部长" and hazard.accept_unit == "生产一部"
    course = list(hazard.steps.values_list("deed", "name"))
    assert course == [
        ("report", "张操作"), ("assess", "王安全"), ("assign", "王安全"), ("submit", "孙检修"),
        ("accept", "李部长"),
    ]  # fmt: skip
    assert len(history_of(hazard)) == 5
    assert queries.verify_hazard(hazard) == []


@pytest.mark.clause("DUAL-054")
def test_a_report_reaches_safety_and_the_department_a_major_one_the_head_of_the_plant(plant):
    told(plant, photos=(shot(Stage.FOUND),))
    assert heard(plant.safety) and heard(plant.head) and not heard(plant.boss)
    told(plant, name="液氯库无喷淋", is_suspected_major=True)
    assert heard(plant.boss) and not heard(plant.worker)


@pytest.mark.clause("DUAL-055")
def test_what_is_no_hazard_is_closed_with_its_reason_and_its_reporter_hears(plant):
    hazard = actions.dismiss(plant.safety, told(plant), "设备本体颜色，不是渗漏")
    assert (hazard.state, hazard.closed_why) == (State.DISMISSED, "设备本体颜色，不是渗漏")
    assert heard(plant.worker)
    with pytest.raises(Refused) as refused:
        actions.dismiss(plant.safety, told(plant, name="另一处"), " ")
    assert codes(refused) == {"reason_missing"}


@pytest.mark.clause("DUAL-018", "EXC-014")
def test_an_assessment_says_everything_it_lacks_at_once(plant):
    plant.area.hazard_sources.all().delete()
    hazard = told(plant)
    with pytest.raises(Refused) as refused:
        actions.assess(plant.safety, hazard, Assessment(Level.MAJOR, None, None))
    lacking = {"kind_missing", "unit_missing", "basis_missing", "object_missing"}
    assert codes(refused) == lacking
    hazard.refresh_from_db()
    assert hazard.state == State.REPORTED and hazard.steps.count() == 1


@pytest.mark.clause("EXC-015")
def test_what_a_check_task_found_must_name_its_measure(plant):
    hazard = told(plant, check_task_id=plant.unit.pk)
    with pytest.raises(Refused) as refused:
        judged(plant, hazard)
    assert codes(refused) == {"measure_missing"}
    with pytest.raises(Refused) as refused:
        judged(plant, hazard, risk_measure_id=plant.area.pk)
    assert codes(refused) == {"link_unknown"}
    done = judged(plant, hazard, risk_measure_id=make_measure(plant).pk)
    assert (done.object_code, done.risk_unit_name) == ("370500002", "P-101 泵")
    assert done.risk_measure_name == "机封完好"


@pytest.mark.clause("DUAL-056")
def test_the_department_names_who_and_until_when(plant):
    hazard = judged(plant, assignment=None)
    assert hazard.state == State.ASSESSED and heard(plant.head)
    with pytest.raises(Refused) as refused:
        actions.assign(plant.head, hazard, given_to(plant, rectifier=None, due_at=clock.now()))
    assert codes(refused) == {"rectifier_missing", "due_past"}
    hazard = actions.assign(plant.head, hazard, given_to(plant))
    assert hazard.rectifier == plant.other.person and heard(plant.other)


def test_naming_somebody_else_does_not_move_the_deadline(plant):
    hazard = judged(plant)
    later = given_to(plant, rectifier=plant.worker.person, due_at=hazard.due_at + timedelta(days=1))
    with pytest.raises(Refused) as refused:
        actions.assign(plant.head, hazard, later)
    assert codes(refused) == {"due_later"}


@pytest.mark.clause("DUAL-058", "DUAL-028")
def test_the_rectifier_hands_in_cause_measures_result_and_a_picture(plant):
    hazard = judged(plant)
    with pytest.raises(Refused) as refused:
        actions.submit(plant.other, hazard, {"cause": " "})
    assert codes(refused) == {
        "cause_missing", "treatment_missing", "result_missing", "photo_missing",
    }  # fmt: skip
    with pytest.raises(Refused) as refused:
        actions.submit(plant.worker, hazard, DONE, [shot()])
    assert codes(refused) == {"not_yours"}
    hazard = handed_in(plant, hazard)
    assert hazard.state == State.SUBMITTED and hazard.cause == "密封老化"
    assert hazard.photos.get().stage == Stage.FIXED


def test_nobody_accepts_his_own_work(plant):
    hazard = judged(plant, assignment=given_to(plant, rectifier=plant.head.person))
    hazard = actions.submit(plant.head, hazard, DONE, [shot()])
    with pytest.raises(Refused) as refused:
        actions.accept(plant.head, hazard)
    assert codes(refused) == {"own_work"}
    assert actions.accept(plant.safety, hazard).state == State.ACCEPTED


def test_a_major_hazard_needs_an_approved_plan_and_two_acceptances(plant):
    hazard = major(plant)
    assert hazard.basis.startswith("安监总管三〔2017〕121号 第5项")
    with pytest.raises(Refused) as refused:
        actions.submit(plant.other, hazard, DONE, [shot()])
    assert codes(refused) == {"plan_missing"}
    with pytest.raises(Refused) as refused:
        actions.write_plan(plant.other, hazard, {})
    assert codes(refused) == {
        f"{part}_missing"
        for part in ("measures", "responsible", "funds", "time_limit", "contingency")
    }
    hazard = actions.write_plan(plant.other, hazard, PLAN)
    with pytest.raises(Refused) as refused:
        actions.approve_plan(plant.head, hazard)
    assert codes(refused) == {"not_yours"}
    actions.approve_plan(plant.boss, hazard, "同意")
    hazard = handed_in(plant, hazard)
    with pytest.raises(Refused) as refused:
        actions.accept(plant.head, hazard)
    assert codes(refused) == {"not_yours"}
    hazard = actions.accept(plant.safety, hazard, "现场合格")
    assert hazard.state == State.SUBMITTED
    hazard = actions.accept(plant.boss, hazard, "同意销号")
    assert (hazard.state, hazard.acceptor_name) == (State.ACCEPTED, "王安全、赵总")
    assert queries.verify_hazard(hazard) == []


def test_a_major_hazard_is_never_put_right_on_the_spot(plant):
    with pytest.raises(Refused) as refused:
        judged(plant, level=Level.MAJOR, basis="现场判定", way=Way.ON_THE_SPOT)
    assert codes(refused) == {"major_on_the_spot"}


@pytest.mark.clause("DUAL-019")
def test_what_was_put_right_at_once_goes_straight_to_acceptance(plant):
    hazard = told(plant, fixed=DONE, photos=(shot(),))
    hazard = judged(plant, hazard, way=Way.ON_THE_SPOT)
    assert hazard.state == State.SUBMITTED
    last = hazard.steps.last()
    assert (last.deed, last.name, last.method) == ("submit", "系统", "system")
    bare = judged(plant, told(plant, name="护栏松动", fixed=DONE), way=Way.ON_THE_SPOT)
    assert bare.state == State.RECTIFYING, (
        "no picture of it put right: its rectifier goes and looks"
    )


def test_sent_back_and_opened_again_are_new_rounds_with_a_deadline_to_come(plant):
    hazard = handed_in(plant)
    hazard = actions.send_to_rework(plant.head, hazard, "仍有滴漏")
    assert (hazard.state, hazard.round, hazard.submitted_at) == (State.RECTIFYING, 2, None)
    with pytest.raises(Refused) as refused:
        actions.submit(plant.other, hazard, DONE)
    assert codes(refused) == {"photo_missing"}, "the picture of the first round is not of this one"
    hazard = accepted(plant, handed_in(plant, hazard))
    type(hazard).objects.filter(pk=hazard.pk).update(due_at=clock.now() - timedelta(days=1))
    with pytest.raises(Refused) as refused:
        actions.reopen(plant.safety, hazard, "复查又漏")
    assert codes(refused) == {"due_missing"}
    hazard = actions.reopen(plant.safety, hazard, "复查又漏", clock.now() + timedelta(days=2))
    assert (hazard.state, hazard.round, hazard.accepted_at) == (State.RECTIFYING, 3, None)


def test_more_time_is_asked_for_and_granted_by_somebody_else_twice_at_most(plant):
    hazard = judged(plant, assignment=given_to(plant, rectifier=plant.head.person))
    first = hazard.due_at
    with pytest.raises(Refused) as refused:
        actions.ask_extension(plant.head, hazard, first, "")
    assert codes(refused) == {"to_due_early", "reason_missing"}
    for n in (1, 2):
        actions.ask_extension(plant.head, hazard, first + timedelta(days=n), "等备件")
        with pytest.raises(Refused) as refused:
            actions.grant_extension(plant.head, hazard)
        assert codes(refused) == {"own_extension"}
        hazard = actions.grant_extension(plant.safety, hazard, "同意")
        assert hazard.due_at == first + timedelta(days=n)
    with pytest.raises(Refused) as refused:
        actions.ask_extension(plant.head, hazard, first + timedelta(days=9), "还要等")
    assert codes(refused) == {"extensions_used_up"}
    assert queries.verify_hazard(hazard) == []


def test_the_same_thing_told_twice_is_found_and_merged(plant):
    one = judged(plant)
    two = told(plant, name="苯泵密封渗漏", description="P-101 机封滴漏")
    assert [
        row.pk for row, _ in queries.duplicates_of(two, queries.settings_of(plant.company))
    ] == [one.pk]
    two = actions.merge(plant.safety, two, one)
    assert (two.state, two.merged_into) == (State.MERGED, one)
    with pytest.raises(Refused) as refused:
        actions.merge(plant.safety, one, two)
    assert codes(refused) == {"into_closed"}


def test_what_comes_back_within_a_year_is_a_recurrence_unless_the_assessor_says_no(plant):
    first = accepted(plant)
    again = told(plant, description="P-101 泵机封处又有滴漏")
    assert again.recurrence_of == first
    other = told(plant, name="灯具破损", description="爆炸区照明灯罩开裂", place="罐区东侧")
    assert other.recurrence_of is None
    assert judged(plant, again, is_recurrence=False).recurrence_of is None


def test_the_same_record_told_again_answers_the_hazard_it_made(plant):
    asked = Report(name="明火", area=plant.area, origin="detection:7")
    made = actions.report(None, asked, plant.company)
    assert made.reporter is None and made.steps.get().name == "系统"
    assert actions.report(None, asked, plant.company) == made


@pytest.mark.clause("DUAL-023", "DUAL-051", "DUAL-037", "RISK-010")
def test_a_deadline_warns_passes_rings_and_climbs_to_the_head_of_the_plant(plant):
    hazard = judged(plant)
    due = hazard.due_at
    Notice.objects.all().delete()

    def at(moment):
        actions.tick_due(moment)
        hazard.refresh_from_db()

    at(due - timedelta(hours=24, seconds=1))
    assert not heard(plant.other)
    at(due - timedelta(hours=24))
    assert heard(plant.other) == [f"隐患整改即将到期：{hazard.name}"]
    at(due - timedelta(seconds=1))
    assert not Alarm.objects.filter(condition__contains=str(hazard.pk)).exists()
    at(due)
    alarm = Alarm.objects.get(condition__contains=str(hazard.pk))
    assert heard(plant.other) == [f"隐患整改逾期：{hazard.name}"] and not heard(plant.head)
    for hours, account in ((24, plant.head), (72, plant.safety), (168, plant.boss)):
        at(due + timedelta(hours=hours, seconds=-1))
        assert not heard(account)
        at(due + timedelta(hours=hours))
        assert len(heard(account)) == 1
    at(due + timedelta(days=99))
    assert Alarm.objects.count() == 1 and hazard.look_at is None
    with patch.object(clock, "now", lambda: due + timedelta(days=99)):
        accepted(plant, handed_in(plant, hazard))
    alarm.refresh_from_db()
    assert alarm.returned_at is not None


def test_an_assessment_that_keeps_waiting_is_asked_for(plant):
    hazard = told(plant)
    Notice.objects.all().delete()
    actions.tick_due(hazard.reported_at + timedelta(hours=23, minutes=59))
    assert not heard(plant.safety)
    actions.tick_due(hazard.reported_at + timedelta(hours=24))
    assert len(heard(plant.safety)) == len(heard(plant.head)) == 1


def test_a_deleted_hazard_is_gone_for_everybody_but_the_keeper_and_can_come_back(plant):
    hazard = judged(plant)
    hazard = actions.delete(plant.keeper, hazard, "重复登记")
    assert not queries.visible_hazards(plant.safety).exists()
    assert queries.hazard_for(plant.keeper, hazard.pk) == hazard
    assert set(queries.deeds_of(hazard, plant.keeper, clock.now())) <= {Deed.RESTORE, Deed.NOTE}
    with pytest.raises(Refused) as refused:
        handed_in(plant, hazard)
    assert "deleted" in codes(refused)
    assert actions.restore(plant.keeper, hazard).deleted_at is None


def test_people_see_their_own_and_heads_their_departments(plant):
    hazard = judged(plant)
    seen = {key: queries.visible_hazards(getattr(plant, key)).count() for key in (
        "worker", "other", "head", "safety", "boss")}  # fmt: skip
    assert set(seen.values()) == {1}
    stranger = make_plant(plant.company).worker
    assert not queries.visible_hazards(stranger).exists()
    assert [(h, d) for h, d in queries.to_do(plant.other, clock.now())] == [(hazard, Deed.SUBMIT)]
    assert queries.to_do(plant.worker, clock.now()) == []


def test_kinds_and_levels_stay_what_they_were_judged(plant):
    hazard = judged(plant, kind=Kind.FIRE)
    assert (hazard.get_kind_display(), hazard.get_level_display()) == ("消防", "一般隐患")
