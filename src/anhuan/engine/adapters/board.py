"""Where everyone is now, and the frames that tell it. docs/reference/contracts.md has the forms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

import numpy as np
from numpy.typing import NDArray

from anhuan.engine.core.config import Kind, Settings, Tag, Zone
from anhuan.engine.core.pipeline import FixTable
from anhuan.engine.core.silence import NAMES, tag_states
from anhuan.kernel import clock

COLUMNS = ("tag", "t_ms", "x_m", "y_m", "floor", "r68_m", "speed_mps", "area", "state", "blocked")
KIND_KEYS = tuple(kind.name.lower() for kind in Kind)
UNTOLD = ""
STILL_TOLD_EVERY_MS = 4_000  # a tag at rest is news so seldom; AQ 3064.3 wants 5 s


@dataclass(slots=True)
class Seen:
    """The newest position of one tag."""

    t_ms: int
    x: float
    y: float
    floor: int
    r68_m: float
    speed_mps: float
    still: int
    area: UUID | None
    state: str = UNTOLD  # as last told
    blocked: float = 0.0  # share of their weight its observations lost
    told_ms: int = 0  # the fix in the last frame


@dataclass(slots=True)
class Board:
    """All newest positions, head counts, and what of them is news."""

    epoch: str = field(default_factory=lambda: str(uuid4()))
    n: int = 0
    n_counts: int = 0
    rows: dict[UUID, Seen] = field(default_factory=dict)
    counts: dict[str, Any] = field(default_factory=dict)  # total and areas
    moved: set[UUID] = field(default_factory=set)  # since the last frame
    unsaved: set[UUID] = field(default_factory=set)  # since the last write

    def take(self, fixes: FixTable, tags: tuple[Tag, ...], zones: tuple[Zone, ...]) -> None:
        """Newer positions."""
        for tag, t_ms, x, y, floor, r68, speed, still, area, blocked in zip(
            *(column.tolist() for column in columns_of(fixes)), strict=True
        ):
            one = tags[tag].id
            known = self.rows.get(one)
            where = zones[area].id if area >= 0 else None
            self.rows[one] = seen = Seen(
                t_ms, x, y, floor, r68, speed, still, where, blocked=blocked
            )
            if known:
                seen.state = known.state
                same_place = (known.floor, known.area) == (floor, where)
                seen.told_ms = known.told_ms if same_place else 0
            self.moved.add(one)
            self.unsaved.add(one)

    def count(
        self, counts: NDArray[np.int64], total: NDArray[np.int64], areas: Iterable[Zone]
    ) -> None:
        """Newer head counts; `counts` has a row a zone, areas first."""
        rows = counts.tolist()
        self.counts = {
            "total": dict(zip(KIND_KEYS, total.tolist(), strict=True)),
            "areas": {
                str(area.id): dict(zip(KIND_KEYS, row, strict=True))
                for area, row in zip(areas, rows, strict=False)
            },
        }

    def keep_only(self, known: Mapping[UUID, Any]) -> None:
        """Forget tags that are no longer in use."""
        self.rows = {tag: seen for tag, seen in self.rows.items() if tag in known}
        self.moved &= known.keys()
        self.unsaved &= known.keys()

    def settle(self, now_ms: int, settings: Settings) -> None:
        """Bring everybody's state up to now; who changed is news."""
        tags, seen = list(self.rows), list(self.rows.values())
        heard = np.array([one.t_ms for one in seen], np.int64)
        still = np.array([one.still for one in seen], np.int64)
        states = tag_states(heard, still, now_ms, settings).tolist()
        for tag, one, state in zip(tags, seen, states, strict=True):
            if one.state != NAMES[state]:
                one.state, one.told_ms = NAMES[state], 0
                self.moved.add(tag)
                self.unsaved.add(tag)

    def frame(self) -> dict[str, Any]:
        """The next position frame: who changed since the last; those at rest now and then."""
        self.n += 1
        changed = {tag for tag in self.moved if tag in self.rows and is_news(self.rows[tag])}
        self.moved -= changed
        for tag in changed:
            self.rows[tag].told_ms = self.rows[tag].t_ms
        return self._frame(sorted(changed))

    def counts_frame(self) -> dict[str, Any]:
        """The next head-count frame."""
        self.n_counts += 1
        head = {"epoch": self.epoch, "n": self.n_counts, "t": clock.now().isoformat()}
        return {**head, **self.counts}

    def snapshot(self) -> dict[str, Any]:
        """Everybody, as of the last frame, with the head counts."""
        head = {"epoch": self.epoch, "n": self.n_counts, "t": clock.now().isoformat()}
        return {**self._frame(sorted(self.rows)), "counts": {**head, **self.counts}}

    def _frame(self, tags: Iterable[UUID]) -> dict[str, Any]:
        return {
            "epoch": self.epoch,
            "n": self.n,
            "t": clock.now().isoformat(),
            "cols": COLUMNS,
            "rows": [row_of(tag, self.rows[tag]) for tag in tags if tag in self.rows],
        }


def is_news(seen: Seen) -> bool:
    """Whether the next frame should tell it."""
    return seen.state != "still" or seen.t_ms - seen.told_ms >= STILL_TOLD_EVERY_MS


def columns_of(fixes: FixTable) -> tuple[NDArray[Any], ...]:
    """The table's columns in the order of `Seen`, the tag first."""
    return (
        fixes.tag, fixes.t_ms, fixes.x, fixes.y, fixes.floor, fixes.r68_m, fixes.speed_mps,
        fixes.still, fixes.area, fixes.blocked,
    )  # fmt: skip


def row_of(tag: UUID, seen: Seen) -> list[Any]:
    """One row of a position frame."""
    return [
        str(tag), seen.t_ms, round(seen.x, 2), round(seen.y, 2), seen.floor,
        round(seen.r68_m, 2), round(seen.speed_mps, 2),
        str(seen.area) if seen.area else None, seen.state, round(seen.blocked, 2),
    ]  # fmt: skip
