"""Devices, assignments, fences and visits as JSON rows, in and out."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers as s

from anhuan.domains.org.models import Department, Person
from anhuan.domains.org.queries import company_of
from anhuan.domains.plant.models import Area
from anhuan.domains.positioning.models import Anchor, Assignment, Tag, Vehicle
from anhuan.domains.positioning.queries.devices import holder_of, settings_of
from anhuan.domains.positioning.rules.quality import quality_of

EX = (
    "ex_mark", "ex_certificate", "ex_valid_until", "ip_rating", "max_temperature_c",
    "battery_life_years", "installed_on",
)  # fmt: skip


class Mine(s.PrimaryKeyRelatedField):  # type: ignore[type-arg]
    """A reference to a row of the asker's own company; anything else does not exist."""

    def get_queryset(self) -> QuerySet[Any]:
        """Rows of the company."""
        rows = super().get_queryset()
        assert rows is not None
        return rows.filter(company=company_of(self.context["request"].user))


class Holder(s.Serializer):  # type: ignore[type-arg]
    """A person or vehicle by name."""

    id = s.UUIDField(source="pk")
    name = s.SerializerMethodField()
    kind = s.SerializerMethodField()

    def get_name(self, holder: Any) -> str:
        """As the lists show it."""
        return str(holder)

    def get_kind(self, holder: Any) -> str:
        """staff, contractor, visitor or vehicle."""
        return getattr(holder, "map_kind", "vehicle")


class Last(s.Serializer):  # type: ignore[type-arg]
    """A last known position."""

    t = s.DateTimeField()
    x_m = s.FloatField()
    y_m = s.FloatField()
    floor = s.IntegerField()
    r68_m = s.FloatField()
    area = s.UUIDField(source="area_id", allow_null=True)
    state = s.CharField()
    blocked = s.FloatField(help_text="观测被拒用或降权的份额，0–1")
    quality = s.SerializerMethodField()

    def get_quality(self, last: Any) -> str:
        """good, fair or poor."""
        return quality_of(last.r68_m, last.blocked, self.context["quality"])


class TagRow(s.ModelSerializer):  # type: ignore[type-arg]
    """A tag with its holder, state and last position."""

    is_online = s.BooleanField(read_only=True)
    holder = s.SerializerMethodField()
    last = s.SerializerMethodField()

    class Meta:
        model = Tag
        fields = (
            "id", "number", "form", "technology", "has_sos", "battery_pct", "faults", "seen_at",
            "tested_at", "answered_at", "is_online", "is_retired", "holder", "last", *EX,
        )  # fmt: skip
        read_only_fields: ClassVar[tuple[str, ...]] = (
            "battery_pct", "faults", "seen_at", "tested_at", "answered_at", "is_retired",
        )  # fmt: skip

    @extend_schema_field(Holder(allow_null=True))
    def get_holder(self, tag: Tag) -> Any:
        """Who carries it now."""
        holder = holder_of(tag)
        return Holder(holder).data if holder else None

    @extend_schema_field(Last(allow_null=True))
    def get_last(self, tag: Tag) -> Any:
        """Where it was seen last."""
        latest = getattr(tag, "latest", None)
        if latest is None:
            return None
        if "quality" not in self.context:  # once a list
            self.context["quality"] = settings_of(tag.company).quality  # type: ignore[index]
        return Last(latest, context=self.context).data


class AnchorRow(s.ModelSerializer):  # type: ignore[type-arg]
    """An anchor with its state."""

    area = Mine(queryset=Area.objects.all(), allow_null=True, required=False)
    is_online = s.BooleanField(read_only=True)

    class Meta:
        model = Anchor
        fields = (
            "id", "number", "technology", "x_m", "y_m", "z_m", "floor", "area", "range_limit_m",
            "power", "capacity", "tx_power_dbm", "range_age_ms", "heading_deg", "angle_sd_deg",
            "reach_m", "bias_m", "residual_m", "refused_share", "residual_ranges", "residual_at",
            "battery_pct", "faults", "seen_at", "is_online", "is_retired", *EX,
        )  # fmt: skip
        read_only_fields: ClassVar[tuple[str, ...]] = (
            "bias_m", "residual_m", "refused_share", "residual_ranges", "residual_at",
            "battery_pct", "faults", "seen_at", "is_retired",
        )  # fmt: skip


class VehicleRow(s.ModelSerializer):  # type: ignore[type-arg]
    """A vehicle."""

    department = Mine(queryset=Department.objects.all(), allow_null=True, required=False)
    driver = Mine(queryset=Person.objects.all(), allow_null=True, required=False)

    class Meta:
        model = Vehicle
        fields = ("id", "plate", "name", "kind", "department", "driver", "is_retired")
        read_only_fields: ClassVar[tuple[str, ...]] = ("is_retired",)


class AssignmentRow(s.ModelSerializer):  # type: ignore[type-arg]
    """Who held which tag from when until when."""

    tag_number = s.CharField(source="tag.number")

    class Meta:
        model = Assignment
        fields = ("id", "tag", "tag_number", "person", "vehicle", "since", "until")


class BindBody(s.Serializer):  # type: ignore[type-arg]
    """To whom a tag is given: exactly one of the two."""

    person = Mine(queryset=Person.objects.all(), required=False)
    vehicle = Mine(queryset=Vehicle.objects.all(), required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Exactly one."""
        if len(attrs) != 1:
            raise s.ValidationError("请给出 person 或 vehicle 之一", code="one_holder")
        return attrs


class ReasonBody(s.Serializer):  # type: ignore[type-arg]
    """Why."""

    reason = s.CharField(max_length=300, allow_blank=True, default="")


class VisitRow(s.Serializer):  # type: ignore[type-arg]
    """A stay of somebody in an area."""

    id = s.UUIDField()
    area = s.UUIDField(source="area_id")
    area_name = s.CharField(source="area.name")
    tag_number = s.CharField(source="tag.number")
    person = s.UUIDField(source="person_id", allow_null=True)
    vehicle = s.UUIDField(source="vehicle_id", allow_null=True)
    name = s.SerializerMethodField()
    entered_at = s.DateTimeField()
    left_at = s.DateTimeField(allow_null=True)

    def get_name(self, visit: Any) -> str:
        """Person, or vehicle with plate."""
        return visit.person_name or f"{visit.vehicle_name} {visit.vehicle_plate}"
