"""What a fence of the database demands, as one zone of the pipeline."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from anhuan.domains.positioning.models import Fence
from anhuan.domains.positioning.queries.fences import floors_of, shape_of
from anhuan.domains.positioning.queries.qualifications import holders_of
from anhuan.domains.positioning.rules import fences as rules
from anhuan.engine.adapters.holders import KINDS, Holder
from anhuan.engine.adapters.shapes import shapes_of
from anhuan.engine.core import config as core
from anhuan.kernel.ids import uuid_of

Purpose = Fence.Purpose
LISTS_OTHERS = (Purpose.LEAVE, Purpose.PLANT)  # not those who may enter


@dataclass(frozen=True, slots=True)
class Listed:
    """Whom a fence names: who may enter, or who has to stay."""

    access: rules.Access
    names_anybody: bool


def zone_of(fence: Fence, people: tuple[Holder, ...], named: Listed) -> core.Fence:
    """The zone of a fence. `people`: every tag with who carries it."""
    listed = admitted(named.access, people)
    floors, purpose = floors_of(fence), fence.purpose
    limit_s = float(fence.limit_s) if fence.limit_s else None
    is_entry = purpose not in LISTS_OTHERS and named.names_anybody
    return core.Fence(
        id=fence.pk,
        shapes=shapes_of(*shape_of(fence)),
        floors=frozenset(floors) if floors else None,
        z_min_m=fence.z_min_m,
        z_max_m=fence.z_max_m,
        over_limit=fence.max_people,
        under_limit=fence.min_people,
        may_enter=listed if purpose == Purpose.RESTRICTED or is_entry else None,
        must_stay=listed if purpose == Purpose.LEAVE else frozenset(),
        max_stay_s=limit_s if purpose == Purpose.STAY else None,
        still_after_s=limit_s if purpose == Purpose.STILLNESS else None,
        enter_depth_m=fence.buffer_m or 0.0,
        leave_distance_m=fence.buffer_m,
        speed_limit_kmh=fence.speed_limit_kmh,
        approach_m=fence.approach_m,
        keeps_tags=purpose == Purpose.PLANT,
    )


def limits_by_kind(fence: Fence, whole: core.Fence) -> Iterator[tuple[str, core.Fence]]:
    """One zone more for each kind of person with a limit of its own: the same place, one count."""
    for kind, limit in sorted((fence.kind_limits or {}).items()):
        yield (
            kind,
            replace(
                core.Fence(uuid_of("fence", fence.pk, kind), whole.shapes),
                floors=whole.floors,
                z_min_m=whole.z_min_m,
                z_max_m=whole.z_max_m,
                enter_depth_m=whole.enter_depth_m,
                leave_distance_m=whole.leave_distance_m,
                over_limit=int(limit),
                counted=frozenset({KINDS[kind]}),
            ),
        )


def admitted(access: rules.Access, people: tuple[Holder, ...]) -> frozenset[UUID]:
    """The tags of those whom `access` admits."""
    return frozenset(h.tag for h in people if h.rights is not None and access.admits(h.rights))


def listed_by(fence: Fence, now: datetime) -> Listed:
    """Whom a fence of the database names; `now`: for qualifications."""
    access = rules.Access(
        kinds=frozenset(fence.allowed_kinds or ()),
        departments=frozenset(row.pk for row in fence.allowed_departments.all()),
        posts=frozenset(row.pk for row in fence.allowed_posts.all()),
        people=frozenset(row.pk for row in fence.allowed_people.all()),
        qualified=holders_of(fence.company, fence.allowed_qualifications, now),
    )
    return Listed(access, access.names_anybody or bool(fence.allowed_qualifications))
