"""The rates by which hazards are judged: cured, cured in time, come back (S5 附件 一(四)4)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Counts:
    """Numbers of hazards. `timed`: whose deadline has passed or whose work was handed in."""

    total: int
    accepted: int
    timed: int
    in_time: int
    overdue: int
    recurrent: int
    major: int

    @property
    def cured_pct(self) -> float | None:
        """整改率: accepted of all; None when there is none."""
        return _share(self.accepted, self.total)

    @property
    def in_time_pct(self) -> float | None:
        """按期整改率: handed in by the deadline, of those that had to be or were."""
        return _share(self.in_time, self.timed)

    @property
    def recurrent_pct(self) -> float | None:
        """复发率."""
        return _share(self.recurrent, self.total)


def _share(part: int, whole: int) -> float | None:
    return round(100 * part / whole, 1) if whole else None
