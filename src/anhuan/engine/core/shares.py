"""What a judge has taken of each solver's fixes, so that each beat is taken once.

A solver that takes over begins at its predecessor's checkpoint and says again what the judge knows;
one that was deposed while it slept says late what nobody wants any more. Both are told by the
source they were solved from, and by the epoch of the lease they were solved under.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from anhuan.engine.core.plant import Plant
from anhuan.engine.core.reports import Places
from anhuan.engine.core.state import Pending, State
from anhuan.engine.core.tables import pick

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Place:
    """How far a stream is worked through: number and time of its last message, and which stream.

    Numbers alone would not do: a server killed before it wrote the last messages down gives theirs
    to the next ones.
    """

    created: str = ""
    seq: int = 0
    at_ms: int = 0

    def covers(self, other: Place) -> bool:
        """Whether everything up to `other` was there when this was reached."""
        if self.created != other.created:
            return other.created < self.created  # ISO times: of an older stream
        return other.seq <= self.seq and other.at_ms <= self.at_ms


@dataclass(slots=True)
class Taken:
    """What has been taken of one solver."""

    epoch: int = 0
    place: Place = field(default_factory=Place)
    clock_ms: int = 0  # the solver's own clock there


@dataclass(slots=True)
class Shares:
    """All solvers of one judge, by name ("solve.0/4")."""

    taken: dict[str, Taken] = field(default_factory=dict)
    repeated: int = 0  # beats that came again
    deposed: int = 0  # beats of solvers that were no longer in charge

    def takes(self, name: str, epoch: int, place: Place, clock_ms: int) -> bool:
        """Whether a solver's beat up to `place` is news; if so it is noted as taken.

        A place without a number: the beat goes on in the next, what comes again does no harm.
        """
        known = self.taken.setdefault(name, Taken())
        if epoch < known.epoch:
            self.deposed += 1
            return False
        known.epoch = epoch
        if not place.seq:
            return True
        if known.place.covers(place):
            self.repeated += 1
            return False
        known.place, known.clock_ms = place, clock_ms
        return True

    def keep_only(self, ending: str) -> None:
        """Forget solvers of another division."""
        self.taken = {name: one for name, one in self.taken.items() if name.endswith(ending)}

    def dump(self) -> dict[str, Any]:
        """For the checkpoint."""
        return {name: asdict(one) for name, one in self.taken.items()}

    def load(self, plain: Mapping[str, Any]) -> None:
        """Undo `dump`."""
        self.taken = {
            name: Taken(row["epoch"], Place(**row["place"]), row["clock_ms"])
            for name, row in plain.items()
        }


def newest_of(state: State, tags: int) -> Ints:
    """(N,) time of the newest fix of each tag, judged or waiting for it."""
    newest = state.last.t_ms[:tags].copy()
    np.maximum.at(newest, state.pending.tag, state.pending.t_ms)
    return newest


def judged_and_late(fixes: Pending, plant: Plant, state: State) -> tuple[Pending, Places]:
    """Fixes the rules shall see, and those older than what they saw of the tag: for the track.

    A solver says a tag's fixes in order, so only what comes a second time is older.
    """
    late = fixes.t_ms < newest_of(state, len(plant.tags))[fixes.tag]
    old = pick(fixes, late)
    places = Places(old.tag, old.t_ms, old.x, old.y, old.floor, old.r68_m)
    return (fixes if not late.any() else pick(fixes, ~late)), places
