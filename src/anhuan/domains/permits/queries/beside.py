"""Works beside a permit at the same time: how far, and what the rules say of each (4.7, 5.2.9)."""

from collections.abc import Iterator
from dataclasses import dataclass

from anhuan.domains.permits.models import Permit
from anhuan.domains.permits.queries.cards import ready
from anhuan.domains.permits.queries.kept import known_or_read
from anhuan.domains.permits.queries.look import Look
from anhuan.domains.permits.queries.neighbours import job_of, meanwhile
from anhuan.domains.permits.rules.conflicts import Conflict, Job, conflicts_between, gap_between

NEAR_M = 60.0  # twice the farthest distance of the rules: what goes on next to it is shown too


@dataclass(frozen=True, slots=True)
class Beside:
    """Another permit under way in the same span, its distance and what stands between both."""

    permit: Permit
    distance_m: float
    conflicts: tuple[Conflict, ...]

    @property
    def blocks(self) -> bool:
        """Whether both may not go on together."""
        return any(one.blocks for one in self.conflicts)


def works_beside(look: Look) -> list[Beside]:
    """Those near, or farther and yet in conflict; the nearest first."""
    me = job_of(look.permit)
    if me is None:
        return []
    beside = _judged(me, look)
    return sorted(beside, key=lambda one: (not one.blocks, one.distance_m))


def _judged(me: Job, look: Look) -> Iterator[Beside]:
    """To be shown: the guards read the neighbours anew."""
    for permit in known_or_read(meanwhile(look.permit), ready):
        if (other := job_of(permit)) is None:
            continue
        conflicts = tuple(conflicts_between(me, other, look.figures))
        away_m = gap_between(me, other).direct_m
        if conflicts or away_m <= NEAR_M:
            yield Beside(permit, round(away_m, 1), conflicts)
