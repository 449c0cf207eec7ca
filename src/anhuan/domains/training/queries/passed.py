"""Who has passed what on a day, and who lacks what is asked of them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from anhuan.domains.org.models import Company, Person
from anhuan.domains.training.models import Course, CourseNeed, Result
from anhuan.domains.training.rules.needs import Need, Who, courses_for


@dataclass(frozen=True, slots=True)
class Lack:
    """A course somebody needs and has not passed, or not any more."""

    person: Person
    course: Course


def passes_on(company: Company, day: date) -> QuerySet[Result]:
    """Passes that are good on `day`: held by then, not run out, not void."""
    good = Q(valid_until__isnull=True) | Q(valid_until__gte=day)
    rows = Result.objects.filter(good, session__company=company, session__held_on__lte=day)
    return rows.filter(is_passed=True, is_void=False)


def passed_on(company: Company, people: Collection[UUID], day: date) -> dict[UUID, set[UUID]]:
    """The courses each of these people has passed on `day`, by id."""
    rows = passes_on(company, day).filter(person__in=people)
    found: dict[UUID, set[UUID]] = {person: set() for person in people}
    for person, course in rows.values_list("person", "session__course"):
        found[person].add(course)
    return found


def needs_of(company: Company, work_kind: str | None = None) -> list[Need]:
    """Every need of the plant; with `work_kind` only those that work could ask ("" : no work)."""
    rows = CourseNeed.objects.filter(company=company, course__is_retired=False)
    if work_kind is not None:
        rows = rows.filter(work_kind__in=("", work_kind))
    names = ("course", "person_kind", "post", "work_kind")
    return [Need(*one) for one in rows.order_by("course__kind", "id").values_list(*names)]


def lacking(
    company: Company, people: Iterable[Person], day: date, work_kind: str = ""
) -> list[Lack]:
    """What each of `people` would have to pass to be there on `day`, or to do `work_kind` then."""
    needs = needs_of(company, work_kind)
    asked = {
        one: courses_for(needs, Who(one.kind, one.post_id), work_kind) for one in people
    } if needs else {}  # fmt: skip
    wanted = {one.pk: one for one, courses in asked.items() if courses}
    if not wanted:
        return []
    passed = passed_on(company, wanted.keys(), day)
    courses = Course.objects.in_bulk({need.course for need in needs})
    return [
        Lack(person, courses[course])
        for person, wants in asked.items() for course in wants
        if course not in passed.get(person.pk, set())
    ]  # fmt: skip
