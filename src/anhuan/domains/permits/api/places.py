"""Fixed hot-work areas, places that need a permit, work found without one, settings, archive."""

from typing import Any, ClassVar
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers as s
from rest_framework.request import Request
from rest_framework.response import Response

from anhuan.desk.api import ApiView, ListApi
from anhuan.domains.org.models import Person
from anhuan.domains.org.queries import company_of
from anhuan.domains.permits import actions, queries
from anhuan.domains.permits.api.asking import asking, in_metres, mine
from anhuan.domains.permits.api.devices import MyArea
from anhuan.domains.permits.models import FixedHotArea, PermitPlace, PermitSettings, Unpermitted
from anhuan.domains.permits.models.templates import KIND_CHOICES
from anhuan.domains.permits.queries.figures import as_json, with_figures
from anhuan.domains.permits.queries.fixed_areas import detectors_for, due_state, visible_fixed_areas
from anhuan.domains.permits.queries.permits import zone_of
from anhuan.domains.permits.rules.archive import span_blockers
from anhuan.domains.permits.rules.fixed_areas import review_due
from anhuan.domains.permits.rules.kinds import Kind
from anhuan.domains.plant.models import Area
from anhuan.domains.positioning.queries.fences import as_lonlat, frame_of
from anhuan.kernel import clock
from anhuan.kernel.errors import refuse_if_any

EDIT = {"GET": "permits.view", "POST": "permits.edit", "PATCH": "permits.edit"}


class MyPerson(s.PrimaryKeyRelatedField):  # type: ignore[type-arg]
    """A person of the asker's own company."""

    def get_queryset(self) -> QuerySet[Any]:
        """Of the company."""
        return Person.objects.filter(company=company_of(self.context["request"].user))


class MyDetector(s.PrimaryKeyRelatedField):  # type: ignore[type-arg]
    """A fixed gas detector of the asker's own company."""

    def get_queryset(self) -> QuerySet[Any]:
        """In use."""
        return detectors_for(company_of(self.context["request"].user))


class FixedAreaRow(s.ModelSerializer):  # type: ignore[type-arg]
    """One fixed hot-work area; `geometry` in degrees."""

    area = MyArea(required=False, allow_null=True)
    responsible = MyPerson(required=False, allow_null=True)
    detector = MyDetector(required=False, allow_null=True)
    geometry = s.JSONField(help_text="经纬度")
    state = s.SerializerMethodField()
    due_on = s.SerializerMethodField()

    class Meta:
        model = FixedHotArea
        fields = (
            "id", "name", "area", "geometry", "floor", "responsible", "is_marked", "is_downwind",
            "is_indoors", "has_fire_wall", "is_in_process_area", "has_gas_alarm", "detector",
            "approved_on", "reviewed_on", "state", "due_on", "is_retired",
        )  # fmt: skip
        read_only_fields = ("approved_on", "reviewed_on")

    def get_state(self, row: FixedHotArea) -> str:
        """unapproved, overdue, soon, good."""
        return due_state(row, clock.now().astimezone(zone_of(row.company)).date())

    def get_due_on(self, row: FixedHotArea) -> str | None:
        """The last day its identification of hazards holds."""
        due = review_due(row.facts)
        return due.isoformat() if due else None

    def to_representation(self, row: FixedHotArea) -> dict[str, Any]:
        """The drawing in degrees."""
        shown: dict[str, Any] = super().to_representation(row)
        return shown | {"geometry": as_lonlat(row.geometry, frame_of(row.company))}


def _area_given(request: Request, *, partial: bool = False) -> dict[str, Any]:
    body = FixedAreaRow(data=request.data, partial=partial, context={"request": request})
    body.is_valid(raise_exception=True)
    values: dict[str, Any] = body.validated_data
    if "geometry" in values:
        values["geometry"] = in_metres(asking(request), values["geometry"])
    return values


class FixedAreasApi(ListApi):
    """The register (GB 30871-2022 5.5)."""

    rights: ClassVar[dict[str, str]] = EDIT
    serializer_class = FixedAreaRow

    def get_queryset(self) -> QuerySet[Any]:
        """Of the company."""
        return visible_fixed_areas(asking(self.request)).select_related("company")

    def post(self, request: Request) -> Response:
        """Draw one; it exempts nothing before it is looked at and approved."""
        account = asking(request)
        row = FixedHotArea(company=company_of(account))
        made = actions.save_fixed_area(account, row, _area_given(request))
        return Response(FixedAreaRow(made).data, status=201)


