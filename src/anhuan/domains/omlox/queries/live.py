"""Where every tag is now: the web process's live picture, else the last positions stored.

A process that follows the engine's frames plugs itself in with `set_source`; the rows are those
of the frames, so that REST and live streams say the same.
"""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from anhuan.domains.org.models import Company
from anhuan.domains.positioning.models import LatestPosition
from anhuan.kernel import clock

Source = Callable[[str], Sequence[Sequence[Any]] | None]  # company code → rows of a frame
_sources: list[Source] = []


class Seen(NamedTuple):
    """A row of a position frame (docs/reference/contracts.md)."""

    tag: UUID
    t_ms: int
    x_m: float
    y_m: float
    floor: int
    r68_m: float
    speed_mps: float | None
    area: str | None
    state: str


def set_source(source: Source | None) -> None:
    """Take positions from here from now on; None: from the database."""
    _sources[:] = [source] if source else []


def seen_of(row: Sequence[Any]) -> Seen:
    """A frame's row with its types."""
    return Seen(UUID(row[0]), *row[1:9])


def positions_of(company: Company) -> dict[UUID, Seen]:
    """The newest position of every tag of the company."""
    rows = next((found for source in _sources if (found := source(company.code))), None)
    if rows is None:
        return {row.tag_id: _stored(row) for row in _latest(company)}
    return {seen.tag: seen for seen in map(seen_of, rows)}


def _latest(company: Company) -> Sequence[LatestPosition]:
    return list(LatestPosition.objects.filter(tag__company=company, tag__is_retired=False))


def _stored(row: LatestPosition) -> Seen:
    area = str(row.area_id) if row.area_id else None
    where = round(row.x_m, 2), round(row.y_m, 2), row.floor, round(row.r68_m, 2)
    return Seen(row.tag_id, clock.to_ms(row.t), *where, None, area, row.state)
