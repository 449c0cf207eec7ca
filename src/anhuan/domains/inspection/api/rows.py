"""Plans, points, routes, standards and standstills as JSON."""

from typing import Any, ClassVar

from rest_framework import serializers as s

from anhuan.desk.endpoints import Mine
from anhuan.domains.inspection.models import (
    Plan,
    Point,
    Route,
    RouteStop,
    Standard,
    StandardItem,
    Standstill,
)
from anhuan.domains.org.models import Department, Person
from anhuan.domains.plant.models import Area, Structure

_ITEM = (
    "id", "part", "category", "method", "name", "kind", "unit", "low", "high", "choices", "normal",
    "needs_photo", "process_point", "may_differ", "risk_measure_id",
)  # fmt: skip


class ItemRow(s.ModelSerializer):  # type: ignore[type-arg]
    """One item of a list; its `id` given again keeps it."""

    id = s.UUIDField(required=False)

    class Meta:
        model = StandardItem
        fields = _ITEM
        validators: ClassVar[list[Any]] = []


class StandardRow(s.ModelSerializer):  # type: ignore[type-arg]
    """A list with its items in order."""

    items = ItemRow(many=True)

    class Meta:
        model = Standard
        fields = ("id", "library", "name", "basis", "items", "updated_at")
        read_only_fields = ("updated_at",)
        validators: ClassVar[list[Any]] = []


class PointRow(s.ModelSerializer):  # type: ignore[type-arg]
    """A point; `code` is what its label says."""

    area = Mine(queryset=Area.objects.all())
    structure = Mine(queryset=Structure.objects.all(), required=False, allow_null=True)
    standards = Mine(queryset=Standard.objects.all(), many=True, required=False)

    class Meta:
        model = Point
        fields = (
            "id", "code", "beacon", "name", "area", "structure", "x_m", "y_m", "floor",
            "equipment", "standards", "risk_unit_id", "is_paused", "paused_for",
        )  # fmt: skip
        validators: ClassVar[list[Any]] = []


class StopRow(s.ModelSerializer):  # type: ignore[type-arg]
    """A point in its place of a route."""

    class Meta:
        model = RouteStop
        fields = ("point", "position", "stay_s", "longest_min")


class RouteRow(s.ModelSerializer):  # type: ignore[type-arg]
    """A route. Written by `points`, ids in their order; read by `stops`. `path`: [[x_m, y_m] …]."""

    department = Mine(queryset=Department.objects.all())
    points = Mine(queryset=Point.objects.all(), many=True, write_only=True, required=False)
    stops = StopRow(many=True, read_only=True)

    class Meta:
        model = Route
        fields = (
            "id", "name", "department", "path", "corridor_m", "is_ordered", "first_within_min",
            "is_paused", "paused_for", "points", "stops",
        )  # fmt: skip
        validators: ClassVar[list[Any]] = []


class PlanRow(s.ModelSerializer):  # type: ignore[type-arg]
    """A plan; `hours` is [["08:00", "20:00"] …], empty for the whole day."""

    department = Mine(queryset=Department.objects.all())
    route = Mine(queryset=Route.objects.all(), required=False, allow_null=True)
    standard = Mine(queryset=Standard.objects.all(), required=False, allow_null=True)
    people = Mine(queryset=Person.objects.all(), many=True, required=False)

    class Meta:
        model = Plan
        fields = (
            "id", "name", "kind", "department", "route", "standard", "people", "rotation_days",
            "every", "step", "starts_on", "ends_on", "hours", "times", "days", "weekdays",
            "month_days", "months", "lead_days", "tolerance_min", "make_up_min", "remind_min",
            "ahead_days", "is_paused", "risk_measure_id", "hazard_source_id",
        )  # fmt: skip
        validators: ClassVar[list[Any]] = []


class StandstillRow(s.ModelSerializer):  # type: ignore[type-arg]
    """A stop, an overhaul, a holiday. Naming nothing, it is of the whole plant."""

    plans = Mine(queryset=Plan.objects.all(), many=True, required=False)
    routes = Mine(queryset=Route.objects.all(), many=True, required=False)
    points = Mine(queryset=Point.objects.all(), many=True, required=False)
    departments = Mine(queryset=Department.objects.all(), many=True, required=False)

    class Meta:
        model = Standstill
        fields = (
            "id", "kind", "reason", "begins_at", "ends_at", "plans", "routes", "points",
            "departments", "is_withdrawn",
        )  # fmt: skip
        read_only_fields = ("is_withdrawn",)
        validators: ClassVar[list[Any]] = []


class ReasonBody(s.Serializer):  # type: ignore[type-arg]
    """Why."""

    reason = s.CharField(max_length=200)
