"""Bodies of what is around permits."""

from rest_framework import serializers as s

from anhuan.domains.permits.rules.kinds import Kind
from anhuan.domains.permits.rules.weather import Sky


class WeatherBody(s.Serializer):  # type: ignore[type-arg]
    """What the weather is."""

    wind_mps = s.FloatField(required=False, default=0.0, min_value=0, max_value=100)
    sky = s.ListField(child=s.ChoiceField([one.value for one in Sky]), required=False, default=list)
    temperature_c = s.FloatField(required=False, allow_null=True, default=None)
    source = s.CharField(  # type: ignore[assignment]
        max_length=16, required=False, default="hand"
    )


class DelegationBody(s.Serializer):  # type: ignore[type-arg]
    """Who signs for the asker, when and why."""

    taker = s.UUIDField()
    from_at = s.DateTimeField()
    until_at = s.DateTimeField()
    reason = s.CharField(max_length=300, allow_blank=True)
    kinds = s.ListField(
        child=s.ChoiceField([one.value for one in Kind]), required=False, default=list
    )
