"""Heat map: seconds people spent on each square of the ground (POS-048)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from anhuan.domains.org.models import Account
from anhuan.domains.plant.queries import site_of
from anhuan.domains.positioning.models import Tag
from anhuan.domains.positioning.queries import scan
from anhuan.domains.positioning.queries.scope import scope_of
from anhuan.domains.positioning.queries.subjects import MAP_KINDS
from anhuan.domains.positioning.rules import heat as rules


@dataclass(frozen=True, slots=True)
class Heat:
    """Squares with presence: column, row, person-seconds; the south-west corner is the origin."""

    cell_m: int
    cells: list[tuple[int, int, float]]
    people: int
    stride: int  # 1: every ten minutes were read; k: one of k, made up for by multiplying


def heat(
    account: Account,
    start: datetime,
    end: datetime,
    *,
    cell_m: int = 2,
    floor: int | None = None,
    kind: str = "",
) -> Heat:
    """Person-seconds by square over [start, end); `kind` as the map draws it, "" for everybody."""
    scope = scope_of(account, "positions.view")
    asked = scan.Asked(scope, start, end, _stored_kinds(kind))
    site = site_of(scope.company)
    ground = rules.Ground.of(site.width_m, site.depth_m, cell_m)
    tags = Tag.objects.filter(company_id=scope.company_id, is_retired=False).count()
    stride = rules.stride_for(len(asked.buckets), tags)
    seconds = ground.empty()
    people: set[UUID] = set()
    for walks in scan.everyone(asked, stride):
        rules.add_presence(seconds, ground, [walk.track for walk in walks], floor)
        people |= {walk.subject for walk in walks}
    rows, columns = seconds.nonzero()
    values = (seconds[rows, columns] * stride).round(1)
    cells = list(zip(columns.tolist(), rows.tolist(), values.tolist(), strict=True))
    return Heat(cell_m, cells, len(people), stride)


def _stored_kinds(kind: str) -> tuple[str, ...] | None:
    if not kind:
        return None
    return tuple(k for k, shown in MAP_KINDS.items() if shown == kind) or (kind,)
