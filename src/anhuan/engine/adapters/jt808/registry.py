"""Who may sign in: the enrolled terminals, read from the database whenever they change."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from anhuan.domains.org.models import Company
from anhuan.domains.vehicles.models import Terminal
from anhuan.domains.vehicles.queries.terminals import enrolled
from anhuan.domains.vehicles.rules.terminals import Known
from anhuan.engine.core.jt808.downlink import FAST_FOR_S, FASTEST_KMH, REPORT_EVERY_S

FAST_AFTER_S = 3  # so long above its limit before a terminal speaks up by itself


@dataclass(frozen=True, slots=True)
class Enrolled:
    """One terminal as the server needs it. `wanted`: how it should be set, by parameter id."""

    id: UUID
    phone: str
    tag: str
    coordinates: str
    known: Known
    wanted: dict[int, int]
    is_set: bool


@dataclass(slots=True)
class Registry:
    """Enrolled terminals by number and by tag."""

    company: Company
    by_phone: dict[str, Enrolled] = field(default_factory=dict)
    by_tag: dict[str, Enrolled] = field(default_factory=dict)

    def know(self, terminals: list[Enrolled]) -> None:
        """Take over what was read anew."""
        self.by_phone = {one.phone: one for one in terminals}
        self.by_tag = {one.tag: one for one in terminals}


def read_terminals(company: Company) -> list[Enrolled]:
    """All terminals that may sign in."""
    return [_enrolled(row) for row in enrolled(company)]


def _enrolled(row: Terminal) -> Enrolled:
    wanted = {REPORT_EVERY_S: row.report_every_s}
    if row.fastest_kmh:
        wanted |= {FASTEST_KMH: row.fastest_kmh, FAST_FOR_S: FAST_AFTER_S}
    known = Known(row.device, row.code_sm3)
    is_set = row.set_at is not None
    return Enrolled(row.pk, row.phone, row.tag.number, row.coordinates, known, wanted, is_set)
