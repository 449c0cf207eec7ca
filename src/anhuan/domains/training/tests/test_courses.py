"""Who has passed what on a day, and who lacks what."""

from datetime import date, timedelta

import pytest

from anhuan.domains.audit.actions import SYSTEM
from anhuan.domains.org.tests.factories import make_company, make_contractor, make_person
from anhuan.domains.permits.tests.make import TEN, at
from anhuan.domains.positioning.queries.qualifications import holders_of, options_of
from anhuan.domains.training import actions
from anhuan.domains.training.actions import Outcome
from anhuan.domains.training.models import Result, Session
from anhuan.domains.training.queries.passed import lacking, passed_on
from anhuan.domains.training.tests import make
from anhuan.kernel.errors import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _day():
    with at(TEN):
        yield


@pytest.fixture
def company():
    return make_company()


def test_a_pass_is_good_from_its_day_to_the_last_of_its_months(company):
    person, course = make_person(company), make.make_course(company, valid_months=12)
    make.make_result(person, course, held_on=date(2026, 1, 10))
    for day, good in ((date(2026, 1, 9), False), (date(2026, 1, 10), True),
                      (date(2027, 1, 9), True), (date(2027, 1, 10), False)):  # fmt: skip
        assert (course.pk in passed_on(company, [person.pk], day)[person.pk]) is good


@pytest.mark.clause("TRAIN-009")
def test_the_score_decides_by_the_courses_mark(company):
    course = make.make_course(company, pass_mark=90)
    assert not make.make_result(make_person(company), course, score=89.5).is_passed
    assert make.make_result(make_person(company), course, score=90).is_passed


def test_results_come_all_or_none_with_every_reason(company):
    session = make.make_session(make.make_course(company))
    first, second, stranger = make_person(company), make_person(company), make_person()
    with pytest.raises(Refused) as refused:
        actions.record_results(SYSTEM, session, [
            Outcome(first, 101), Outcome(second), Outcome(stranger, 90), Outcome(first, 80),
        ])  # fmt: skip
    assert [one.code for one in refused.value.blockers] == [
        "score_range", "outcome_missing", "person_foreign", "result_known",
    ]  # fmt: skip
    assert not Result.objects.exists()


def test_nobody_passes_tomorrow(company):
    with pytest.raises(Refused):
        make.make_session(make.make_course(company), held_on=make.TODAY + timedelta(days=1))


def test_a_void_result_counts_no_more(company):
    person, course = make_person(company), make.make_course(company)
    result = make.make_result(person, course)
    actions.void_result(SYSTEM, result, "代考")
    assert passed_on(company, [person.pk], make.TODAY)[person.pk] == set()
    actions.record_results(SYSTEM, result.session, [Outcome(person, 85)])
    assert passed_on(company, [person.pk], make.TODAY)[person.pk] == {course.pk}


def test_a_session_with_results_keeps_its_course_and_day(company):
    result = make.make_result(make_person(company))
    with pytest.raises(Refused):
        actions.save_session(SYSTEM, result.session, {"held_on": date(2026, 1, 1)})
    actions.save_session(SYSTEM, result.session, {"trainer": "张工"})


def test_gaps_name_who_lacks_what_is_asked(company):
    entry = make.make_course(company, name="入厂教育")
    hot = make.make_course(company, name="动火专项")
    make.make_need(entry, person_kind="contractor")
    make.make_need(hot, work_kind="hot_work")
    own = make_person(company)
    outside = make_person(company, kind="contractor", employer=make_contractor())
    found = lacking(company, [own, outside], make.TODAY)
    assert [(one.person, one.course) for one in found] == [(outside, entry)]
    found = lacking(company, [own, outside], make.TODAY, "hot_work")
    assert {(one.person, one.course) for one in found} == {
        (outside, entry), (own, hot), (outside, hot),
    }  # fmt: skip


def test_rows_of_one_day_and_place_are_one_session(company):
    course = make.make_course(company)
    row = {"course": course, "held_on": date(2026, 11, 2), "place": "培训室", "trainer": "李工",
           "score": 88.0, "is_passed": None}  # fmt: skip
    first, second = make_person(company), make_person(company)
    assert actions.put_result(SYSTEM, company, row | {"person": first}) == "created"
    assert actions.put_result(SYSTEM, company, row | {"person": second}) == "created"
    assert actions.put_result(SYSTEM, company, row | {"person": second}) == "unchanged"
    assert Session.objects.filter(company=company).count() == 1
    with pytest.raises(Refused):
        actions.put_result(SYSTEM, company, row | {"person": second, "score": 91.0})


def test_a_fence_may_ask_for_a_course(company):
    person, course = make_person(company), make.make_course(company, code="GDS", name="GDS 操作")
    make.make_result(person, course)
    assert ("training:GDS", "培训合格 · GDS 操作") in options_of(company)
    assert holders_of(company, ["training:gds"], TEN) == {person.pk}
    assert holders_of(company, ["training:gds"], TEN + timedelta(days=366)) == set()


def test_a_course_somebody_needs_stays(company):
    course = make.make_course(company)
    make.make_need(course)
    with pytest.raises(Refused):
        actions.save_course(SYSTEM, course, {"is_retired": True})
    with pytest.raises(Refused):
        make.make_need(course)
