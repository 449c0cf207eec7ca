"""Where everybody who carries a tag is now, as the rules read it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from anhuan.domains.emergency.queries.places import Places
from anhuan.domains.emergency.rules.person import Reading
from anhuan.domains.org.models import Company
from anhuan.domains.positioning.models import GatePassage
from anhuan.domains.positioning.queries.devices import open_assignments

GATE_MEMORY = timedelta(hours=72)


@dataclass(frozen=True, slots=True)
class Fix:
    """A person's tag and where it was last; times None: never located, never heard."""

    person: UUID
    tag: UUID
    number: str
    heard_at: datetime | None
    at: datetime | None
    x_m: float | None
    y_m: float | None
    floor: int | None
    area: UUID | None

    @property
    def spot(self) -> tuple[float, float, int] | None:
        """The place, if there is one."""
        if self.x_m is None or self.y_m is None:
            return None
        return self.x_m, self.y_m, self.floor or 1


_COLUMNS = (
    "person_id", "tag_id", "tag__number", "tag__seen_at", "tag__latest__t", "tag__latest__x_m",
    "tag__latest__y_m", "tag__latest__floor", "tag__latest__area_id",
)  # fmt: skip


def fixes_of(company: Company) -> dict[UUID, Fix]:
    """Person → fix, for everybody of the plant who carries a tag; one query."""
    rows = open_assignments().filter(tag__company=company, person__isnull=False)
    found = (Fix(*row) for row in rows.values_list(*_COLUMNS))
    return {one.person: one for one in found}


def gone_out(company: Company, now: datetime) -> dict[UUID, datetime]:
    """Person → when they left by a gate, for those who have not come back since."""
    rows = GatePassage.objects.filter(company=company, at__gte=now - GATE_MEMORY, at__lte=now)
    last = rows.order_by("person_id", "-at").distinct("person_id")
    return {row.person_id: row.at for row in last if row.way == GatePassage.Way.OUT}


def reading_of(fix: Fix | None, went_out_at: datetime | None, places: Places) -> Reading:
    """A fix held against the places of an evacuation."""
    if fix is None or fix.spot is None:
        return Reading(went_out_at=went_out_at)
    inside = places.danger.holds(*fix.spot)
    away: dict[str, Any] = {}
    if not inside:
        away = {"muster": places.muster_at(*fix.spot), "at_gate": places.is_gate(*fix.spot)}
    deep = inside and places.core.holds(*fix.spot)
    return Reading(fix.at, inside, deep, went_out_at=went_out_at, **away)
