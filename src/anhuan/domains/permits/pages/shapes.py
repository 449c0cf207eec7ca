"""Permits as shapes for the map."""

from collections.abc import Collection, Iterable
from typing import Any

from django.urls import reverse

from anhuan.domains.permits.models import Permit
from anhuan.domains.permits.pages.words import kind_and_grade
from anhuan.domains.permits.queries.board import group_of
from anhuan.domains.permits.rules.states import State
from anhuan.domains.plant.models import Site
from anhuan.domains.positioning.queries.fences import as_lonlat


def shape_of(permit: Permit, site: Site | None) -> dict[str, Any] | None:
    """A GeoJSON feature in degrees; None without a drawing or a site."""
    return _feature(permit, site.georeference) if site and permit.geometry else None


def _feature(permit: Permit, frame: Any) -> dict[str, Any]:
    geometry = as_lonlat(permit.geometry or {}, frame)
    return {"type": "Feature", "geometry": geometry, "properties": {"radius_m": permit.radius_m}}


def shapes_of(
    permits: Iterable[Permit], site: Site | None, clashing: Collection[Any] = ()
) -> list[dict[str, Any]]:
    """Each drawn permit with its label, tone and page. `clashing`: ids of those that may not go on
    beside the one looked at."""
    if site is None:
        return []
    return [
        {
            "id": str(one.pk), "geometry": _feature(one, site.georeference),
            "tone": "over" if one.pk in clashing else _tone(one),
            "label": f"{kind_and_grade(one)} {State(one.state).label}",
            "url": reverse("permits:permit", args=[one.pk]), "title": f"{one.number} {one.place}",
        }
        for one in permits
        if one.geometry
    ]  # fmt: skip


def _tone(permit: Permit) -> str:
    return "over" if permit.state == State.EXPIRED else group_of(State(permit.state))
