"""Areas, fences and job areas as they were: what is replayed is judged by what was in force then.

A fence keeps a version at each change (`queries.versions.content_of`), areas are found again from
the audit chain (`areas_past`). A fence that follows an area has the outline the area had then.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from anhuan.domains.audit.models import AuditRow
from anhuan.domains.org.models import Company
from anhuan.domains.plant.models import Area
from anhuan.domains.positioning.models import Fence, FenceVersion, JobArea
from anhuan.domains.positioning.queries.qualifications import holders_of
from anhuan.domains.positioning.queries.versions import PLAIN
from anhuan.domains.positioning.rules import fences as rules
from anhuan.engine.adapters.areas_past import area_changes, areas_at
from anhuan.engine.adapters.calendars import load_shifts
from anhuan.engine.adapters.configuration import Plant
from anhuan.engine.adapters.job_areas import with_job_areas
from anhuan.engine.adapters.zone_rules import Listed
from anhuan.engine.adapters.zones import with_fences, zones_of

MOMENTS = frozenset({"valid_from", "valid_until"})


@dataclass(frozen=True, slots=True)
class Era:
    """The plant from a moment until its areas or fences change next."""

    since: datetime
    plant: Plant


@dataclass(frozen=True, slots=True)
class Past:
    """All that is kept of a plant's zones: areas of today, what was done to them, versions."""

    areas: tuple[Area, ...]
    changes: list[AuditRow]  # of areas, newest first
    versions: list[FenceVersion]  # of fences, oldest first
    shifts: tuple[rules.Shift, ...]


def eras_of(plant: Plant, since: datetime, until: datetime) -> list[Era]:
    """`plant` with the zones of each time in [since, until), in order; the first from `since`."""
    company = plant.company
    past = Past(
        areas=tuple(Area.objects.filter(company=company)),
        changes=area_changes(company, since),
        versions=_versions(company, until),
        shifts=load_shifts(company, since, until),
    )
    moments = {since, *_closings(company, since, until)}
    turns = [*(one.at for one in past.versions), *(one.at for one in past.changes)]
    moments |= {at for at in turns if since < at < until}
    return [_era(plant, moment, past) for moment in sorted(moments)]


def era_at(eras: list[Era], moment: datetime) -> Era:
    """The last that began by `moment`."""
    begun = [one for one in eras if one.since <= moment]
    return begun[-1] if begun else eras[0]


def _versions(company: Company, until: datetime) -> list[FenceVersion]:
    rows = FenceVersion.objects.filter(fence__company=company, at__lt=until)
    return list(rows.order_by("at", "number"))


def _era(plant: Plant, moment: datetime, past: Past) -> Era:
    company, people = plant.company, tuple(plant.holders.values())
    areas = areas_at(past.areas, past.changes, moment)
    known = {one.pk: one for one in (*past.areas, *areas)}
    ruling = then(past.versions, moment)
    fences = [(_fence(one, company, known), _listed(one, company)) for one in ruling]
    zones = with_fences(zones_of(areas), fences, people, past.shifts)
    zones = with_job_areas(zones, company, people, moment)
    config = replace(plant.config, areas=zones.areas, fences=zones.fences)
    return Era(moment, replace(plant, zones=zones, config=config))


def then(versions: Iterable[FenceVersion], moment: datetime) -> Iterator[FenceVersion]:
    """Of each fence the version in force at `moment`; versions in order of time."""
    last = {one.fence_id: one for one in versions if one.at <= moment}
    for one in last.values():
        if one.content["is_enabled"] and not one.content["is_retired"]:
            yield one


def _fence(version: FenceVersion, company: Company, areas: Mapping[UUID, Area]) -> Fence:
    """The fence as a row that is never saved; where it follows an area, the area as it was."""
    content = version.content
    plain = {name: _value(name, content[name]) for name in PLAIN if name in content}
    made = Fence(pk=version.fence_id, company=company, version=version.number, **plain)
    made.area = areas.get(UUID(content["area"]["id"])) if content.get("area") else None
    if made.area is None:
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


def _closings(company: Company, since: datetime, until: datetime) -> Iterable[datetime]:
    """When job areas were closed before their time."""
    within = Q(closed_at__gt=since, closed_at__lt=until)
    rows = JobArea.objects.filter(within, company=company)
    return rows.values_list("closed_at", flat=True)  # type: ignore[return-value]  # none is null
