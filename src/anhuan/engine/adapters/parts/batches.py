"""Fixes on their way from a solver to the judge: what was made beat by beat, as bytes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from anhuan.engine.core.blob import pack, unpack
from anhuan.engine.core.config import Tag
from anhuan.engine.core.reports import Places
from anhuan.engine.core.shares import Place
from anhuan.engine.core.state import Pending
from anhuan.engine.core.tables import blank, join, pick

Bytes = NDArray[np.uint8]

VERSION = 1
ROWS_MAX = 4_000  # of one message: with some 120 bytes a row it stays under half the limit


@dataclass(frozen=True, slots=True)
class Made:
    """What one beat made. place: of the source; its tag columns are meaningless, `ids` counts."""

    place: Place
    clock_ms: int
    fixes: Pending
    fix_ids: Bytes  # (F, 16) ids of tags
    late: Places
    late_ids: Bytes  # (L, 16)
    batteries: dict[str, int] = field(default_factory=dict)  # percent by tag id

    @property
    def rows(self) -> int:
        """Fixes, late ones too."""
        return len(self.fixes.tag) + len(self.late.tag)


@dataclass(frozen=True, slots=True)
class Batch:
    """One message: by whom, under which lease, and the beats."""

    name: str
    epoch: int
    beats: list[Made]


def ids_of(tags: Sequence[Tag]) -> Bytes:
    """(N, 16): the ids of tags, to be picked by dense number."""
    return np.frombuffer(b"".join(tag.id.bytes for tag in tags), np.uint8).reshape(-1, 16)


def no_places() -> Places:
    """None at all."""
    return blank(Places)


def pieces(made: Made) -> Iterator[Made]:
    """The beat in parts that fit into a message; only the last one says that it is done."""
    nowhere = Place()
    for first in range(0, max(made.rows, 1), ROWS_MAX):
        cut = slice(first, first + ROWS_MAX)
        is_last = first + ROWS_MAX >= made.rows
        yield Made(
            made.place if is_last else nowhere,
            made.clock_ms,
            pick(made.fixes, cut),
            made.fix_ids[cut],
            pick(made.late, cut),
            made.late_ids[cut],
            made.batteries if is_last else {},
        )


def packed(batch: Batch) -> bytes:
    """The message."""
    beats = batch.beats
    fixes, late = join([one.fixes for one in beats]), join([one.late for one in beats])
    arrays = {f"fixes.{name}": column for name, column in fixes._asdict().items()}
    arrays |= {f"late.{name}": column for name, column in late._asdict().items()}
    arrays["fix_ids"] = np.concatenate([one.fix_ids for one in beats])
    arrays["late_ids"] = np.concatenate([one.late_ids for one in beats])
    heads = [
        [one.place.created, one.place.seq, one.place.at_ms, one.clock_ms, len(one.fixes.tag),
         len(one.late.tag), one.batteries]
        for one in beats
    ]  # fmt: skip
    plain = {"version": VERSION, "name": batch.name, "epoch": batch.epoch, "beats": heads}
    return pack(arrays, plain)


def unpacked(data: bytes) -> Batch:
    """Undo `packed`. ValueError or KeyError when it is none of ours."""
    arrays, plain = unpack(data)
    if plain["version"] != VERSION:
        raise ValueError("fixes of another version")
    fixes = Pending(**{name: arrays[f"fixes.{name}"] for name in Pending._fields})
    late = Places(**{name: arrays[f"late.{name}"] for name in Places._fields})
    return Batch(plain["name"], plain["epoch"], list(_beats(plain["beats"], arrays, fixes, late)))


def _beats(
    heads: list[list[Any]], arrays: dict[str, NDArray[Any]], fixes: Pending, late: Places
) -> Iterator[Made]:
    f = n = 0
    for created, seq, at_ms, clock_ms, count, late_count, batteries in heads:
        here, there = slice(f, f + count), slice(n, n + late_count)
        f, n = f + count, n + late_count
        yield Made(
            Place(created, seq, at_ms), clock_ms,
            pick(fixes, here), arrays["fix_ids"][here],
            pick(late, there), arrays["late_ids"][there], batteries,
        )  # fmt: skip
