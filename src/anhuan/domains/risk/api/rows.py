"""What goes over the wire."""

from typing import Any, ClassVar

from rest_framework import serializers as s

from anhuan.domains.risk.models import (
    Assessment,
    Identification,
    RiskEvent,
    RiskMeasure,
    RiskObject,
    RiskUnit,
)
from anhuan.domains.risk.rules.methods import METHOD_CHOICES
from anhuan.domains.risk.rules.scoring import Scale


class ObjectRow(s.ModelSerializer[RiskObject]):
    """What is analysed."""

    unit_count = s.IntegerField(read_only=True)
    event_count = s.IntegerField(read_only=True)
    measure_count = s.IntegerField(read_only=True)

    class Meta:
        model = RiskObject
        fields: ClassVar[Any] = (
            "id", "code", "own_code", "name", "kind", "area", "source", "department", "person",
            "level", "unit_count", "event_count", "measure_count",
        )  # fmt: skip


class UnitRow(s.ModelSerializer[RiskUnit]):
    """A part of an object."""

    class Meta:
        model = RiskUnit
        fields: ClassVar[Any] = (
            "id", "object", "name", "kind", "structure", "department", "person", "level",
        )  # fmt: skip


class EventRow(s.ModelSerializer[RiskEvent]):
    """What may happen."""

    class Meta:
        model = RiskEvent
        fields: ClassVar[Any] = (
            "id", "unit", "name", "hazard", "consequence", "accidents", "method", "level",
            "control", "raised_to", "assessed_at",
        )  # fmt: skip


class MeasureRow(s.ModelSerializer[RiskMeasure]):
    """What keeps it from happening."""

    class Meta:
        model = RiskMeasure
        fields: ClassVar[Any] = (
            "id", "event", "data_source", "class_2", "class_3", "text", "check_content",
            "problem", "post", "person", "cycle_count", "cycle_unit",
        )  # fmt: skip


class AssessmentRow(s.ModelSerializer[Assessment]):
    """One assessment."""

    class Meta:
        model = Assessment
        fields: ClassVar[Any] = (
            "id", "event", "method", "scale", "boxes", "scores", "value", "bounds", "facts",
            "reds", "level", "note", "at", "by_name",
        )  # fmt: skip


class AssessBody(s.Serializer[Any]):
    """Scores of an event."""

    method = s.ChoiceField(choices=METHOD_CHOICES)
    scale = s.ChoiceField(choices=[one.value for one in Scale], required=False, default="")
    scores = s.DictField(child=s.DecimalField(max_digits=6, decimal_places=2))
    boxes = s.DictField(child=s.CharField(max_length=500), required=False, default=dict)
    breaks_law = s.BooleanField(default=False)
    had_accident = s.BooleanField(default=False)
    burns_or_poisons = s.BooleanField(default=False)
    people_at_once = s.IntegerField(default=0, min_value=0)
    note = s.CharField(max_length=500, required=False, default="", allow_blank=True)


class IdentificationRow(s.ModelSerializer[Identification]):
    """A judgement by GB 18218."""

    verdict = s.CharField(read_only=True)

    class Meta:
        model = Identification
        fields: ClassVar[Any] = (
            "id", "name", "kind", "object", "source", "people_in_500m", "stocks", "lines", "s",
            "r", "alpha", "level", "verdict", "standard", "digest", "at", "by_name",
        )  # fmt: skip


class StockBody(s.Serializer[Any]):
    """One chemical."""

    name = s.CharField(max_length=100)
    quantity_t = s.DecimalField(max_digits=12, decimal_places=6, min_value=0)
    categories = s.ListField(child=s.CharField(max_length=5), required=False, default=list)


class JudgeBody(s.Serializer[Any]):
    """A unit to judge without keeping the judgement."""

    people_in_500m = s.IntegerField(min_value=0)
    stocks = StockBody(many=True)
