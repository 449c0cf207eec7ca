"""Whoever is not approved or is barred cannot be chosen, named or issued; checked every day."""

import pytest
from django.urls import reverse

from anhuan.domains.contractors import actions
from anhuan.domains.contractors.actions.bars import Barring
from anhuan.domains.contractors.actions.firms import Decision
from anhuan.domains.contractors.tests import make
from anhuan.domains.org.tests.factories import sign_in
from anhuan.domains.permits import actions as permits
from anhuan.domains.permits.actions import Named
from anhuan.domains.permits.queries.qualifications import usable_firms
from anhuan.domains.permits.tests import make as p
from anhuan.domains.permits.tests.make import TEN
from anhuan.kernel.errors import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def plant():
    with p.at() as hand:
        yield p.make_plant(hand)


def codes(refused) -> set[str]:
    return {one.code for one in refused.value.blockers}


def with_worker(plant, person):
    """The usual application, but for the worker."""
    people = [
        Named(plant.leader.person, "work_leader"),
        Named(person, "worker", certificates=[p.WELDER]),
        Named(plant.guardian.person, "guardian", certificates=[p.GUARD]),
    ]
    return p.application(plant, people=people)


@pytest.mark.clause("CON-003", "PTW-016", "AQP-112")
def test_a_firm_that_is_not_approved_gets_no_permit(plant):
    row = make.with_papers(make.enlisted(plant.company))
    assert usable_firms(plant.company, make.TODAY) == set()
    with pytest.raises(Refused) as refused:
        p.reserved(plant, contractor=row.firm)
    assert codes(refused) == {"firm_not_approved"}
    actions.decide_firm(plant.safety, row, Decision(make.YES))
    assert usable_firms(plant.company, make.TODAY) == {row.firm_id}
    assert p.reserved(plant, contractor=row.firm).state == "reserved"


def test_the_desk_offers_only_firms_that_may_work(plant):
    good, barred = make.approved(plant.safety), make.approved(plant.safety)
    actions.bar(plant.safety, Barring("事故", firm=barred.firm))
    page = sign_in(plant.applicant).get(reverse("permits:reserve") + "?kind=hot_work")
    text = page.content.decode()
    assert good.firm.name in text and barred.firm.name not in text


@pytest.mark.clause("CON-006", "CON-007")
def test_only_admitted_people_nobody_has_barred_can_be_named(plant):
    row = make.approved(plant.safety)
    person = make.sent_by(row)
    permit = p.reserved(plant)
    permits.approve_reservation(plant.head, permit)
    asked = with_worker(plant, person)
    with pytest.raises(Refused) as refused:
        permits.apply(plant.applicant, permit, asked)
    assert codes(refused) == {"person_not_admitted"}
    actions.decide_member(plant.safety, person, Decision(make.YES))
    permits.apply(plant.applicant, permit, asked)
    actions.bar(plant.safety, Barring("酒后上岗", person=person))
    with pytest.raises(Refused) as refused:
        permits.analyse(plant.applicant, permit)
    assert codes(refused) == {"person_barred"}


def test_a_firm_refused_later_takes_its_people_with_it(plant):
    row = make.approved(plant.safety)
    permit = p.drafted(plant, with_worker(plant, make.admitted(plant.safety, row)))
    actions.decide_firm(plant.safety, row, Decision(make.NO, "安全协议作废"))
    with pytest.raises(Refused) as refused:
        permits.analyse(plant.applicant, permit)
    assert codes(refused) == {"firm_not_approved"}


@pytest.mark.clause("PTW-134")
def test_a_bar_stops_the_issue_and_alarms_on_what_is_issued(plant):
    row = make.approved(plant.safety)
    permit = p.approving(plant, contractor=row.firm)
    bar = actions.bar(plant.safety, Barring("事故", firm=row.firm))
    with pytest.raises(Refused) as refused:
        permits.approve(plant.guardian, permit, "同意")
    assert "firm_barred" in codes(refused)
    actions.lift_bar(plant.safety, bar, "整改完成")
    for by in (plant.guardian, plant.leader, plant.head, plant.head):
        permit = permits.approve(by, permit, "同意")
    assert permits.check_people(plant.hand.now()) == 0
    bar = actions.bar(plant.safety, Barring("再次事故", firm=row.firm))
    assert permits.check_people_of(None, make.enlisted(plant.company).firm_id, TEN) == 0
    assert permits.check_people_of(None, row.firm_id, plant.hand.now()) == 1
    alarm = permit.alarms.get(ended_at__isnull=True, what="not_entitled")
    assert "黑名单" in alarm.text
    actions.lift_bar(plant.safety, bar, "整改完成")
    assert permits.check_people(plant.hand.go(hours=1)) == 0
    assert not permit.alarms.filter(ended_at__isnull=True, what="not_entitled").exists()
