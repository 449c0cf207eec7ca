"""Reading fences: visible ones, their shapes as GeoJSON, the alarms they raised."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from anhuan.domains.alarms.models import Alarm
from anhuan.domains.org.models import Account, Company, DutyShift
from anhuan.domains.org.queries import company_of
from anhuan.domains.plant.queries import site_of
from anhuan.domains.positioning.models import Fence
from anhuan.domains.positioning.rules import fences as rules
from anhuan.kernel.geo import Georeference
from anhuan.kernel.geometry import geometry_blockers, map_coordinates


def visible_fences(account: Account) -> QuerySet[Fence]:
    """Fences of the account's company that were not withdrawn; drafts are not among them."""
    rows = all_fences(account).filter(is_retired=False, is_draft=False)
    return rows.select_related("area")


def visible_drafts(account: Account) -> QuerySet[Fence]:
    """Fences not yet in force, and changes of those that are."""
    rows = all_fences(account).filter(is_retired=False, is_draft=True)
    return rows.select_related("area", "replaces")


def all_fences(account: Account) -> QuerySet[Fence]:
    """Every fence of the company there ever was."""
    return Fence.objects.filter(company=company_of(account))


def shape_of(fence: Fence) -> tuple[dict[str, Any], float | None]:
    """Where the fence is: its area's outline, else its own shape; plant metres."""
    if fence.area is not None:
        return fence.area.geometry, None
    assert fence.geometry is not None  # the database's check constraint
    return fence.geometry, fence.radius_m


def floors_of(fence: Fence) -> list[int] | None:
    """The fence's floors, else its area's; None means every floor."""
    if fence.floors:
        return list(fence.floors)
    return list(fence.area.floors) if fence.area and fence.area.floors else None


def as_lonlat(geometry: dict[str, Any], frame: Georeference) -> dict[str, Any]:
    """A shape in plant metres as GeoJSON in degrees."""
    shape: dict[str, Any] = map_coordinates(geometry, frame.to_lonlat)
    return shape


def as_metres(geometry: dict[str, Any], frame: Georeference) -> dict[str, Any]:
    """GeoJSON in degrees as a shape in plant metres, kept to the centimetre."""

    def convert(lon: float, lat: float) -> tuple[float, float]:
        x, y = frame.to_plant(lon, lat)
        return round(x, 2), round(y, 2)

    shape: dict[str, Any] = map_coordinates(geometry, convert)
    return shape


def contains(fence: Fence, x_m: float, y_m: float, floor: int) -> bool:
    """Whether a point in plant metres is inside the fence."""
    geometry, radius_m = shape_of(fence)
    return rules.is_inside(geometry, radius_m, floors_of(fence), x_m, y_m, floor)


def alarms_of(fence: Fence) -> QuerySet[Alarm]:
    """Alarms this fence raised, newest first; `inputs` names the version that did."""
    rows = Alarm.objects.filter(company_id=fence.company_id, inputs__zone=str(fence.pk))
    return rows.select_related("kind", "area").order_by("-raised_at")


ALLOWED = ("allowed_departments", "allowed_posts", "allowed_people")


def get_fence_for(account: Account, pk: UUID | str) -> Fence:
    """One of them, else 404."""
    return get_object_or_404(visible_fences(account).select_related("company"), pk=pk)


def get_draft_for(account: Account, pk: UUID | str) -> Fence:
    """One draft, else 404."""
    return get_object_or_404(visible_drafts(account).select_related("company"), pk=pk)


def get_any_for(account: Account, pk: UUID | str) -> Fence:
    """A fence or a draft, else 404."""
    rows = all_fences(account).filter(is_retired=False).select_related("company", "area")
    return get_object_or_404(rows, pk=pk)


def teams_of(company: Company) -> list[str]:
    """The names of the shifts in the duty roster."""
    rows = DutyShift.objects.filter(company=company).order_by("team")
    return list(rows.values_list("team", flat=True).distinct())


def frame_of(company: Company) -> Georeference:
    """The plant's place on the earth; Http404 while it has no site."""
    return site_of(company).georeference


def metres_or_as_is(value: Any, frame: Georeference) -> Any:
    """GeoJSON in degrees as plant metres; what is no shape is handed on for the rules to name."""
    if not value or list(geometry_blockers(value)):
        return value
    return as_metres(value, frame)


def taken_apart(drawn: Any) -> tuple[Any, float | None]:
    """A Feature, or a bare geometry, as (geometry, radius in metres)."""
    if not isinstance(drawn, dict):
        return drawn, None
    properties = drawn.get("properties") if drawn.get("type") == "Feature" else drawn
    radius = properties.get("radius_m") if isinstance(properties, dict) else None
    geometry = drawn.get("geometry") if drawn.get("type") == "Feature" else drawn
    if isinstance(geometry, dict):
        geometry = {key: geometry.get(key) for key in ("type", "coordinates")}
    is_number = isinstance(radius, int | float) and not isinstance(radius, bool)
    return geometry, float(radius) if is_number else None  # type: ignore[arg-type]
