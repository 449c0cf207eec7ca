"""Courses, sessions, results and needs."""

from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.shortcuts import get_object_or_404

from anhuan.domains.org.models import Account, Person
from anhuan.domains.org.queries import company_of
from anhuan.domains.training.models import Course, CourseNeed, Result, Session
from anhuan.domains.training.queries.scoped import about_people, of_company

VIEW, EDIT = "training.view", "training.edit"
_GOOD = Q(results__is_void=False)


def visible_courses(account: Account) -> QuerySet[Course]:
    """What the plant teaches."""
    return of_company(Course, account)


def get_course_for(account: Account, pk: UUID) -> Course:
    """One of them, else 404."""
    return get_object_or_404(visible_courses(account), pk=pk)


def visible_sessions(account: Account) -> QuerySet[Session]:
    """Sessions held, with `took` (how many sat) and `passed`."""
    passed = Count("results", filter=_GOOD & Q(results__is_passed=True))
    rows = of_company(Session, account).select_related("course")
    return rows.annotate(took=Count("results", filter=_GOOD), passed=passed)


def get_session_for(account: Account, pk: UUID) -> Session:
    """One of them, else 404."""
    return get_object_or_404(visible_sessions(account), pk=pk)


def visible_results(account: Account, right: str = VIEW) -> QuerySet[Result]:
    """Results of people the account may see."""
    rows = Result.objects.filter(session__company=company_of(account))
    rows = about_people(rows, account, right)
    return rows.select_related(
        "session__course", "session__company", "person__department", "person__employer"
    )


def get_result_for(account: Account, pk: UUID, right: str = VIEW) -> Result:
    """One of them, else 404."""
    return get_object_or_404(visible_results(account, right), pk=pk)


def results_of(person: Person) -> QuerySet[Result]:
    """One person's file: every session, newest first (TRAIN-012)."""
    rows = Result.objects.filter(person=person).select_related("session__course")
    return rows.order_by("-session__held_on", "-id")


def visible_needs(account: Account) -> QuerySet[CourseNeed]:
    """Who needs which course."""
    return of_company(CourseNeed, account).select_related("course", "post")


def get_need_for(account: Account, pk: UUID) -> CourseNeed:
    """One of them, else 404."""
    return get_object_or_404(visible_needs(account), pk=pk)
