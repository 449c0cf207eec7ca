"""The filters of some tags and nothing else: what a plant cut into parts runs beside its judge.

A solver is a pipeline whose rules never look. Its fixes are taken out as they are made and go to
the pipeline of another process, which judges them (`Pipeline.replay`).
"""

from __future__ import annotations

from dataclasses import replace
from zlib import crc32

from anhuan.engine.core.config import Config
from anhuan.engine.core.output import FixTable
from anhuan.engine.core.pipeline import Pipeline
from anhuan.engine.core.state import Pending
from anhuan.engine.core.tables import blank


def share_of(number: str, parts: int) -> int:
    """Which of `parts` solves the tag of this device number; the same in every process and year."""
    return crc32(number.encode()) % parts


def config_of_share(config: Config, share: int, parts: int) -> Config:
    """What one solver must know: its tags, the anchors and the ground, no zones."""
    mine = tuple(tag for tag in config.tags if share_of(tag.number, parts) == share)
    return replace(config, tags=mine, areas=(), fences=(), hauls=())


class Solver(Pipeline):
    """Reports and positions in (`ingest`, `ingest_places`), fixes out (`take`)."""

    def take(self) -> tuple[Pending, list[FixTable]]:
        """All fixes since the last `take`, as they were made, and those for the track alone."""
        fixes, self.state.pending = self.state.pending, blank(Pending)
        late, self._output.late = self._output.late, []
        return fixes, late

    def _advance(self, now_ms: int) -> None:
        """No instant is judged here."""
