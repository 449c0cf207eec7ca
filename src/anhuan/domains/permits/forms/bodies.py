"""What the endpoints of single deeds are given."""

from typing import Any

from rest_framework import serializers as s

from anhuan.domains.permits.rules.certificates import Trade
from anhuan.domains.permits.rules.gas import Zone
from anhuan.domains.permits.rules.gases import Unit
from anhuan.domains.permits.rules.kinds import Kind

ReasonText = {"max_length": 500, "allow_blank": True, "default": ""}


class SignBody(s.Serializer):  # type: ignore[type-arg]
    """What every signature may bring: an opinion, a scanned point, a password, what one saw."""

    opinion = s.CharField(max_length=500, required=False, allow_blank=True, default="")
    point = s.CharField(max_length=64, required=False, allow_blank=True, default="")
    password = s.CharField(max_length=128, required=False, allow_blank=True, default="")
    seen = s.CharField(max_length=64, required=False, allow_blank=True, default="")


class ReasonBody(SignBody):
    """Why."""

    reason = s.CharField(max_length=500, required=False, allow_blank=True, default="")


class StopBody(ReasonBody):
    """Why; whether something unknown was dug up."""

    is_exposed = s.BooleanField(required=False, default=False)


class ReservationBody(s.Serializer):  # type: ignore[type-arg]
    """The seven things of AQ 3064.2 5.3.1, and the place on the map."""

    kind = s.ChoiceField([kind.value for kind in Kind])
    grade = s.CharField(max_length=16, required=False, allow_blank=True, default="")
    content = s.CharField(max_length=1000, allow_blank=True)
    place = s.CharField(max_length=200, allow_blank=True)
    area = s.UUIDField(required=False, allow_null=True, default=None)
    unit = s.UUIDField(help_text="作业申请单位（部门）")
    work_unit = s.CharField(max_length=100, allow_blank=True)
    contractor = s.UUIDField(required=False, allow_null=True, default=None)
    starts_at = s.DateTimeField()
    ends_at = s.DateTimeField()
    is_urgent = s.BooleanField(required=False, default=False)
    urgent_reason = s.CharField(max_length=300, required=False, allow_blank=True, default="")
    values = s.DictField(required=False, default=dict)
    geometry = s.JSONField(required=False, allow_null=True, default=None, help_text="经纬度")
    radius_m = s.FloatField(required=False, allow_null=True, default=None, min_value=0)
    floors = s.ListField(child=s.IntegerField(), required=False, allow_null=True, default=None)
    job = s.UUIDField(required=False, allow_null=True, default=None)


class CertificateBody(s.Serializer):  # type: ignore[type-arg]
    """One certificate as it was shown."""

    trade = s.ChoiceField([trade.value for trade in Trade])
    number = s.CharField(max_length=64)
    holder_name = s.CharField(max_length=50, required=False, allow_blank=True, default="")
    valid_until = s.DateField(required=False, allow_null=True, default=None)
    reviewed_until = s.DateField(required=False, allow_null=True, default=None)

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        """Days as text: the row is kept as JSON."""
        given: dict[str, Any] = super().to_internal_value(data)
        days = ("valid_until", "reviewed_until")
        return given | {day: given[day].isoformat() if given[day] else None for day in days}


class PersonBody(s.Serializer):  # type: ignore[type-arg]
    """Somebody in a part, with certificates."""

    person = s.UUIDField()
    part = s.CharField(max_length=16)
    duty = s.CharField(max_length=32, required=False, allow_blank=True, default="")
    certificates = CertificateBody(many=True, required=False, default=list)


class RiskBody(s.Serializer):  # type: ignore[type-arg]
    """One line of the analysis."""

    step = s.CharField(max_length=200)
    hazard = s.CharField(max_length=500)
    consequence = s.CharField(max_length=500)
    measure = s.CharField(max_length=1000)


class ApplicationBody(s.Serializer):  # type: ignore[type-arg]
    """What is filled in; what is left out stays as it is."""

    values = s.DictField(required=False)
    people = PersonBody(many=True, required=False)
    risks = RiskBody(many=True, required=False)
    grade = s.CharField(max_length=16, required=False, allow_blank=True)
    geometry = s.JSONField(required=False, help_text="经纬度")
    radius_m = s.FloatField(required=False, min_value=0)
    floors = s.ListField(child=s.IntegerField(), required=False)
    structure = s.UUIDField(required=False)
    contractor = s.UUIDField(required=False)


