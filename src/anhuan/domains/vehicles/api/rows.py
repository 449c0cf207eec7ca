"""Terminals, roads and trips as JSON."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from rest_framework import serializers as s

from anhuan.domains.org.queries import company_of
from anhuan.domains.positioning.models import Vehicle
from anhuan.domains.positioning.queries.fences import as_lonlat, frame_of, metres_or_as_is
from anhuan.domains.vehicles.models import Knock, ParkingPlace, Route, Terminal, Trip, VehicleClass
from anhuan.domains.vehicles.queries.terminals import vehicle_of


class Mine(s.PrimaryKeyRelatedField):  # type: ignore[type-arg]
    """A reference to a row of the asker's own company; anything else does not exist."""

    def get_queryset(self) -> QuerySet[Any]:
        """Rows of the company."""
        rows = super().get_queryset()
        assert rows is not None
        return rows.filter(company=company_of(self.context["request"].user))


class TerminalRow(s.ModelSerializer):  # type: ignore[type-arg]
    """A terminal; never its code."""

    vehicle = s.SerializerMethodField()
    tag_number = s.CharField(source="tag.number", read_only=True)

    class Meta:
        model = Terminal
        fields = (
            "id", "phone", "tag", "tag_number", "vehicle", "coordinates", "report_every_s",
            "fastest_kmh", "is_2019", "device", "maker", "model", "plate", "registered_at",
            "heard_at", "set_at", "is_retired",
        )  # fmt: skip
        read_only_fields: ClassVar[tuple[str, ...]] = (
            "tag", "is_2019", "device", "maker", "model", "plate", "registered_at", "heard_at",
            "set_at", "is_retired",
        )  # fmt: skip

    def get_vehicle(self, terminal: Terminal) -> str | None:
        """The id of the vehicle it is on."""
        found = vehicle_of(terminal)
        return str(found.pk) if found else None


class EnrolBody(s.ModelSerializer):  # type: ignore[type-arg]
    """A terminal to be enrolled, and on which vehicle."""

    vehicle = Mine(queryset=Vehicle.objects.all(), required=False, allow_null=True)

    class Meta:
        model = Terminal
        fields = ("phone", "vehicle", "coordinates", "report_every_s", "fastest_kmh")
        validators: ClassVar[list[Any]] = []


class KnockRow(s.ModelSerializer):  # type: ignore[type-arg]
    """A refused terminal."""

    class Meta:
        model = Knock
        exclude = ("company",)


class ClassRow(s.ModelSerializer):  # type: ignore[type-arg]
    """A class of vehicle."""

    class Meta:
        model = VehicleClass
        fields = (
            "id", "name", "speed_limit_kmh", "is_hazmat", "parks_in_places_only", "stop_after_s",
        )  # fmt: skip


class DrawnRow(s.ModelSerializer):  # type: ignore[type-arg]
    """A row with a shape: GeoJSON in degrees (CGCS2000) outside, plant metres inside."""

    geometry = s.JSONField()

    def to_representation(self, row: Any) -> dict[str, Any]:
        """Out: degrees."""
        found: dict[str, Any] = super().to_representation(row)
        found["geometry"] = as_lonlat(row.geometry, frame_of(row.company))
        return found

    def validate_geometry(self, value: Any) -> Any:
        """In: plant metres; nonsense is left for the rules to name."""
        return metres_or_as_is(value, frame_of(company_of(self.context["request"].user)))


class ParkingRow(DrawnRow):
    """A parking place."""

    classes = Mine(queryset=VehicleClass.objects.all(), many=True, required=False)

    class Meta:
        model = ParkingPlace
        fields = ("id", "name", "geometry", "capacity", "longest_min", "classes")


class RouteRow(DrawnRow):
    """A route."""

    class Meta:
        model = Route
        fields = ("id", "name", "geometry", "half_width_m")


class TripRow(s.ModelSerializer):  # type: ignore[type-arg]
    """A trip."""

    vehicle = Mine(queryset=Vehicle.objects.all())
    plate = s.CharField(source="vehicle.plate", read_only=True)
    routes = Mine(queryset=Route.objects.all(), many=True, required=False)
    parking = Mine(queryset=ParkingPlace.objects.all(), many=True, required=False)

    class Meta:
        model = Trip
        exclude = ("company",)
        read_only_fields: ClassVar[tuple[str, ...]] = ("state", "entered_at", "left_at")
        validators: ClassVar[list[Any]] = []

    def to_representation(self, trip: Trip) -> dict[str, Any]:
        """Phones only for those who may see them."""
        found: dict[str, Any] = super().to_representation(trip)
        if not self.context["request"].user.may("people.private"):
            del found["driver_phone"], found["escort_phone"]
        return found


class ReasonBody(s.Serializer):  # type: ignore[type-arg]
    """Why."""

    reason = s.CharField(max_length=300, allow_blank=True, default="")
