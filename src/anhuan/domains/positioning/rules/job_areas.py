"""What a job area must be before work under guard may begin in it."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from anhuan.kernel.errors import Blocker
from anhuan.kernel.geometry import geometry_blockers
from anhuan.kernel.ids import uuid_of

STATES = {"coming": "未开始", "open": "作业中", "over": "已到期", "closed": "已关闭"}
LONGEST = timedelta(days=31)  # longer than any permit lasts: somebody forgot to end it


def space_zone(area: UUID) -> UUID:
    """The id of the zone that a job area's confined space is to the engine and in its alarms."""
    return uuid_of("space", area)


@dataclass(frozen=True, slots=True)
class Draft:
    """A job area as somebody wants it."""

    geometry: Any
    radius_m: float | None
    valid_from: datetime
    valid_until: datetime
    guardians: Collection[UUID]
    workers: Collection[UUID]
    floors: Collection[int] | None = None
    space: Any = None  # the confined space's outline


def job_area_blockers(draft: Draft, now: datetime) -> Iterator[Blocker]:
    """Every reason against it. GB 30871-2022: work is guarded by somebody who does nothing else."""
    yield from _shape_blockers(draft)
    if draft.valid_until <= draft.valid_from:
        yield Blocker("ends_before_start", "结束时间须晚于开始时间")
    if draft.valid_until <= now:
        yield Blocker("ends_in_past", "结束时间须在将来")
    if draft.valid_until - draft.valid_from > LONGEST:
        yield Blocker("too_long", f"作业区域最长 {LONGEST.days} 天，请按作业票有效期填写")
    if not draft.guardians:
        yield Blocker("guardian_missing", "请指定至少一名监护人", "GB 30871-2022")
    if set(draft.guardians) & set(draft.workers):
        yield Blocker("guardian_works", "监护人不能同时是作业人员", "GB 30871-2022")


def _shape_blockers(draft: Draft) -> Iterator[Blocker]:
    found = list(geometry_blockers(draft.geometry))
    yield from found
    needs_reach = not found and draft.geometry["type"] != "Polygon"
    if needs_reach and not (draft.radius_m and draft.radius_m > 0):
        yield Blocker("radius_missing", "点或线须填写半径")
    if draft.radius_m is not None and draft.radius_m < 0:
        yield Blocker("radius_negative", "半径不能为负")
    if draft.space is not None and (draft.space or {}).get("type") != "Polygon":
        yield Blocker("space_not_polygon", "受限空间范围须是多边形")
    elif draft.space is not None:
        yield from geometry_blockers(draft.space)


def state_of(
    valid_from: datetime, valid_until: datetime, closed_at: datetime | None, now: datetime
) -> str:
    """A key of `STATES`; watched by the engine while "open"."""
    if closed_at is not None:
        return "closed"
    if now < valid_from:
        return "coming"
    return "open" if now < valid_until else "over"