class ReadingBody(s.Serializer):  # type: ignore[type-arg]
    """One value of one gas at one point."""

    gas = s.CharField(max_length=40)
    value = s.FloatField()
    unit = s.ChoiceField([unit.value for unit in Unit])
    zone = s.ChoiceField([zone.value for zone in Zone], required=False, default=Zone.INSIDE.value)
    point = s.CharField(max_length=50, required=False, allow_blank=True, default="")
    distance_m = s.FloatField(required=False, allow_null=True, default=None)


class SampleBody(s.Serializer):  # type: ignore[type-arg]
    """One sampling."""

    sampled_at = s.DateTimeField()
    readings = ReadingBody(many=True)
    instrument = s.CharField(max_length=64, required=False, allow_blank=True, default="")
    instrument_until = s.DateField(required=False, allow_null=True, default=None)
    source = s.ChoiceField(  # type: ignore[assignment]
        ["hand", "portable", "fixed"], required=False, default="hand"
    )
    is_inside = s.BooleanField(required=False, default=False)
    gear = s.CharField(max_length=200, required=False, allow_blank=True, default="")


class MeasureBody(SignBody):
    """One measure settled on site."""

    no = s.IntegerField()
    is_involved = s.BooleanField()
    inputs = s.DictField(required=False, default=dict)
    reason = s.CharField(max_length=300, required=False, allow_blank=True, default="")


class TextBody(s.Serializer):  # type: ignore[type-arg]
    """Words."""

    text = s.CharField(max_length=5000, required=False, allow_blank=True, default="")
    is_problem = s.BooleanField(required=False, default=False)


class HeardBody(s.Serializer):  # type: ignore[type-arg]
    """How long the briefing was open."""

    read_s = s.IntegerField(required=False, default=0, min_value=0)


class ValuesBody(s.Serializer):  # type: ignore[type-arg]
    """Boxes by key."""

    values = s.DictField()


class TakerBody(SignBody):
    """Who takes over."""

    taker = PersonBody()


class ShiftBody(s.Serializer):  # type: ignore[type-arg]
    """Whose shift it is now."""

    taker = s.UUIDField()
    note = s.CharField(max_length=500, required=False, allow_blank=True, default="")


class CrewBody(s.Serializer):  # type: ignore[type-arg]
    """Who comes and who goes."""

    joining = PersonBody(many=True, required=False, default=list)
    leaving = s.ListField(child=s.UUIDField(), required=False, default=list)
    reason = s.CharField(max_length=200, required=False, allow_blank=True, default="")


class EnterBody(s.Serializer):  # type: ignore[type-arg]
    """Who or what goes in."""

    person = s.UUIDField(required=False, allow_null=True, default=None)
    tool = s.CharField(max_length=100, required=False, allow_blank=True, default="")
    count = s.IntegerField(required=False, default=1, min_value=1)


class LeaveBody(s.Serializer):  # type: ignore[type-arg]
    """What comes out."""

    entry = s.UUIDField()
    count = s.IntegerField(required=False, allow_null=True, default=None, min_value=0)


class AcceptBody(SignBody):
    """Which conditions are met."""

    conditions = s.ListField(child=s.CharField(max_length=64), required=False, default=list)


class ExtendBody(ReasonBody):
    """Until when."""

    until = s.DateTimeField()


class ReissueBody(ReasonBody):
    """The new permit's span and what changes."""

    starts_at = s.DateTimeField()
    ends_at = s.DateTimeField()
    content = s.CharField(max_length=1000, required=False)
    place = s.CharField(max_length=200, required=False)


class LinkBody(s.Serializer):  # type: ignore[type-arg]
    """With which permits."""

    permits = s.ListField(child=s.UUIDField(), min_length=1)


class PhotoBody(s.Serializer):  # type: ignore[type-arg]
    """A picture of a step."""

    file = s.FileField()
    step = s.CharField(max_length=24)
    taken_at = s.DateTimeField()
    measure = s.IntegerField(required=False, allow_null=True, default=None, help_text="措施序号")
    point = s.CharField(max_length=64, required=False, allow_blank=True, default="")


Given = dict[str, Any]
