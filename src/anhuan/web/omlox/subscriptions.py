"""One subscription: which of the news concern it, as the objects it asked for."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import shapely

from anhuan.domains.omlox.queries.directory import Directory
from anhuan.domains.omlox.queries.fences import Region, fence_properties
from anhuan.domains.omlox.queries.live import Seen
from anhuan.domains.omlox.queries.locations import (
    Projection,
    believed,
    feature,
    iso,
    location_object,
    motion_object,
)
from anhuan.domains.omlox.rules.collisions import Body, Touch
from anhuan.domains.omlox.rules.fence_events import Crossing
from anhuan.domains.omlox.rules.places import DEGREES, LOCAL, circle, omlox_floor
from anhuan.kernel.ids import uuid_of
from anhuan.web.omlox import messages as m
from anhuan.web.omlox.watch import News

Found = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Subscription:
    """A topic with its parameters."""

    id: int
    topic: str
    params: dict[str, Any]

    @property
    def name(self) -> str:
        """The topic as asked for."""
        return self.topic + (m.GEOJSON if self.params.get("geojson") else "")

    def payload(self, news: News, view: "View") -> list[Found]:
        """The objects to send; empty when nothing concerns this subscription."""
        wanted = view.projection(self.params)
        return list(_MAKERS[self.topic](self.params, news, view, wanted))


@dataclass(frozen=True, slots=True)
class View:
    """What one asker sees, and the company's fences."""

    directory: Directory
    regions: dict[UUID, Region]

    def projection(self, params: dict[str, Any]) -> Projection:
        """The coordinates a subscription is served in; checked when it was made."""
        crs, zone_id = params.get("crs", ""), params.get("zone_id", "")
        return Projection(self.directory.places, crs or (LOCAL if zone_id else DEGREES), zone_id)


def _locations(params: Found, news: News, view: View, wanted: Projection) -> Iterator[Found]:
    for seen in news.seen:
        provider = view.directory.providers.get(seen.tag)
        if provider is None or not _is_near_enough(params, seen):
            continue
        found = location_object(seen, provider, wanted)
        if _agrees(params, found, "provider_id", "provider_type", "source") and (
            params.get("trackable_id") in (None, *found["trackables"])
        ):
            yield feature(found, "position") if params.get("geojson") else found


def _proximities(params: Found, news: News, view: View, wanted: Projection) -> Iterator[Found]:
    known = {provider.tag.number for provider in view.directory.providers.values()}
    for found in news.proximities:
        if found.get("provider_id") in known and _agrees(params, found, *m.PARAMS[m.PROXIMITIES]):
            yield found


def _motions(params: Found, news: News, view: View, wanted: Projection) -> Iterator[Found]:
    """Of whoever's most significant position is among the news."""
    source = str(view.directory.places.site.pk)
    for seen in news.seen:
        carrier = view.directory.carrier_of(seen.tag)
        if carrier is None or not _is_near_enough(params, seen):
            continue
        best = believed(carrier, news.positions, seen.t_ms, source)
        if best is None or best[0].tag != seen.tag:
            continue
        found = motion_object(carrier, *best, wanted)
        if _agrees(params, found["location"], "provider_id", "provider_type") and _agrees(
            params, found, "id"
        ):
            placed = found | {"position": found["location"]["position"]}
            yield feature(placed, "position") if params.get("geojson") else found


def _fence_events(params: Found, news: News, view: View, wanted: Projection) -> Iterator[Found]:
    for crossing in news.crossings:
        region = view.regions.get(crossing.fence)
        provider = view.directory.providers.get(crossing.tag)
        if region is None or provider is None:
            continue
        found = _fence_event(crossing, region, view)
        compared = {"provider_id": provider.tag.number} | found
        if _agrees(params, compared, *m.PARAMS[m.FENCES][:5]):
            yield _around(region, found, wanted) if params.get("geojson") else found


