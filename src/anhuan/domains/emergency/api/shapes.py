"""What the endpoints answer, for the schema."""

from rest_framework import serializers as s

from anhuan.domains.emergency.models import Evacuation


class EvacuationRow(s.ModelSerializer):  # type: ignore[type-arg]
    """An evacuation in the list."""

    state_label = s.CharField(source="get_state_display")

    class Meta:
        model = Evacuation
        fields = (
            "id", "title", "is_drill", "state", "state_label", "text", "reason", "alarm", "area",
            "target_s", "ordered_at", "cleared_at", "stood_down_at", "stood_down_reason", "version",
        )  # fmt: skip


class AffectedRow(s.Serializer):  # type: ignore[type-arg]
    """Somebody in a danger area now."""

    id = s.UUIDField()
    name = s.CharField()
    number = s.CharField()
    kind = s.CharField()
    unit = s.CharField()
    phone = s.CharField()
    floor = s.IntegerField(allow_null=True)
    x_m = s.FloatField()
    y_m = s.FloatField()
    located_at = s.DateTimeField()
    silent = s.BooleanField()
    tag = s.CharField()


class AffectedAnswer(s.Serializer):  # type: ignore[type-arg]
    """Who is affected, how many of each kind."""

    total = s.IntegerField()
    kinds = s.DictField(child=s.IntegerField())
    people = AffectedRow(many=True)


class RollNumbers(s.Serializer):  # type: ignore[type-arg]
    """affected = inside + out + safe; left = inside + out."""

    affected = s.IntegerField()
    inside = s.IntegerField()
    out = s.IntegerField()
    safe = s.IntegerField()
    left = s.IntegerField()
    silent = s.IntegerField()


class Picture(s.Serializer):  # type: ignore[type-arg]
    """An evacuation as it stands: numbers, areas, muster points, people (left first)."""

    id = s.UUIDField()
    version = s.IntegerField()
    title = s.CharField()
    is_drill = s.BooleanField()
    state = s.CharField()
    ordered_at = s.DateTimeField()
    target_s = s.IntegerField()
    roll = RollNumbers()
    emptied_s = s.FloatField(allow_null=True)
    accounted_s = s.FloatField(allow_null=True)
    areas = s.ListField(child=s.DictField())
    musters = s.ListField(child=s.DictField())
    people = s.ListField(child=s.DictField())


class Told(s.Serializer):  # type: ignore[type-arg]
    """How many devices were told."""

    told = s.IntegerField()


class ReportAnswer(s.Serializer):  # type: ignore[type-arg]
    """What came of it."""

    affected = s.IntegerField()
    arrived = s.IntegerField()
    never = s.IntegerField()
    within_target = s.IntegerField()
    within_pct = s.IntegerField()
    emptied_s = s.FloatField(allow_null=True)
    accounted_s = s.FloatField(allow_null=True)
    curve = s.ListField(child=s.ListField(child=s.FloatField()))
    course = s.ListField(child=s.DictField())
    people = s.ListField(child=s.DictField())
