"""Where a recording is laid on the plant: moved, never turned or stretched, so exactly undone."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from anhuan.devices.datasets.recording import Recording
from anhuan.engine.core.score import Truth

NS_PER_MS = 1_000_000


@dataclass(frozen=True, slots=True)
class Laid:
    """A recording's place (metres added to recorded x and y) and time (milliseconds added)."""

    recording: Recording
    dx_m: float
    dy_m: float
    shift_ms: int

    def anchor_at(self, name: str) -> tuple[float, float, float]:
        """An anchor in plant metres."""
        x, y, z = self.recording.anchors[name]
        return round(x + self.dx_m, 4), round(y + self.dy_m, 4), z

    def plant_ms(self, t_ns: int) -> int:
        """A recorded moment in plant time."""
        return t_ns // NS_PER_MS + self.shift_ms

    def truth(self) -> Truth:
        """The recorded truth in plant metres and plant time."""
        points = self.recording.truth
        return Truth(
            np.array([p.t_ns / NS_PER_MS + self.shift_ms for p in points]),
            np.array([p.x + self.dx_m for p in points]),
            np.array([p.y + self.dy_m for p in points]),
        )

    def window_ms(self) -> tuple[float, float]:
        """The part that is scored, in plant time."""
        begin, end = self.recording.window_ns
        return begin / NS_PER_MS + self.shift_ms, end / NS_PER_MS + self.shift_ms


def offset(recording: Recording, middle: tuple[float, float]) -> tuple[float, float]:
    """What to add so that the recording's middle lies on `middle`, whole centimetres."""
    x = _spread([p.x for p in recording.truth], [a[0] for a in recording.anchors.values()])
    y = _spread([p.y for p in recording.truth], [a[1] for a in recording.anchors.values()])
    return round(middle[0] - x.mean(), 2), round(middle[1] - y.mean(), 2)


def _spread(*values: list[float]) -> NDArray[np.float64]:
    """Lowest and highest of all."""
    every = [value for some in values for value in some]
    return np.array([min(every), max(every)])


def length_ms(recording: Recording) -> int:
    """From the first report to the last."""
    return (recording.reports[-1].t_ns - recording.reports[0].t_ns) // NS_PER_MS