def _fence_event(crossing: Crossing, region: Region, view: View) -> Found:
    """A FenceEvent: of the trackable where there is one, else of the provider."""
    carrier = view.directory.carrier_of(crossing.tag)
    number = view.directory.providers[crossing.tag].tag.number
    who = {"trackable_id": str(carrier.holder.pk)} if carrier else {"provider_id": number}
    foreign = region.extra.foreign_id if region.extra else ""
    left = {"exit_time": iso(crossing.left_ms)} if crossing.left_ms is not None else {}
    at_ms = crossing.left_ms if crossing.left_ms is not None else crossing.entered_ms
    return {
        "id": str(uuid_of("omlox-fence", crossing.fence, crossing.tag, crossing.kind, at_ms)),
        "event_type": crossing.kind,
        "fence_id": str(crossing.fence),
        "entry_time": iso(crossing.entered_ms),
        "properties": fence_properties(region),
        **({"foreign_id": foreign} if foreign else {}),
        **left,
        **who,
    }


def _around(region: Region, found: Found, wanted: Projection) -> Found:
    """The polygon the fence covers: circles and corridors too."""
    drawn = json.loads(shapely.to_geojson(shapely.simplify(region.shape, 0.05)))
    return {"type": "Feature", "geometry": wanted.shape(drawn), "properties": found}


def _collisions(params: Found, news: News, view: View, wanted: Projection) -> Iterator[Found]:
    """Only of two that the asker may both see."""
    for touch in news.touches:
        ids = {str(touch.first.id), str(touch.second.id)}
        asked = {params[k] for k in ("id", "object_id_1", "object_id_2") if k in params}
        seen = all(one in view.directory.trackables for one in (touch.first.id, touch.second.id))
        if seen and asked <= ids and params.get("collision_type") in (None, touch.kind):
            found = _collision_event(touch, wanted)
            yield _between(touch, found, wanted) if params.get("geojson") else found


def _collision_event(touch: Touch, wanted: Projection) -> Found:
    times = {"start_time": iso(touch.started_ms)}
    if touch.kind == "colliding":
        times["collision_time"] = iso(touch.t_ms)
    if touch.kind == "collision_end":
        times["end_time"] = iso(touch.t_ms)
    ids = sorted([str(touch.first.id), str(touch.second.id)])
    return times | {
        "id": str(uuid_of("omlox-collision", *ids, touch.kind, touch.t_ms)),
        "collision_type": touch.kind,
        "collisions": [_colliding(body, wanted) for body in (touch.first, touch.second)],
        "center_distance": round(touch.distance_m, 3),
    }


def _colliding(body: Body, wanted: Projection) -> Found:
    return {
        "id": str(body.id),
        "object_type": "trackable",
        "position": {"type": "Point", "coordinates": list(wanted.point(body.x, body.y))},
        "geometry": wanted.shape({"type": "Polygon", "coordinates": _rings(body)}),
        "floor": omlox_floor(body.floor),
    }


def _rings(body: Body) -> list[Any]:
    if body.outline is None:
        return [circle(body.x, body.y, body.radius_m)]
    rings: list[Any] = json.loads(shapely.to_geojson(body.ground))["coordinates"]
    return rings


def _between(touch: Touch, found: Found, wanted: Projection) -> Found:
    ends = [list(wanted.point(body.x, body.y)) for body in (touch.first, touch.second)]
    line = {"type": "LineString", "coordinates": ends}
    return {"type": "Feature", "geometry": line, "properties": found}


def _agrees(params: Found, found: Found, *names: str) -> bool:
    return all(found.get(name) == params[name] for name in names if name in params)


def _is_near_enough(params: Found, seen: Seen) -> bool:
    return seen.r68_m <= float(params.get("accuracy", "inf"))


_MAKERS: dict[str, Callable[[Found, News, View, Projection], Iterator[Found]]] = {
    m.LOCATIONS: _locations,
    m.PROXIMITIES: _proximities,
    m.MOTIONS: _motions,
    m.FENCES: _fence_events,
    m.COLLISIONS: _collisions,
}