class FixedAreaApi(ApiView):
    """One of them."""

    rights: ClassVar[dict[str, str]] = EDIT

    @extend_schema(responses=FixedAreaRow)
    def get(self, request: Request, pk: UUID) -> Response:
        """With its state."""
        return Response(FixedAreaRow(_fixed(request, pk)).data)

    @extend_schema(request=FixedAreaRow, responses=FixedAreaRow)
    def patch(self, request: Request, pk: UUID) -> Response:
        """A change of place or conditions takes the approval away."""
        row = _fixed(request, pk)
        saved = actions.save_fixed_area(asking(request), row, _area_given(request, partial=True))
        return Response(FixedAreaRow(saved).data)


class FixedAreaApproveApi(ApiView):
    """Put it into force."""

    rights: ClassVar[dict[str, str]] = {"POST": "permits.approve"}

    @extend_schema(request=None, responses=FixedAreaRow)
    def post(self, request: Request, pk: UUID) -> Response:
        """422 with every reason against it (5.5.2)."""
        row = actions.approve_fixed_area(asking(request), _fixed(request, pk))
        return Response(FixedAreaRow(row).data)


class ReviewBody(s.Serializer):  # type: ignore[type-arg]
    """What the year's look has found."""

    findings = s.CharField(max_length=2000, allow_blank=True)
    has_changed = s.BooleanField(required=False, default=False)
    on = s.DateField(required=False, allow_null=True, default=None)


class FixedAreaReviewApi(ApiView):
    """The yearly identification of hazards (5.5.1)."""

    rights: ClassVar[dict[str, str]] = {"POST": "permits.edit"}

    @extend_schema(request=ReviewBody, responses=FixedAreaRow)
    def post(self, request: Request, pk: UUID) -> Response:
        """Surroundings that changed end the approval."""
        area, body = _fixed(request, pk), ReviewBody(data=request.data)
        body.is_valid(raise_exception=True)
        actions.review_fixed_area(asking(request), area, **body.validated_data)
        return Response(FixedAreaRow(_fixed(request, pk)).data)


def _fixed(request: Request, pk: UUID) -> FixedHotArea:
    rows = visible_fixed_areas(asking(request)).select_related("company")
    found: FixedHotArea = get_object_or_404(rows, pk=pk)
    return found


class PlaceRow(s.ModelSerializer):  # type: ignore[type-arg]
    """An area nobody may be in without a permit."""

    area = MyArea()

    class Meta:
        model = PermitPlace
        fields = ("id", "area", "kind", "is_retired")


class PlacesApi(ListApi):
    """Where people without a running permit are an alarm (code 60)."""

    rights: ClassVar[dict[str, str]] = EDIT
    serializer_class = PlaceRow

    def get_queryset(self) -> QuerySet[Any]:
        """Of the company."""
        return PermitPlace.objects.filter(company=company_of(asking(self.request)))

    def post(self, request: Request) -> Response:
        """Add one."""
        account, body = asking(request), PlaceRow(data=request.data, context={"request": request})
        body.is_valid(raise_exception=True)
        row = PermitPlace(company=company_of(account))
        made = actions.save_place(account, row, body.validated_data)
        return Response(PlaceRow(made).data, status=201)


class UnpermittedRow(s.ModelSerializer):  # type: ignore[type-arg]
    """Work found without a permit."""

    area = s.UUIDField(source="area_id", allow_null=True, required=False)
    by = s.CharField(source="by.display_name", default="系统", read_only=True)

    class Meta:
        model = Unpermitted
        fields = ("id", "kind", "place", "area", "x_m", "y_m", "floor", "text", "by", "at",
                  "ended_at", "ended_how", "permit")  # fmt: skip
        read_only_fields = ("at", "ended_at", "ended_how", "permit")


class FoundBody(s.Serializer):  # type: ignore[type-arg]
    """What somebody has come across."""

    kind = s.ChoiceField(KIND_CHOICES)
    place = s.CharField(max_length=200, allow_blank=True)
    text = s.CharField(max_length=500, allow_blank=True)
    area = s.UUIDField(required=False, allow_null=True, default=None)
    x_m = s.FloatField(required=False, allow_null=True, default=None)
    y_m = s.FloatField(required=False, allow_null=True, default=None)
    floor = s.IntegerField(required=False, allow_null=True, default=None)


