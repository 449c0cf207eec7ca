"""Fences, drafts, versions and trials as JSON rows, in and out."""

from typing import Any, ClassVar

from rest_framework import serializers as s

from anhuan.domains.org.models import Department, Person, Post
from anhuan.domains.plant.models import Area
from anhuan.domains.positioning.api.rows import Mine
from anhuan.domains.positioning.models import Fence, FenceTrial, FenceVersion
from anhuan.domains.positioning.queries import fences as queries
from anhuan.kernel.geo import Georeference


class FenceRow(s.ModelSerializer):  # type: ignore[type-arg]
    """A fence. Geometry is GeoJSON in degrees (CGCS2000).

    A circle is a Point with `radius_m`; a LineString with it is a corridor, without it a tripwire.
    `schedule`: `[{"days": [1, 2], "from": "08:00", "to": "18:00", "first": "2026-11-22",
    "kinds": ["workday"]}]`; kinds of day are workday, weekend and holiday by the plant's calendar.
    `kind_limits`: `{"contractor": 2}`. `allowed_qualifications`: `["training:GDS"]`.
    """

    area = Mine(queryset=Area.objects.all(), allow_null=True, required=False)
    geometry = s.JSONField(allow_null=True, required=False)
    allowed_departments = Mine(queryset=Department.objects.all(), many=True, required=False)
    allowed_posts = Mine(queryset=Post.objects.all(), many=True, required=False)
    allowed_people = Mine(queryset=Person.objects.all(), many=True, required=False)

    class Meta:
        model = Fence
        fields = (
            "id", "name", "purpose", "area", "geometry", "radius_m", "floors", "z_min_m",
            "z_max_m", "buffer_m", "schedule", "teams", "valid_from", "valid_until", "max_people",
            "min_people", "kind_limits", "limit_s", "speed_limit_kmh", "approach_m",
            "allowed_kinds", "allowed_departments", "allowed_posts", "allowed_people",
            "allowed_qualifications", "priority", "is_enabled", "is_draft", "replaces", "version",
            "updated_at",
        )  # fmt: skip
        read_only_fields: ClassVar[tuple[str, ...]] = (
            "is_enabled", "is_draft", "replaces", "version", "updated_at",
        )  # fmt: skip

    @property
    def frame(self) -> Georeference:
        """The plant's place on the earth."""
        found: Georeference = self.context["frame"]
        return found

    def to_representation(self, fence: Fence) -> dict[str, Any]:
        """Out: degrees."""
        row: dict[str, Any] = super().to_representation(fence)
        if fence.geometry:
            row["geometry"] = queries.as_lonlat(fence.geometry, self.frame)
        return row

    def validate_geometry(self, value: Any) -> Any:
        """In: plant metres; nonsense is left for the rules to name."""
        return queries.metres_or_as_is(value, self.frame)


class VersionRow(s.ModelSerializer):  # type: ignore[type-arg]
    """One version: `content` is the whole fence as it was, `outline` in plant metres."""

    class Meta:
        model = FenceVersion
        fields = ("id", "fence", "number", "at", "by_name", "verb", "note", "content")


class TrialRow(s.ModelSerializer):  # type: ignore[type-arg]
    """A trial and how far it is."""

    class Meta:
        model = FenceTrial
        fields = (
            "id", "fence", "since", "until", "asked_at", "asked_by", "state", "progress_pct",
            "error", "figures",
        )  # fmt: skip


class FindingRow(s.Serializer):  # type: ignore[type-arg]
    """One alarm the fence would have raised. `until` null: it lasted to the end."""

    id = s.UUIDField()
    rule = s.CharField()
    kind = s.CharField()
    title = s.CharField()
    text = s.CharField()
    onset = s.DateTimeField()
    at = s.DateTimeField()
    until = s.DateTimeField(allow_null=True)
    subject = s.UUIDField(allow_null=True)
    name = s.CharField()
    person_kind = s.CharField()
    x_m = s.FloatField(allow_null=True)
    y_m = s.FloatField(allow_null=True)
    floor = s.IntegerField(allow_null=True)


class TrialWithFindings(TrialRow):
    """With every alarm, people outside the asker's scope unnamed."""

    findings = FindingRow(many=True, read_only=True)

    class Meta:
        model = FenceTrial
        fields = (*TrialRow.Meta.fields, "findings")


class TrialBody(s.Serializer):  # type: ignore[type-arg]
    """Over which time tracks are replayed: at most 7 days, not the last 25 minutes."""

    since = s.DateTimeField()
    until = s.DateTimeField()


class NoteBody(s.Serializer):  # type: ignore[type-arg]
    """A word for the record."""

    note = s.CharField(max_length=300, allow_blank=True, default="")


class TemplateRow(s.Serializer):  # type: ignore[type-arg]
    """A fence to begin with: `fields` may be posted to `/fences` as they are, with a place."""

    key = s.CharField()
    name = s.CharField()
    note = s.CharField()
    area_kind = s.CharField()
    fields = s.DictField()  # type: ignore[assignment]
