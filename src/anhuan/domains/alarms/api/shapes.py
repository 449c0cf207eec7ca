"""What goes in and out as JSON."""

from typing import Any

from rest_framework import serializers

from anhuan.domains.alarms.models import Alarm
from anhuan.domains.alarms.queries import card_of
from anhuan.domains.alarms.rules import KINDS


class PlaceShape(serializers.Serializer[Any]):
    """Plant metres; ground floor = 1."""

    area = serializers.UUIDField(required=False, allow_null=True)
    area_name = serializers.CharField(read_only=True, allow_null=True)
    x_m = serializers.FloatField(required=False, allow_null=True)
    y_m = serializers.FloatField(required=False, allow_null=True)
    floor = serializers.IntegerField(required=False, allow_null=True)
    radius_m = serializers.FloatField(required=False, allow_null=True)


class PersonShape(serializers.Serializer[Any]):
    """Somebody the alarm is about."""

    id = serializers.CharField(max_length=64)
    name = serializers.CharField(max_length=50)
    kind = serializers.CharField(max_length=16)


class CardShape(serializers.Serializer[Alarm]):
    """An alarm as pages and `/live/alarms` show it."""

    id = serializers.UUIDField()
    kind = serializers.CharField()
    kind_label = serializers.CharField()
    priority = serializers.IntegerField(min_value=1, max_value=4)
    state = serializers.ChoiceField(["unacknowledged", "acknowledged"])
    active = serializers.BooleanField()
    needs_clearing = serializers.BooleanField()
    handled = serializers.BooleanField()
    closed = serializers.BooleanField()
    shelved_until = serializers.DateTimeField(allow_null=True)
    suppressed = serializers.BooleanField()
    title = serializers.CharField()
    text = serializers.CharField()
    raised_at = serializers.DateTimeField()
    returned_at = serializers.DateTimeField(allow_null=True)
    acknowledged_at = serializers.DateTimeField(allow_null=True)
    acknowledged_by = serializers.CharField(allow_null=True)
    place = PlaceShape()
    people = PersonShape(many=True)
    url = serializers.CharField()
    escalation = serializers.CharField(allow_null=True)

    def to_representation(self, instance: Alarm) -> dict[str, Any]:
        """The one card there is."""
        return card_of(instance)


class StepShape(serializers.Serializer[Any]):
    """One line of an alarm's history."""

    at = serializers.DateTimeField()
    verb = serializers.CharField()
    by = serializers.CharField(source="by.display_name", default=None)
    text = serializers.CharField()
    data = serializers.JSONField()  # type: ignore[assignment]


class AlarmShape(CardShape):
    """A card with everything behind it."""

    condition = serializers.CharField()
    cause = serializers.CharField()
    result = serializers.CharField()
    source = serializers.CharField()  # type: ignore[assignment]
    rule = serializers.CharField()
    rule_version = serializers.CharField()
    inputs = serializers.JSONField()
    snapshot = serializers.JSONField()
    steps = StepShape(many=True)

    def to_representation(self, instance: Alarm) -> dict[str, Any]:
        """Card, rule, inputs, snapshot and history."""
        names = (
            "condition", "cause", "result", "source", "rule", "rule_version", "inputs", "snapshot",
        )  # fmt: skip
        steps = StepShape(instance.steps.select_related("by__person"), many=True).data
        rest = {name: getattr(instance, name) for name in names}
        return card_of(instance) | rest | {"steps": steps}


class RaiseShape(serializers.Serializer[Any]):
    """An alarm another system raises."""

    kind = serializers.ChoiceField(sorted(KINDS))
    condition = serializers.CharField(max_length=200)
    title = serializers.CharField(max_length=100)
    text = serializers.CharField(max_length=300, required=False, default="")
    raised_at = serializers.DateTimeField(required=False)
    priority = serializers.IntegerField(min_value=1, max_value=4, required=False)
    place = PlaceShape(required=False)
    people = PersonShape(many=True, required=False)
    rule = serializers.CharField(max_length=64, required=False, default="")
    rule_version = serializers.CharField(max_length=16, required=False, default="")
    inputs = serializers.DictField(required=False)


class HandleShape(serializers.Serializer[Any]):
    """Cause and result; blanks are refused by the action, with the reason."""

    cause = serializers.CharField(required=False, default="", allow_blank=True)
    result = serializers.CharField(required=False, default="", allow_blank=True, max_length=2000)


class ClearShape(serializers.Serializer[Any]):
    """How it was confirmed that it is over."""

    note = serializers.CharField(required=False, default="", allow_blank=True, max_length=500)


class ShelveShape(serializers.Serializer[Any]):
    """For how many minutes, and why."""

    minutes = serializers.IntegerField()
    reason = serializers.CharField(required=False, default="", allow_blank=True, max_length=300)


class ApproveShape(serializers.Serializer[Any]):
    """A necessary gathering, judged."""

    reason = serializers.CharField(allow_blank=True, max_length=200)
    measures = serializers.CharField(allow_blank=True, max_length=280)
    until = serializers.DateTimeField()


class ReturnShape(serializers.Serializer[Any]):
    """When it ended; now when left out."""

    at = serializers.DateTimeField(required=False)