class UnpermittedApi(ListApi):
    """Work found without a permit (AQ 3064.2 A.4, 60)."""

    rights: ClassVar[dict[str, str]] = {"GET": "permits.all", "POST": "permits.join"}
    serializer_class = UnpermittedRow

    def get_queryset(self) -> QuerySet[Any]:
        """Of the company."""
        rows = Unpermitted.objects.filter(company=company_of(asking(self.request)))
        return rows.select_related("by__person")

    def post(self, request: Request) -> Response:
        """Tell of it; everybody hears."""
        account, body = asking(request), FoundBody(data=request.data)
        body.is_valid(raise_exception=True)
        given = body.validated_data
        area = mine(account, Area, given.pop("area"), "区域")
        found = actions.Found(kind=Kind(given.pop("kind")), area=area, **given)
        made = actions.report_unpermitted(account, found)
        return Response(UnpermittedRow(made).data, status=201)


class SettleBody(s.Serializer):  # type: ignore[type-arg]
    """What became of it."""

    how = s.CharField(max_length=500, allow_blank=True)
    permit = s.UUIDField(required=False, allow_null=True, default=None)


class SettleApi(ApiView):
    """Deal with work that was found without a permit."""

    rights: ClassVar[dict[str, str]] = {"POST": "permits.approve"}

    @extend_schema(request=SettleBody, responses=UnpermittedRow)
    def post(self, request: Request, pk: UUID) -> Response:
        """Stopped, sent away, or a permit made afterwards."""
        account, body = asking(request), SettleBody(data=request.data)
        row = get_object_or_404(Unpermitted, pk=pk, company=company_of(account))
        body.is_valid(raise_exception=True)
        given = body.validated_data
        permit = queries.permit_for(account, given["permit"]) if given["permit"] else None
        return Response(
            UnpermittedRow(actions.settle_unpermitted(account, row, given["how"], permit)).data
        )


class SettingsRow(s.ModelSerializer):  # type: ignore[type-arg]
    """How the plant signs and keeps; `figures` as `rules.settings`, what is left out stays."""

    figures = s.DictField(required=False)

    class Meta:
        model = PermitSettings
        fields = ("on_site", "position_fresh_s", "asks_password", "gas_watch",
                  "archive_after_days", "kept_days", "figures")  # fmt: skip


class SettingsApi(ApiView):
    """The plant's figures."""

    rights: ClassVar[dict[str, str]] = {"GET": "permits.view", "PATCH": "permits.edit"}

    @extend_schema(responses=SettingsRow)
    def get(self, request: Request) -> Response:
        """All figures, with the shipped ones where the plant has set none."""
        return Response(_shown(queries.settings_of(company_of(asking(request)))))

    @extend_schema(request=SettingsRow, responses=SettingsRow)
    def patch(self, request: Request) -> Response:
        """What reaches behind a limit of the standard is refused with its clause."""
        account, body = asking(request), SettingsRow(data=request.data, partial=True)
        body.is_valid(raise_exception=True)
        changes: dict[str, Any] = dict(body.validated_data)
        before = queries.settings_of(company_of(account))
        if "figures" in changes:
            changes["figures"] = before.figures | changes["figures"]
        return Response(_shown(actions.save_settings(account, company_of(account), changes)))


def _shown(row: PermitSettings) -> dict[str, Any]:
    names = ("on_site", "position_fresh_s", "asks_password", "gas_watch", "archive_after_days",
             "kept_days")  # fmt: skip
    return {name: getattr(row, name) for name in names} | {
        "figures": as_json(with_figures(row.figures))
    }


class SpanBody(s.Serializer):  # type: ignore[type-arg]
    """Plant days, both included."""

    first = s.DateField()
    last = s.DateField()


class ArchiveCheckApi(ApiView):
    """Whether the archive is what was sealed (B.3)."""

    rights: ClassVar[dict[str, str]] = {"POST": "permits.all"}

    @extend_schema(request=SpanBody, responses=s.DictField())
    def post(self, request: Request) -> Response:
        """Every sealed permit of the period; the answer is kept in the audit chain."""
        account, body = asking(request), SpanBody(data=request.data)
        body.is_valid(raise_exception=True)
        first, last = body.validated_data["first"], body.validated_data["last"]
        refuse_if_any(span_blockers(first, last))
        found = actions.check_archive(account, company_of(account), first, last)
        wrong = [{"day": one.day, "number": one.number, "code": one.code, "text": one.text}
                 for one in found.wrong]  # fmt: skip
        return Response({"days": found.days, "permits": found.permits, "wrong": wrong})
