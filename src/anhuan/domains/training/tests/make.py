"""A valid one of each, unless a test says otherwise."""

from datetime import date, timedelta
from itertools import count
from typing import Any

from anhuan.domains.audit.actions import SYSTEM
from anhuan.domains.org.models import Company, Person
from anhuan.domains.org.tests.factories import make_person
from anhuan.domains.training import actions
from anhuan.domains.training.actions import Outcome
from anhuan.domains.training.models import (
    Certificate,
    CertificateKind,
    Course,
    CourseNeed,
    Result,
    Session,
)
from anhuan.domains.training.rules.kinds import SHIPPED_KINDS

_next = count(1)
TODAY = date(2026, 11, 24)  # the day of `permits.tests.make.TEN`


def make_kind(company: Company, code: str = "welding", **changes: Any) -> CertificateKind:
    """A shipped kind."""
    found = CertificateKind.objects.filter(company=company, code=code).first()
    if found and not changes:
        return found
    one = next(one for one in SHIPPED_KINDS if one.code == code)
    facts = {
        "code": code, "name": one.name, "group": one.group.value, "trade": one.trade or "",
        "valid_months": one.valid_months, "review_months": one.review_months,
    }  # fmt: skip
    return actions.save_kind(SYSTEM, CertificateKind(company=company), facts | changes)


def make_certificate(person: Person, code: str = "welding", **changes: Any) -> Certificate:
    """On file, good for another two years."""
    facts = {
        "person": person, "kind": make_kind(person.company, code),
        "number": f"T{next(_next):06}", "issued_on": TODAY - timedelta(days=360),
        "valid_until": TODAY + timedelta(days=700),
    }  # fmt: skip
    certificate = Certificate(company=person.company)
    return actions.save_certificate(SYSTEM, certificate, facts | changes)


def make_course(company: Company, **changes: Any) -> Course:
    """Passed with 80 points, good for a year."""
    number = next(_next)
    facts = {"code": f"C{number}", "name": f"课程{number}", "kind": "other", "hours": 4.0,
             "valid_months": 12}  # fmt: skip
    return actions.save_course(SYSTEM, Course(company=company), facts | changes)


def make_session(course: Course, held_on: date = TODAY, **changes: Any) -> Session:
    """Held on a day."""
    facts = {"course": course, "held_on": held_on, "place": f"教室{next(_next)}"}
    return actions.save_session(SYSTEM, Session(company=course.company), facts | changes)


def make_result(
    person: Person, course: Course | None = None, held_on: date = TODAY, score: float = 90
) -> Result:
    """Passed."""
    session = make_session(course or make_course(person.company), held_on)
    return actions.record_results(SYSTEM, session, [Outcome(person, score)])[0]


def make_need(course: Course, **changes: Any) -> CourseNeed:
    """Asked of everybody unless it says of whom."""
    need = CourseNeed(company=course.company)
    return actions.save_need(SYSTEM, need, {"course": course} | changes)


def training_rows(company: Company) -> dict[str, Any]:
    """One of each, for the permission matrix."""
    person = make_person(company)
    course = make_course(company, name="入厂教育")
    result = make_result(person, course, held_on=date(2026, 1, 5))
    return {
        "certificate": make_certificate(person, issued_on=None, reviewed_until=None),
        "certificate_kind": make_kind(company), "course": course, "course_need": make_need(course),
        "training_session": result.session, "training_result": result,
    }  # fmt: skip
