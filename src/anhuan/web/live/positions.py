"""The latest position of every tag, and the last frames, for one company. Pure."""

from collections import deque
from dataclasses import dataclass, field
from typing import Any

from anhuan.web.live.messages import Sent, encode

FRAMES_KEPT = 240  # two minutes at two a second
COLUMNS = ["tag", "t_ms", "x_m", "y_m", "floor", "r68_m", "speed_mps", "area", "state"]


@dataclass(slots=True)
class Picture:
    """What a browser that has followed from the beginning has on its screen."""

    epoch: str = ""
    n: int = 0
    t: str = ""
    cols: list[str] = field(default_factory=lambda: list(COLUMNS))
    rows: dict[str, list[Any]] = field(default_factory=dict)
    counts: dict[str, Any] | None = None
    recent: deque[tuple[int, Sent]] = field(default_factory=lambda: deque(maxlen=FRAMES_KEPT))

    @property
    def is_empty(self) -> bool:
        """Nothing heard yet."""
        return not self.epoch

    def reset(self, frame: dict[str, Any]) -> None:
        """Begin from a whole snapshot of the engine."""
        self.rows.clear()
        self.recent.clear()
        self._take(frame)
        self.counts = frame.get("counts") or self.counts

    def apply(self, frame: dict[str, Any]) -> tuple[Sent | None, bool]:
        """Add a frame: the message for all, and whether frames before it are missing.

        A frame that the snapshot already holds is no news.
        """
        is_same = frame["epoch"] == self.epoch
        if is_same and frame["n"] <= self.n:
            return None, False
        missing = not is_same or frame["n"] != self.n + 1
        if not is_same:
            self.recent.clear()
        self._take(frame)
        id_ = f"{frame['epoch']}:{frame['n']}"
        sent = Sent(encode("change", {"frame": _plain(frame)}, id_))
        self.recent.append((frame["n"], sent))
        return sent, missing

    def apply_counts(self, counts: dict[str, Any]) -> Sent:
        """New head counts."""
        self.counts = counts
        return Sent(encode("change", {"counts": counts}))

    def snapshot(self) -> Sent:
        """Everything known now."""
        frame = None
        if self.epoch:
            rows = list(self.rows.values())
            frame = {"epoch": self.epoch, "n": self.n, "t": self.t, "cols": self.cols, "rows": rows}
        id_ = f"{self.epoch}:{self.n}" if self.epoch else None
        return Sent(encode("snapshot", {"frame": frame, "counts": self.counts}, id_))

    def since(self, last_event_id: str) -> list[Sent] | None:
        """The frames after that id; None when they are not all here any more."""
        epoch, _, number = last_event_id.rpartition(":")
        if not number.isdigit() or epoch != self.epoch or not epoch:
            return None
        last = int(number)
        kept = [(n, sent) for n, sent in self.recent if n > last]
        if last > self.n or len(kept) != self.n - last:
            return None
        return [sent for _, sent in kept]

    def _take(self, frame: dict[str, Any]) -> None:
        self.epoch, self.n, self.t = frame["epoch"], frame["n"], frame["t"]
        self.cols = frame.get("cols") or self.cols
        for row in frame["rows"]:
            self.rows[row[0]] = row


def _plain(frame: dict[str, Any]) -> dict[str, Any]:
    return {key: frame[key] for key in ("epoch", "n", "t", "cols", "rows")}
