"""Points, walk tests, anchors' checks and alarm tests as JSON."""

from dataclasses import asdict
from typing import Any, ClassVar

from django.db.models import QuerySet
from rest_framework import serializers as s

from anhuan.domains.calibration.models import (
    AlarmTest,
    Instrument,
    StagedEvent,
    SurveyPoint,
    SurveyRoute,
    WalkTest,
)
from anhuan.domains.calibration.queries.accuracy import Row
from anhuan.domains.calibration.queries.accuracy import report_of as accuracy_of
from anhuan.domains.calibration.queries.alarm_tests import report_of as rates_of
from anhuan.domains.calibration.queries.anchors import Check
from anhuan.domains.calibration.queries.moving import report_of as way_of
from anhuan.domains.calibration.queries.rows import stands_of
from anhuan.domains.calibration.rules.alarm_tests import Rates
from anhuan.domains.org.queries import company_of
from anhuan.domains.plant.models import Area
from anhuan.domains.positioning.models import Tag
from anhuan.kernel import clock


class Mine(s.PrimaryKeyRelatedField):  # type: ignore[type-arg]
    """A reference to a row of the asker's own company; anything else does not exist."""

    def get_queryset(self) -> QuerySet[Any]:
        """Rows of the company."""
        rows = super().get_queryset()
        assert rows is not None
        return rows.filter(company=company_of(self.context["request"].user))


class PointRow(s.ModelSerializer):  # type: ignore[type-arg]
    """A surveyed point, plant metres."""

    area = Mine(queryset=Area.objects.all(), required=False, allow_null=True)

    class Meta:
        model = SurveyPoint
        fields = ("id", "name", "x_m", "y_m", "z_m", "floor", "area", "is_key", "has_satellite",
                  "note")  # fmt: skip
        validators: ClassVar[list[Any]] = []


class InstrumentRow(s.ModelSerializer):  # type: ignore[type-arg]
    """A timer (span h, error s a day) or a range finder (span m, error cm)."""

    class Meta:
        model = Instrument
        fields = ("id", "kind", "name", "number", "span", "error", "calibrated_on", "valid_until",
                  "certificate")  # fmt: skip
        validators: ClassVar[list[Any]] = []


class WalkRow(s.ModelSerializer):  # type: ignore[type-arg]
    """A walk test."""

    tag = Mine(queryset=Tag.objects.all())
    route = Mine(queryset=SurveyRoute.objects.all(), required=False, allow_null=True)
    timer = Mine(queryset=Instrument.objects.all(), required=False, allow_null=True)
    range_finder = Mine(queryset=Instrument.objects.all(), required=False, allow_null=True)

    class Meta:
        model = WalkTest
        fields = ("id", "name", "tag", "route", "timer", "range_finder", "instruments", "state",
                  "started_at", "started_by", "finished_at", "passed", "has_ranges",
                  "note")  # fmt: skip
        read_only_fields = ("instruments", "state", "started_at", "started_by", "finished_at",
                            "passed", "has_ranges")  # fmt: skip


class WalkReportRow(WalkRow):
    """With its stands and the accuracy report: errors in metres, `inside` 0..1."""

    stands = s.SerializerMethodField()
    report = s.SerializerMethodField()

    class Meta(WalkRow.Meta):
        fields = (*WalkRow.Meta.fields, "stands", "report")  # type: ignore[assignment]

    def get_stands(self, walk: WalkTest) -> list[dict[str, Any]]:
        """Where the tag stood, and when."""
        return [
            {"id": str(one.pk), "point": str(one.point_id), "name": str(one.point),
             "since": one.since, "until": one.until}
            for one in stands_of(walk)
        ]  # fmt: skip

    def get_report(self, walk: WalkTest) -> dict[str, Any]:
        """By point, by area, overall, and the CDF; along a route by stop and way."""
        if walk.is_moving:
            return asdict(way_of(walk))
        made = accuracy_of(walk)
        return {
            "points": [_line(one) for one in made.points],
            "areas": [_line(one) for one in made.areas],
            "overall": _line(made.overall), "cdf": made.curve,
            "shortcomings": made.shortcomings,
        }  # fmt: skip


