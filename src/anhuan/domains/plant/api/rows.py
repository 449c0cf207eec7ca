"""Areas, structures and hazard sources as JSON."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from rest_framework import serializers

from anhuan.domains.org.models import Department, Person
from anhuan.domains.org.queries import company_of
from anhuan.domains.plant.models import Area, MajorHazardSource, Structure


class Mine(serializers.PrimaryKeyRelatedField[Any]):
    """A reference to a row of the asker's own company; anything else does not exist."""

    def get_queryset(self) -> QuerySet[Any]:
        """Rows of the company."""
        rows = super().get_queryset()
        assert rows is not None
        return rows.filter(company=company_of(self.context["request"].user))


class AreaSerializer(serializers.ModelSerializer[Area]):
    """An area; `geometry` in plant metres (`/api/v1/map` has degrees)."""

    department = Mine(queryset=Department.objects.all(), required=False, allow_null=True)

    class Meta:
        model = Area
        fields = (
            "id", "code", "name", "kind", "risk", "geometry", "floors", "department",
            "max_people", "min_people", "judges_gatherings", "is_explosive", "ex_zone",
            "updated_at",
        )  # fmt: skip
        validators: ClassVar[list[Any]] = []


class StructureSerializer(serializers.ModelSerializer[Structure]):
    """A structure; `geometry` in plant metres."""

    area = Mine(queryset=Area.objects.all(), required=False, allow_null=True)

    class Meta:
        model = Structure
        fields = (
            "id", "code", "name", "kind", "area", "geometry", "floors", "height_m", "medium",
            "capacity",
        )  # fmt: skip
        validators: ClassVar[list[Any]] = []


class HazardSourceSerializer(serializers.ModelSerializer[MajorHazardSource]):
    """A major hazard source."""

    area = Mine(queryset=Area.objects.all(), required=False, allow_null=True)
    primary = Mine(queryset=Person.objects.all(), required=False, allow_null=True)
    technical = Mine(queryset=Person.objects.all(), required=False, allow_null=True)
    operational = Mine(queryset=Person.objects.all(), required=False, allow_null=True)

    class Meta:
        model = MajorHazardSource
        fields = (
            "id", "code", "name", "level", "area", "r_value", "primary", "technical",
            "operational",
        )  # fmt: skip
        validators: ClassVar[list[Any]] = []
