"""Roster, tracks, everyone at a moment, the timeline: what maps and replays load."""

from typing import ClassVar

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request

from anhuan.desk.api import ApiView
from anhuan.domains.org.queries import company_of
from anhuan.domains.positioning import actions
from anhuan.domains.positioning.api import params, shapes
from anhuan.domains.positioning.queries import subjects, timeline, tracks, visits
from anhuan.domains.positioning.rules import tracks as rules
from anhuan.kernel.chunks import Track

FROM = OpenApiParameter("from", OpenApiTypes.DATETIME, required=True, description="起")
TO = OpenApiParameter("to", OpenApiTypes.DATETIME, required=True, description="止")


class RosterApi(ApiView):
    """Who carries which tag now."""

    rights: ClassVar[dict[str, str]] = {"GET": "positions.view"}

    @extend_schema(responses=shapes.Roster, operation_id="roster")
    def get(self, request: Request) -> HttpResponse:
        """Everybody and every vehicle with a tag, within the asker's scope."""
        return params.fast({"people": subjects.roster(params.account_of(request))})


class TracksApi(ApiView):
    """A person's or vehicle's track. Every look is audited; zooming into one is the same look."""

    rights: ClassVar[dict[str, str]] = {"GET": "tracks.view"}

    @extend_schema(
        operation_id="tracks",
        responses=shapes.TrackAnswer,
        parameters=[
            OpenApiParameter("subject", OpenApiTypes.UUID, required=True, description="人员或车辆"),
            FROM,
            TO,
            OpenApiParameter("step_s", int, description="每几秒一点；1 = 全部，缺省按时长"),
            OpenApiParameter("purpose", str, description="查看目的，记入审计"),
        ],
    )
    def get(self, request: Request) -> HttpResponse:
        """Segments (thinned to the span unless `step_s` says otherwise) and visits."""
        account = params.account_of(request)
        purpose = params.purpose(request)
        subject_id = params.key(request, "subject")
        start, end = params.period(request)
        step_s = params.whole(request, "step_s", 0, 3600, 0)
        step_ms = _step_ms(step_s, int((end - start).total_seconds() * 1000))
        found = tracks.track(account, subject_id, start, end, step_ms)
        actions.record_look(account, found.subject, start, end, purpose)
        return params.fast({
            "subject": subject_id,
            "segments": [_columns(segment) for segment in found.segments],
            "visits": visits.visits_of(account, subject_id, start, end),
            "step_ms": step_ms,
            "tail": found.tail,
        })  # fmt: skip


def _step_ms(step_s: int, span_ms: int) -> int:
    """1 s means every point: tags may report more often than that."""
    if step_s == 0:
        return rules.step_for(span_ms)
    return 1 if step_s == 1 else 1000 * step_s


def _columns(segment: Track) -> dict[str, object]:
    return {
        "t_ms": segment.t_ms,
        "x_m": segment.x_cm / 100,
        "y_m": segment.y_cm / 100,
        "floor": segment.floor,
        "r68_m": segment.r68_cm / 100,
    }


class EveryoneApi(ApiView):
    """Where everybody was at a moment."""

    rights: ClassVar[dict[str, str]] = {"GET": "tracks.view"}

    @extend_schema(
        operation_id="positions_at",
        responses=shapes.EveryoneAnswer,
        parameters=[OpenApiParameter("t", OpenApiTypes.DATETIME, required=True)],
    )
    def get(self, request: Request) -> HttpResponse:
        """The newest point of each, not older than ten minutes."""
        account = params.account_of(request)
        at = params.past_moment(request, "t")
        found = tracks.everyone_at(account, at)
        actions.record_look_at_all(account, company_of(account), at)
        return params.fast({"t": found.at, "rows": found.rows, "tail": found.tail})


class TimelineApi(ApiView):
    """The curve behind the time bar."""

    rights: ClassVar[dict[str, str]] = {"GET": "positions.view"}

    @extend_schema(
        operation_id="positions_timeline",
        responses=shapes.TimelineAnswer,
        parameters=[FROM, TO, OpenApiParameter("step_s", int, description="步长，秒")],
    )
    def get(self, request: Request) -> HttpResponse:
        """Head count every `step_s` seconds (resolution ten minutes) and the alarms between."""
        start, end = params.period(request)
        span_s = int((end - start).total_seconds())
        step_s = params.whole(request, "step_s", 1, 86_400, max(60, span_s // 200))
        least = span_s // timeline.MAX_STEPS
        found = timeline.timeline(params.account_of(request), start, end, max(step_s, least))
        return params.fast({"t": found.t, "people": found.people, "alarms": found.alarms})


class SubjectsApi(ApiView):
    """Finding whose track to replay."""

    rights: ClassVar[dict[str, str]] = {"GET": "tracks.view"}

    @extend_schema(
        operation_id="subjects",
        responses=shapes.Subjects,
        parameters=[
            OpenApiParameter("q", str, required=True, description="姓名、拼音、工号、车牌")
        ],
    )
    def get(self, request: Request) -> HttpResponse:
        """At most twenty, those who left included."""
        text = request.query_params.get("q", "").replace("\x00", "").strip()[:50]
        found = subjects.find_subjects(params.account_of(request), text) if text else []
        return params.fast({"subjects": found})
