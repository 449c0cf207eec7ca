"""Fences and job areas as they were: what is replayed is judged by what was in force then.

A fence keeps a version at each change (`queries.versions.content_of`), with the outline it really
had, its area's included. Areas keep none; their own limits are today's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from copy import copy
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from anhuan.domains.org.models import Company
from anhuan.domains.plant.models import Area
from anhuan.domains.positioning.models import Fence, FenceVersion, JobArea
from anhuan.domains.positioning.queries.qualifications import holders_of
from anhuan.domains.positioning.queries.versions import PLAIN
from anhuan.domains.positioning.rules import fences as rules
from anhuan.engine.adapters.calendars import load_shifts
from anhuan.engine.adapters.configuration import Plant
from anhuan.engine.adapters.job_areas import with_job_areas
from anhuan.engine.adapters.zone_rules import Listed
from anhuan.engine.adapters.zones import load_areas, with_fences

MOMENTS = frozenset({"valid_from", "valid_until"})


@dataclass(frozen=True, slots=True)
class Era:
    """The plant from a moment until its fences change next."""

    since: datetime
    plant: Plant


def eras_of(plant: Plant, since: datetime, until: datetime) -> list[Era]:
    """`plant` with the fences of each time in [since, until), in order; the first from `since`."""
    company = plant.company
    versions = list(
        FenceVersion.objects.filter(fence__company=company, at__lt=until).order_by("at", "number")
    )
    areas = Area.objects.in_bulk(_areas_named(versions))
    moments = {since, *(one.at for one in versions if one.at > since)}
    moments |= set(_closings(company, since, until))
    shifts = load_shifts(company, since, until)
    return [_era(plant, moment, versions, areas, shifts) for moment in sorted(moments)]


def era_at(eras: list[Era], moment: datetime) -> Era:
    """The last that began by `moment`."""
    begun = [one for one in eras if one.since <= moment]
    return begun[-1] if begun else eras[0]


def _era(
    plant: Plant, moment: datetime, versions: list[FenceVersion], areas: dict[UUID, Area],
    shifts: tuple[rules.Shift, ...],
) -> Era:  # fmt: skip
    company, people = plant.company, tuple(plant.holders.values())
    ruling = then(versions, moment)
    fences = [(_fence(one, company, areas), _listed(one, company)) for one in ruling]
    zones = with_fences(load_areas(company), fences, people, shifts)
    zones = with_job_areas(zones, company, people, moment)
    config = replace(plant.config, areas=zones.areas, fences=zones.fences)
    return Era(moment, replace(plant, zones=zones, config=config))


def then(versions: Iterable[FenceVersion], moment: datetime) -> Iterator[FenceVersion]:
    """Of each fence the version in force at `moment`; versions in order of time."""
    last = {one.fence_id: one for one in versions if one.at <= moment}
    for one in last.values():
        if one.content["is_enabled"] and not one.content["is_retired"]:
            yield one


def _fence(version: FenceVersion, company: Company, areas: dict[UUID, Area]) -> Fence:
    """The fence as a row that is never saved."""
    content = version.content
    plain = {name: _value(name, content[name]) for name in PLAIN if name in content}
    made = Fence(pk=version.fence_id, company=company, version=version.number, **plain)
    area = content.get("area") and areas.get(UUID(content["area"]["id"]))
    if area:
        made.area = copy(area)
        made.area.geometry = content["outline"]
    else:
        made.geometry = content["outline"]
    return made


def _value(name: str, value: Any) -> Any:
    return datetime.fromisoformat(value) if value and name in MOMENTS else value


def _listed(version: FenceVersion, company: Company) -> Listed:
    content = version.content
    qualifications = content.get("allowed_qualifications") or ()
    access = rules.Access(
        kinds=frozenset(content.get("allowed_kinds") or ()),
        departments=_ids(content, "allowed_departments"),
        posts=_ids(content, "allowed_posts"),
        people=_ids(content, "allowed_people"),
        qualified=holders_of(company, qualifications, version.at),
    )
    return Listed(access, access.names_anybody or bool(qualifications))


def _ids(content: dict[str, Any], name: str) -> frozenset[UUID]:
    return frozenset(UUID(row["id"]) for row in content.get(name) or ())


def _areas_named(versions: Iterable[FenceVersion]) -> set[UUID]:
    return {UUID(one.content["area"]["id"]) for one in versions if one.content.get("area")}


def _closings(company: Company, since: datetime, until: datetime) -> Iterable[datetime]:
    """When job areas were closed before their time."""
    within = Q(closed_at__gt=since, closed_at__lt=until)
    rows = JobArea.objects.filter(within, company=company)
    return rows.values_list("closed_at", flat=True)  # type: ignore[return-value]  # none is null
