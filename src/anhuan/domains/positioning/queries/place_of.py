"""Where one person was at a moment, for the product's own checks: not a look at a track."""

from datetime import datetime, timedelta
from uuid import UUID

from anhuan.domains.org.models import Company
from anhuan.domains.positioning.models import LatestPosition
from anhuan.domains.positioning.queries.tracks import Where, last_in, pieces_of
from anhuan.kernel import clock


def place_of(company: Company, person: UUID, at: datetime, within: timedelta) -> Where | None:
    """The person's newest point in [at - within, at + within]; None where there is none."""
    return _latest(company, person, at, within) or _recorded(company, person, at, within)


def _latest(company: Company, person: UUID, at: datetime, within: timedelta) -> Where | None:
    worn = {"tag__assignments__person": person, "tag__assignments__until__isnull": True}
    rows = LatestPosition.objects.filter(
        tag__company=company, t__gte=at - within, t__lte=at + within, **worn
    )
    row = rows.order_by("-t").first()
    if row is None:
        return None
    return Where(
        person, row.tag_id, clock.to_ms(row.t), row.x_m, row.y_m, row.floor or 0, row.r68_m
    )


def _recorded(company: Company, person: UUID, at: datetime, within: timedelta) -> Where | None:
    found = [
        last_in(tag, person, points, clock.to_ms(at + within))
        for tag, points in pieces_of(company, person, at - within, at + within)
    ]
    since_ms = clock.to_ms(at - within)
    fresh = [where for where in found if where is not None and where.t_ms >= since_ms]
    return max(fresh, key=lambda where: where.t_ms, default=None)
