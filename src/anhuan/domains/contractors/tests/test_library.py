"""Firms are taken in, shown their papers, decided about; their people too; the blacklist stands."""

from datetime import timedelta

import pytest

from anhuan.domains.audit.actions import SYSTEM
from anhuan.domains.audit.models import AuditRow
from anhuan.domains.contractors import actions
from anhuan.domains.contractors.actions.bars import Barring
from anhuan.domains.contractors.actions.firms import Decision
from anhuan.domains.contractors.models import Bar, Contractor, FirmPaper, Team
from anhuan.domains.contractors.tests import make
from anhuan.domains.notify.models import Notice
from anhuan.domains.org.models import Company
from anhuan.domains.org.tests.factories import make_company, make_contractor, make_person
from anhuan.domains.permits.tests.make import TEN, at
from anhuan.domains.positioning.queries.qualifications import holders_of
from anhuan.domains.training.actions import seed_training
from anhuan.domains.training.models import Course
from anhuan.domains.training.tests.make import make_result
from anhuan.kernel.errors import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _day():
    with at(TEN):
        yield


@pytest.fixture
def by():
    return make.approver(make_company())


def codes(refused) -> list[str]:
    return [one.code for one in refused.value.blockers]


def test_a_firm_is_taken_in_once_known_or_new(by):
    firm = make_contractor()
    actions.enlist(by, by.company, firm, {})
    with pytest.raises(Refused):
        actions.enlist(by, by.company, firm, {})
    made = actions.enlist(by, by.company, None, {"scope": "吊装"}, "昶盛吊装")
    assert made.firm.kind == Company.Kind.CONTRACTOR and made.firm.name == "昶盛吊装"
    other = make_company()
    assert actions.enlist(SYSTEM, other, firm, {}).admission == "pending"  # each plant decides


@pytest.mark.clause("CON-003")
def test_a_firm_without_its_papers_is_not_approved(by):
    row = make.enlisted(by.company)
    with pytest.raises(Refused) as refused:
        actions.decide_firm(by, row, Decision(make.YES))
    assert codes(refused) == ["firm_paper_missing", "firm_paper_missing"]
    actions.decide_firm(by, make.with_papers(row), Decision(make.YES, "同意"))
    assert Contractor.objects.get(pk=row.pk).admission == "approved"
    assert AuditRow.objects.get(verb="decide", target_id=str(row.pk)).note == "同意"


@pytest.mark.clause("CON-006")
def test_a_person_is_admitted_after_firm_and_training(by):
    seed_training(SYSTEM, by.company)
    row = make.with_papers(make.enlisted(by.company))
    person = make.sent_by(row)
    with pytest.raises(Refused) as refused:
        actions.decide_member(by, person, Decision(make.YES))
    assert codes(refused) == ["firm_not_approved", "training_missing"]
    actions.decide_firm(by, row, Decision(make.YES))
    course = Course.objects.get(company=by.company, code="CONTRACTOR")
    make_result(person, course)
    assert actions.decide_member(by, person, Decision(make.YES)).admission == "approved"
    assert holders_of(by.company, ["contractor:admitted"], TEN) == {person.pk}


def test_a_plant_may_admit_before_the_training(by):
    seed_training(SYSTEM, by.company)
    actions.save_settings(by, by.company, {"checks_training": False, "demanded": []})
    row = actions.decide_firm(by, make.enlisted(by.company), Decision(make.YES))
    assert make.admitted(by, row)


@pytest.mark.clause("CON-007")
def test_the_blacklist_stands_until_it_is_lifted(by):
    row = make.approved(by)
    person = make.admitted(by, row)
    bar = actions.bar(by, Barring("多次违章", person=person))
    assert holders_of(by.company, ["contractor:admitted"], TEN) == set()
    with pytest.raises(Refused):
        actions.lift_bar(by, bar, "")
    actions.lift_bar(by, bar, "复训合格")
    assert holders_of(by.company, ["contractor:admitted"], TEN) == {person.pk}
    assert Bar.objects.get().lifted_why == "复训合格"
    with pytest.raises(Refused):
        actions.lift_bar(by, bar, "再来")


def test_a_new_file_does_not_wash_anybody_clean(by):
    """Who comes back under another number or name is known by the document's."""
    row, number = make.approved(by), "11010519491231002X"
    barred = make.sent_by(row, identity_no=number)
    actions.bar(by, Barring("伪造证件", person=barred))
    again = make.sent_by(row, identity_no=number)
    with pytest.raises(Refused) as refused:
        actions.decide_member(by, again, Decision(make.YES))
    assert codes(refused) == ["person_barred"]
    code = "91350100M000100Y43"
    firm = make_contractor(credit_code=code)
    actions.bar(by, Barring("挂靠", firm=firm))
    with pytest.raises(Refused) as refused:
        make.approved(by, make_contractor(credit_code=code))
    assert codes(refused) == ["firm_barred"]
    assert make.admitted(by, row)  # without a number one is only oneself


def test_nobody_of_another_plant_is_barred(by):
    with pytest.raises(Refused):
        actions.bar(by, Barring("违章", person=make_person()))
    with pytest.raises(Refused):
        actions.bar(by, Barring("违章", firm=make_company()))


@pytest.mark.clause("CON-004")
def test_a_firm_has_several_teams_of_its_own_people(by):
    row, other = make.approved(by), make.approved(by)
    person = make.admitted(by, row)
    for name in ("管工班", "焊工班"):
        team = actions.save_team(by, Team(contractor=row), {"contractor": row, "name": name,
                                                           "leader": person})  # fmt: skip
    actions.assign_team(by, person, team)
    assert [one.person for one in team.members.all()] == [person]
    with pytest.raises(Refused):
        actions.save_team(by, Team(contractor=row), {"contractor": row, "name": "焊工班"})
    with pytest.raises(Refused):
        actions.assign_team(by, make.admitted(by, other), team)


def test_papers_and_approvals_that_run_out_are_told_once_a_step(by):
    row = make.approved(by, approved_until=make.TODAY + timedelta(days=90))
    assert actions.warn_of_ends(TEN) == 1
    assert "准入还有 90 天到期" in Notice.objects.get(account=by).text
    assert actions.warn_of_ends(TEN) == 0
    assert actions.warn_of_ends(TEN + timedelta(days=210)) == 2  # over; the agreement's 90th
    paper = row.papers.get(kind="agreement")
    actions.save_paper(by, paper, {"valid_until": make.TODAY + timedelta(days=900)})
    assert actions.warn_of_ends(TEN + timedelta(days=290)) == 0


def test_a_paper_with_a_term_says_until_when(by):
    row = make.enlisted(by.company)
    with pytest.raises(Refused) as refused:
        changes = {"contractor": row, "kind": "safety_licence"}
        actions.save_paper(by, FirmPaper(contractor=row), changes)
    assert codes(refused) == ["end_missing"]
