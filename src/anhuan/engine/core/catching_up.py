"""The pipeline of a judge: fixes that come late because a solver changed hands are judged in order.

While a solver moves to another worker nothing is said of its tags for some seconds; then all of it
comes at once. Taken in one step, somebody who went in and out meanwhile would have been nowhere.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from anhuan.engine.core.pipeline import Pipeline, judge_jobs, judge_presence, scene_of
from anhuan.engine.core.state import Pending
from anhuan.engine.core.taking import take_fixes

BEHIND_MS = 2_000  # nobody comes and goes in less: leaving takes two seconds
AT_MOST_MS = 120_000  # older is a gateway's past: what holds now is told, not what held then
SLICE_MS = 1_000


class JudgePipeline(Pipeline):
    """`replay` and `tick`; crossings and jobs are looked at for every second that comes late."""

    @classmethod
    def going_on(cls, pipeline: Pipeline) -> JudgePipeline:
        """With the memory of another pipeline, which must not be used any more."""
        found = cls(pipeline.plant.config, pipeline.state.stepped_ms)
        found.state = pipeline.state
        return found

    def _step(self, now_ms: int) -> None:
        for until_ms in slices(self.state.pending, now_ms):
            passed = take_fixes(self.plant, self.state, until_ms, self._output)
            scene = scene_of(self.plant, self.state, now_ms, passed)
            judge_presence(self, scene, self._output)
            judge_jobs(self, scene, self._output)
        super()._step(now_ms)


def slices(pending: Pending, now_ms: int) -> Iterator[int]:
    """Ends of the seconds whose fixes come late, oldest first."""
    age_ms = now_ms - pending.t_ms
    late = pending.t_ms[(age_ms > BEHIND_MS) & (age_ms <= AT_MOST_MS)]
    for second in np.unique(late // SLICE_MS).tolist():
        yield (second + 1) * SLICE_MS - 1
