"""Courses, and who needs them."""

from collections.abc import Iterator
from typing import Any

from django.db import transaction

from anhuan.domains.audit.actions import Actor, draft_of, record, save_checked
from anhuan.domains.outbox.actions import emit
from anhuan.domains.training.events import TrainingChanged
from anhuan.domains.training.models import Course, CourseNeed
from anhuan.domains.training.rules.passes import course_blockers
from anhuan.kernel.errors import Blocker


def save_course(actor: Actor, course: Course, changes: dict[str, Any]) -> Course:
    """Make or change a course; passes keep the end they were given."""
    with transaction.atomic():
        saved = save_checked(actor, course, changes, _course_blockers(draft_of(course, changes)))
        emit(saved.company.code, TrainingChanged(what="courses"))
    return saved


def _course_blockers(draft: Course) -> Iterator[Blocker]:
    yield from course_blockers(draft.pass_mark or 0, draft.hours or 0, draft.valid_months)
    same = Course.objects.filter(company=draft.company, code__iexact=draft.code)
    if same.exclude(pk=draft.pk).exists():
        yield Blocker("course_known", f"已有代码为“{draft.code}”的课程")
    if draft.is_retired and CourseNeed.objects.filter(course=draft.pk).exists():
        yield Blocker("course_needed", "还有培训要求用到这门课程，请先删除要求")


def save_need(actor: Actor, need: CourseNeed, changes: dict[str, Any]) -> CourseNeed:
    """Ask a course of somebody; it counts at once, in permits too."""
    with transaction.atomic():
        saved = save_checked(actor, need, changes, _need_blockers(draft_of(need, changes)))
        emit(saved.company.code, TrainingChanged(what="needs"))
    return saved


def _need_blockers(draft: CourseNeed) -> Iterator[Blocker]:
    if not draft.course_id:
        return  # the model says so
    for row in (draft.course, draft.post):
        if row is not None and row.company_id != draft.company_id:
            yield Blocker("other_company", f"{row} 不是本企业的")
    if draft.course.is_retired:
        yield Blocker("course_retired", "课程已停用")
    same = CourseNeed.objects.filter(
        company=draft.company, course=draft.course, person_kind=draft.person_kind, post=draft.post,
        work_kind=draft.work_kind,
    )  # fmt: skip
    if same.exclude(pk=draft.pk).exists():
        yield Blocker("need_known", "已有相同的培训要求")


def delete_need(actor: Actor, need: CourseNeed) -> None:
    """The course is no longer asked of them."""
    with transaction.atomic():
        record(actor, "delete", need, before={"need": str(need)})
        emit(need.company.code, TrainingChanged(what="needs"))
        need.delete()