def _line(row: Row) -> dict[str, Any]:
    figures = asdict(row.figures) if row.figures else None
    return {"name": row.name, "area": row.area, "risk": row.risk, "is_key": row.is_key,
            "limit_m": row.limit_m, "passed": row.passed, "figures": figures}  # fmt: skip


class AtPointBody(s.Serializer):  # type: ignore[type-arg]
    """Where the tag stands."""

    point = Mine(queryset=SurveyPoint.objects.all())


class PastStandBody(AtPointBody):
    """A stand entered afterwards."""

    since = s.DateTimeField()
    until = s.DateTimeField()


class ReasonBody(s.Serializer):  # type: ignore[type-arg]
    """Why."""

    reason = s.CharField(max_length=300, allow_blank=True, default="")


class CheckRow(s.Serializer):  # type: ignore[type-arg]
    """An anchor's self-check: bias is measured range less true distance, metres."""

    anchor = s.UUIDField(source="anchor.pk")
    number = s.CharField(source="anchor.number")
    in_force_m = s.FloatField(source="anchor.bias_m")
    findings = s.ListField(child=s.CharField())
    survey = s.SerializerMethodField()
    drift = s.SerializerMethodField()

    def get_drift(self, check: Check) -> dict[str, Any] | None:
        """residual_m, refused 0..1, ranges of the engine's running self-check, if it is fresh."""
        return asdict(check.drift) if check.drift else None

    def get_survey(self, check: Check) -> dict[str, Any] | None:
        """bias_m, spread_m, stands, ranges, outliers 0..1; nothing when it was never measured."""
        return asdict(check.survey) if check.survey else None


class AlarmTestRow(s.ModelSerializer):  # type: ignore[type-arg]
    """A session of alarm tests; `within_s` by family of kinds."""

    area = Mine(queryset=Area.objects.all(), required=False, allow_null=True)
    within_s = s.DictField(child=s.FloatField(), required=False)
    miss_limit_pct = s.FloatField(required=False)
    false_limit_pct = s.FloatField(required=False)

    class Meta:
        model = AlarmTest
        fields = ("id", "name", "area", "state", "started_at", "started_by", "finished_at",
                  "within_s", "sample_s", "miss_limit_pct", "false_limit_pct", "in_force",
                  "passed", "note")  # fmt: skip
        read_only_fields = ("state", "started_at", "started_by", "finished_at", "in_force",
                            "passed")  # fmt: skip


class AlarmTestReportRow(AlarmTestRow):
    """With its events and the rates, 0..1."""

    events = s.SerializerMethodField()
    report = s.SerializerMethodField()

    class Meta(AlarmTestRow.Meta):
        fields = (*AlarmTestRow.Meta.fields, "events", "report")  # type: ignore[assignment]

    def get_events(self, test: AlarmTest) -> list[dict[str, Any]]:
        """What was acted out."""
        return [dict(EventRow(one, context=self.context).data) for one in test.events.all()]

    def get_report(self, test: AlarmTest) -> dict[str, Any]:
        """Whole, by family, accuracy by colour [right, staged], false alarms by id."""
        made = rates_of(test, clock.now())
        return {
            "whole": _rates(made.result.whole), "colours": made.result.colours,
            "families": {name: _rates(one) for name, one in made.result.families.items()},
            "false_alarms": made.result.false_alarms, "passed": made.passed,
            "shortcomings": made.shortcomings,
        }  # fmt: skip


def _rates(one: Rates) -> dict[str, Any]:
    return asdict(one) | {"miss_rate": one.miss_rate, "false_rate": one.false_rate}


class EventRow(s.ModelSerializer):  # type: ignore[type-arg]
    """Something acted out; without `since` it begins now."""

    area = Mine(queryset=Area.objects.all(), required=False, allow_null=True)
    since = s.DateTimeField(required=False)

    class Meta:
        model = StagedEvent
        fields = ("id", "kind", "should_alarm", "since", "until", "area", "people", "what",
                  "recorded_by")  # fmt: skip
        read_only_fields = ("recorded_by",)
