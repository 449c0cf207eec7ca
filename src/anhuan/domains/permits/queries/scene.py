"""What the map shows of permits: their places, and who is inside them now."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import numpy as np
import shapely
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from anhuan.domains.org.models import Account, Person
from anhuan.domains.org.queries import company_of
from anhuan.domains.permits.models import Permit, PermitSettings
from anhuan.domains.positioning.queries.devices import open_assignments
from anhuan.domains.positioning.queries.scope import scope_of


@dataclass(frozen=True, slots=True)
class Here:
    """Somebody with a fresh position, plant metres."""

    person: Person
    x_m: float
    y_m: float
    floor: int
    at: datetime


def located(
    account: Account, settings: PermitSettings, now: datetime, around: Permit | None = None
) -> list[Here]:
    """Everybody the asker may see who was located just now; nobody without the right to. `around`:
    only those about the place of one permit."""
    if not account.may("positions.view"):
        return []
    scope = scope_of(account, "positions.view")
    rows = open_assignments().filter(
        scope.people("person__"), person__company=company_of(account),
        tag__latest__t__gte=now - timedelta(seconds=settings.position_fresh_s),
    )  # fmt: skip
    if around is not None and around.geometry:
        west, south, east, north = ground_of(around.geometry, around.radius_m).bounds
        rows = rows.filter(
            tag__latest__x_m__range=(west, east), tag__latest__y_m__range=(south, north)
        )
    return [
        Here(row.person, fix.x_m, fix.y_m, fix.floor, fix.t)
        for row in rows.select_related("person", "tag__latest")
        for fix in (row.tag.latest,)
        if row.person is not None
    ]


def ground_of(geometry: dict[str, Any], radius_m: float | None) -> BaseGeometry:
    """What a permit's place covers, plant metres."""
    ground = shape(geometry)
    return ground.buffer(radius_m) if radius_m else ground


def inside(permits: Iterable[Permit], people: Sequence[Here]) -> Iterator[tuple[Permit, Here]]:
    """Each permit with each person within its place and floors."""
    xs = np.array([one.x_m for one in people], dtype=float)
    ys = np.array([one.y_m for one in people], dtype=float)
    for permit in permits:
        if permit.geometry and len(people):
            ground = ground_of(permit.geometry, permit.radius_m)
            for k in np.flatnonzero(shapely.intersects_xy(ground, xs, ys)).tolist():
                if not permit.floors or people[k].floor in permit.floors:
                    yield permit, people[k]


def dots(people: Iterable[Here]) -> list[dict[str, Any]]:
    """As the small map draws people; each once."""
    once = {one.person.pk: one for one in people}
    return [
        {"id": str(pk), "name": one.person.name, "kind": one.person.map_kind, "x_m": one.x_m,
         "y_m": one.y_m, "floor": one.floor, "state": "live"}
        for pk, one in once.items()
    ]  # fmt: skip
