"""What a reservation would be, before anybody makes it: its grade, why, what else it needs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from anhuan.domains.org.models import Account
from anhuan.domains.permits.models import Permit
from anhuan.domains.permits.queries.grading import graded
from anhuan.domains.permits.queries.look import Look
from anhuan.domains.permits.rules.gas import zones_needed
from anhuan.domains.permits.rules.kinds import Kind, level_of
from anhuan.domains.permits.rules.related import Related, needed_besides
from anhuan.kernel.errors import Blocker


@dataclass(frozen=True, slots=True)
class Preview:
    """The grade that would hold with its reasons; other permits; points to sample."""

    level: str
    reasons: Sequence[dict[str, Any]]
    needs_permit: bool
    blockers: Sequence[Blocker]
    related: Sequence[Related]
    zones: Sequence[str]


def preview_of(permit: Permit, account: Account, chosen: str, now: datetime) -> Preview:
    """Of an unsaved permit with kind, values, area and times."""
    look = Look(permit, account, now)
    found, level, why = graded(look, chosen)
    return Preview(
        level=level_of(Kind(permit.kind), level).label, reasons=why.get("reasons", ()),
        needs_permit=why.get("needs_permit", True), blockers=found,
        related=needed_besides(look.kind, look.facts), zones=zones_needed(look.kind, look.facts),
    )  # fmt: skip
