"""Turns with their hand-overs, the log, and the holes."""

from typing import Any, ClassVar, cast

from drf_spectacular.utils import extend_schema
from rest_framework import serializers as s
from rest_framework.request import Request
from rest_framework.response import Response

from anhuan.desk.api import ApiView, ListApi
from anhuan.desk.endpoints import Deed, One, shaped
from anhuan.domains.org.models import Account
from anhuan.domains.watch import actions, queries
from anhuan.domains.watch.forms import TURN_FILTERS
from anhuan.domains.watch.models import Handover, LogLine, Turn
from anhuan.domains.watch.queries import KEEP, VIEW
from anhuan.kernel import clock


class PersonRow(s.Serializer):  # type: ignore[type-arg]
    """Somebody on the turn."""

    id = s.UUIDField()
    name = s.CharField()


class LineRow(s.ModelSerializer):  # type: ignore[type-arg]
    """A line of the log."""

    by = s.CharField(source="by.display_name")

    class Meta:
        model = LogLine
        fields = ("at", "by", "text")


class HandoverRow(s.ModelSerializer):  # type: ignore[type-arg]
    """Given and taken; `situation`: alarms and permits as they were then."""

    given_by = s.CharField(source="given_by.display_name")
    taken_by = s.CharField(source="taken_by.display_name", default=None)

    class Meta:
        model = Handover
        fields = ("given_by", "given_at", "remarks", "situation", "taken_by", "taken_at",
                  "taken_remarks")  # fmt: skip


class TurnRow(s.ModelSerializer):  # type: ignore[type-arg]
    """A shift at a post."""

    post = s.CharField(source="post.name")
    team = s.CharField(source="shift.team")
    starts_at = s.DateTimeField(source="shift.starts_at")
    ends_at = s.DateTimeField(source="shift.ends_at")
    people = PersonRow(many=True)
    handover = HandoverRow(source="handed", allow_null=True)
    lines = LineRow(many=True)

    class Meta:
        model = Turn
        fields = ("id", "post", "team", "starts_at", "ends_at", "people", "handover", "lines")


class GapRow(s.Serializer):  # type: ignore[type-arg]
    """A hole: no_shift, nobody or no_log."""

    post = s.CharField()
    hole = s.CharField()
    since = s.DateTimeField()
    until = s.DateTimeField()


class TextBody(s.Serializer):  # type: ignore[type-arg]
    """A line of the log."""

    text = s.CharField(max_length=500)


class GiveBody(s.Serializer):  # type: ignore[type-arg]
    """What the next shift has to know."""

    remarks = s.CharField(max_length=2000)


class TakeBody(s.Serializer):  # type: ignore[type-arg]
    """Anything to be said."""

    remarks = s.CharField(max_length=2000, allow_blank=True, default="")


class TurnsApi(ListApi):
    """Turns, newest first (POS-019)."""

    rights: ClassVar[dict[str, str]] = {"GET": VIEW}
    serializer_class = TurnRow
    filters = TURN_FILTERS

    def get_queryset(self) -> Any:
        """Of the company."""
        rows = queries.visible_turns(cast(Account, self.request.user))
        return rows.prefetch_related("lines__by__person")


@shaped(TurnRow)
class TurnApi(One):
    """One turn."""

    rights: ClassVar[dict[str, str]] = {"GET": VIEW}
    row = TurnRow
    find = queries.get_turn_for


@shaped(TurnRow, TextBody)
class NoteApi(Deed):
    """A line into the log."""

    rights: ClassVar[dict[str, str]] = {"POST": KEEP}
    row, body, find = TurnRow, TextBody, queries.get_turn_for
    do = actions.note


@shaped(TurnRow, GiveBody)
class GiveApi(Deed):
    """Hand over."""

    rights: ClassVar[dict[str, str]] = {"POST": KEEP}
    row, body, find = TurnRow, GiveBody, queries.get_turn_for
    do = actions.give


@shaped(TurnRow, TakeBody)
class TakeApi(Deed):
    """Take over."""

    rights: ClassVar[dict[str, str]] = {"POST": KEEP}
    row, body, find = TurnRow, TakeBody, queries.get_turn_for
    do = actions.take


class GapsApi(ApiView):
    """Holes of the last week and the next two hours."""

    rights: ClassVar[dict[str, str]] = {"GET": VIEW}

    @extend_schema(responses=GapRow(many=True))
    def get(self, request: Request) -> Response:
        """By post and time."""
        posts = queries.visible_posts(cast(Account, request.user)).filter(is_retired=False)
        rows = [
            {"post": post.name, "hole": gap.hole, "since": gap.since, "until": gap.until}
            for post in posts
            for gap in queries.gaps_of(post, clock.now())
        ]
        return Response(GapRow(rows, many=True).data)
