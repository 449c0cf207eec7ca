"""What is on file here decides on permits: at naming, at issue, every day."""

from datetime import timedelta

import pytest

from anhuan.domains.audit.actions import SYSTEM
from anhuan.domains.org.tests.factories import make_person
from anhuan.domains.permits import actions as permits
from anhuan.domains.permits.actions import Application, Named
from anhuan.domains.permits.queries.candidates import candidates, papers_of
from anhuan.domains.permits.queries.look import Look
from anhuan.domains.permits.tests import make as p
from anhuan.domains.training import actions
from anhuan.domains.training.tests import make
from anhuan.kernel.errors import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def plant():
    with p.at() as hand:
        yield p.make_plant(hand)


def codes(refused) -> set[str]:
    return {one.code for one in refused.value.blockers}


def crew(plant, **shown) -> Application:
    """Leader, worker and guardian with the certificates given, none otherwise."""
    people = [
        Named(plant.leader.person, "work_leader"),
        Named(plant.worker.person, "worker", certificates=shown.get("worker", [])),
        Named(plant.guardian.person, "guardian", certificates=shown.get("guardian", [])),
    ]
    return p.application(plant, people=people)


@pytest.mark.clause("PTW-016", "PTW-116", "GBW-024", "AQP-081")
def test_what_is_on_file_entitles_without_being_written(plant):
    with pytest.raises(Refused) as refused:
        p.analysed(plant, crew(plant))
    assert codes(refused) == {"no_certificate"}
    make.make_certificate(plant.worker.person, "welding")
    make.make_certificate(plant.guardian.person, "guardian", issued_on=None)
    assert p.analysed(plant, crew(plant)).state == "analysed"


@pytest.mark.clause("GBW-027")
def test_a_guardian_without_a_valid_certificate_does_not_guard(plant):
    make.make_certificate(plant.worker.person, "welding")
    yesterday = make.TODAY - timedelta(days=1)
    paper = make.make_certificate(plant.guardian.person, "guardian", issued_on=None,
                                  valid_until=yesterday)  # fmt: skip
    with pytest.raises(Refused) as refused:
        p.analysed(plant, crew(plant))
    assert codes(refused) == {"certificate_expired"}
    actions.save_certificate(SYSTEM, paper, {"valid_until": make.TODAY})
    assert p.analysed(plant, crew(plant)).state == "analysed"


def test_the_file_stands_against_what_is_written_of_the_same_number(plant):
    """Whoever writes a better day than the file knows does not get by; nor with a revoked one."""
    number, holder = p.WELDER["number"], plant.worker.person
    filed = make.make_certificate(holder, "welding", number=number,
                                  valid_until=make.TODAY - timedelta(days=1))  # fmt: skip
    asked = crew(plant, worker=[p.WELDER], guardian=[p.GUARD])
    with pytest.raises(Refused) as refused:
        p.analysed(plant, asked)
    assert codes(refused) == {"certificate_expired"}
    actions.save_certificate(SYSTEM, filed, {"valid_until": make.TODAY + timedelta(days=90)})
    p.analysed(plant, asked)
    actions.void_certificate(SYSTEM, filed, "伪造")
    assert permits.check_people(plant.hand.now()) == 0  # not issued yet
    with pytest.raises(Refused) as refused:
        p.analysed(plant, asked)
    assert codes(refused) == {"no_certificate"}


def test_where_the_plant_says_so_only_the_file_counts(plant):
    asked = crew(plant, worker=[p.WELDER], guardian=[p.GUARD])
    actions.save_settings(SYSTEM, plant.company, {"only_on_file": True})
    with pytest.raises(Refused) as refused:
        p.analysed(plant, asked)
    assert codes(refused) == {"no_certificate"}


@pytest.mark.clause("PTW-030")
def test_whoever_has_not_passed_what_the_work_asks_cannot_be_named(plant):
    course = make.make_course(plant.company, name="动火专项")
    make.make_need(course, work_kind="hot_work")
    permit = p.reserved(plant)
    permits.approve_reservation(plant.head, permit)
    with pytest.raises(Refused) as refused:
        permits.apply(plant.applicant, permit, p.application(plant))
    assert codes(refused) == {"training_missing"}
    assert "动火专项" in str(refused.value)
    for one in (plant.leader, plant.worker, plant.guardian):
        make.make_result(one.person, course)
    permits.apply(plant.applicant, permit, p.application(plant))
    assert permits.analyse(plant.applicant, permit).state == "analysed"


def test_the_pass_must_last_as_long_as_the_work(plant):
    course = make.make_course(plant.company, valid_months=12)
    make.make_need(course, work_kind="hot_work")
    for one in (plant.leader, plant.worker, plant.guardian):
        make.make_result(one.person, course, held_on=make.TODAY - timedelta(days=364))
    today = plant.hand.now()
    assert p.analysed(plant).state == "analysed"  # its last day
    with pytest.raises(Refused) as refused:
        p.analysed(plant, starts_at=today, ends_at=today + timedelta(hours=30))
    assert "training_missing" in codes(refused)


@pytest.mark.clause("AQP-073")
def test_every_day_issued_permits_are_looked_at_again(plant):
    filed = make.make_certificate(plant.worker.person, "welding", number=p.WELDER["number"])
    permit = p.working(plant)
    assert permits.check_people(plant.hand.now()) == 0
    actions.void_certificate(SYSTEM, filed, "撤销")
    assert permits.check_people(plant.hand.now()) == 1
    alarm = permit.alarms.get(ended_at__isnull=True, what="no_certificate")
    assert alarm.code == "50"
    make.make_certificate(plant.worker.person, "welding", number="T-new")
    assert permits.check_people(plant.hand.go(hours=1)) == 0
    assert not permit.alarms.filter(ended_at__isnull=True, what="no_certificate").exists()


def test_candidates_carry_their_papers_and_what_they_lack(plant):
    holder, other = plant.worker.person, make_person(plant.company, name="新人")
    filed = make.make_certificate(holder, "welding")
    course = make.make_course(plant.company, name="动火专项")
    make.make_need(course, work_kind="hot_work")
    make.make_result(holder, course)
    look = Look(p.reserved(plant), plant.applicant, plant.hand.now())
    found = {one.person.name: one for one in candidates(look, [holder, other])}
    assert not found["焊工"].lacks.get("worker") and not found["焊工"].barred
    assert "没有熔化焊接与热切割作业证" in found["新人"].lacks["worker"][0]
    assert "动火专项" in found["新人"].barred[0]
    papers = papers_of(look, {holder.pk, other.pk})
    assert [row["number"] for row in papers[str(holder.pk)]] == [filed.number]
