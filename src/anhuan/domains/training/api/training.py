"""Endpoints of courses, needs, sessions, results, and what a person is entitled to on a day."""

from typing import Any, ClassVar, cast
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers as s
from rest_framework.request import Request
from rest_framework.response import Response

from anhuan.desk.api import ApiView
from anhuan.desk.endpoints import Deed, Many, One, shaped
from anhuan.domains.org.models import Account
from anhuan.domains.org.queries import get_person_for
from anhuan.domains.training import actions
from anhuan.domains.training.api import rows
from anhuan.domains.training.forms import courses as forms
from anhuan.domains.training.models import Course, CourseNeed, Session
from anhuan.domains.training.queries import courses as queries
from anhuan.domains.training.queries.certificates import held_by
from anhuan.domains.training.queries.passed import lacking, passes_on
from anhuan.domains.training.rules.papers import standing
from anhuan.kernel import clock

VIEW, EDIT = queries.VIEW, queries.EDIT
LIST, ITEM = {"GET": VIEW, "POST": EDIT}, {"GET": VIEW, "PATCH": EDIT}


@shaped(rows.CourseRow)
class CoursesApi(Many):
    """Courses."""

    rights: ClassVar[dict[str, str]] = LIST
    serializer_class = rows.CourseRow
    filters = forms.COURSE_FILTERS
    search = ("name", "code")
    visible = queries.visible_courses
    find = queries.get_course_for
    add = staticmethod(
        lambda by, company, **values: actions.save_course(by, Course(company=company), values)
    )


@shaped(rows.CourseRow)
class CourseApi(One):
    """One course."""

    rights: ClassVar[dict[str, str]] = ITEM
    row = rows.CourseRow
    find = queries.get_course_for
    change = staticmethod(lambda by, row, **values: actions.save_course(by, row, values))


@shaped(rows.NeedRow)
class NeedsApi(Many):
    """Who needs which course."""

    rights: ClassVar[dict[str, str]] = LIST
    serializer_class = rows.NeedRow
    filters = forms.NEED_FILTERS
    visible = queries.visible_needs
    find = queries.get_need_for
    add = staticmethod(
        lambda by, company, **values: actions.save_need(by, CourseNeed(company=company), values)
    )


class NeedApi(ApiView):
    """One need."""

    rights: ClassVar[dict[str, str]] = {"DELETE": EDIT}

    @extend_schema(responses={204: None})
    def delete(self, request: Request, pk: UUID) -> Response:
        """It is no longer asked."""
        by = cast(Account, request.user)
        actions.delete_need(by, queries.get_need_for(by, pk))
        return Response(status=204)


@shaped(rows.SessionRow)
class SessionsApi(Many):
    """Sessions held."""

    rights: ClassVar[dict[str, str]] = LIST
    serializer_class = rows.SessionRow
    filters = forms.SESSION_FILTERS
    search = ("course__name", "trainer", "place")
    visible = queries.visible_sessions
    find = queries.get_session_for
    add = staticmethod(
        lambda by, company, **values: actions.save_session(by, Session(company=company), values)
    )


@shaped(rows.SessionRow)
class SessionApi(One):
    """One session."""

    rights: ClassVar[dict[str, str]] = ITEM
    row = rows.SessionRow
    find = queries.get_session_for
    change = staticmethod(lambda by, row, **values: actions.save_session(by, row, values))


@shaped(rows.SessionRow, rows.OutcomesBody)
class OutcomesApi(Deed):
    """Results of a session, all or none."""

    rights: ClassVar[dict[str, str]] = {"POST": EDIT}
    row = rows.SessionRow
    body = rows.OutcomesBody
    find = queries.get_session_for
    do = staticmethod(
        lambda by, row, outcomes: actions.record_results(
            by, row, [actions.Outcome(**one) for one in outcomes]
        )
    )


@shaped(rows.ResultRow)
class ResultsApi(Many):
    """Results."""

    rights: ClassVar[dict[str, str]] = {"GET": VIEW}
    serializer_class = rows.ResultRow
    filters = forms.RESULT_FILTERS
    search = forms.RESULT_SEARCH
    visible = queries.visible_results
    find = queries.get_result_for


@shaped(rows.ResultRow, rows.ReasonBody)
class ResultVoidApi(Deed):
    """It no longer counts."""

    rights: ClassVar[dict[str, str]] = {"POST": EDIT}
    row = rows.ResultRow
    body = rows.ReasonBody
    find = queries.get_result_for
    do = actions.void_result


class AskedBody(s.Serializer):  # type: ignore[type-arg]
    """On which day (today), and for which work under permit (none)."""

    day = s.DateField(required=False)
    work = s.CharField(required=False, default="", max_length=32)


class EntitledApi(ApiView):
    """What a person has passed and holds on a day, and lacks (PTW-030, PTW-116)."""

    rights: ClassVar[dict[str, str]] = {"GET": VIEW}

    @extend_schema(
        parameters=[OpenApiParameter("day", str), OpenApiParameter("work", str)],
        responses=s.DictField(),
    )
    def get(self, request: Request, pk: UUID) -> Response:
        """`?day=2026-11-22&work=hot_work`."""
        person = get_person_for(cast(Account, request.user), pk, VIEW)
        asked = AskedBody(data=request.query_params)
        asked.is_valid(raise_exception=True)
        day = asked.validated_data.get("day") or _today()
        work = asked.validated_data["work"]
        passes = passes_on(person.company, day).filter(person=person)
        return Response({
            "person": str(person.pk), "day": day.isoformat(),
            "passed": [_pass(one) for one in passes.select_related("session__course")],
            "lacking": [{"course": one.course.code, "name": one.course.name}
                        for one in lacking(person.company, [person], day, work)],
            "certificates": [_certificate(one, day) for one in held_by(person.company, [person.pk])
                             if not one.is_void],
        })  # fmt: skip


def _pass(one: Any) -> dict[str, Any]:
    course = one.session.course
    return {"course": course.code, "name": course.name, "held_on": one.session.held_on,
            "score": one.score, "valid_until": one.valid_until}  # fmt: skip


def _certificate(one: Any, day: Any) -> dict[str, Any]:
    return {"kind": one.kind.code, "name": one.kind.name, "trade": one.kind.trade,
            "number": one.number, "good_until": one.good_until,
            "standing": standing(one.good_until, day, 0)}  # fmt: skip


def _today() -> Any:
    return timezone.localtime(clock.now()).date()
