"""By what checks are judged: completed, in time, missed, signed in (危化企业智能巡检指南 2021)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Checks:
    """Numbers of tasks whose time began in a span. `stops`, `came`: points of those that ended."""

    done: int = 0
    made_up: int = 0
    missed: int = 0
    waiting: int = 0
    rested: int = 0  # stopped, overhaul, cancelled: nobody owed them
    abnormal: int = 0  # things found
    stops: int = 0
    came: int = 0

    @property
    def ended(self) -> int:
        """What had to be done by now."""
        return self.done + self.made_up + self.missed

    @property
    def completion_pct(self) -> float | None:
        """完成率: done, be it late, of what had to be; None when nothing had."""
        return share(self.done + self.made_up, self.ended)

    @property
    def in_time_pct(self) -> float | None:
        """及时率."""
        return share(self.done, self.ended)

    @property
    def missed_pct(self) -> float | None:
        """漏检率."""
        return share(self.missed, self.ended)

    @property
    def sign_in_pct(self) -> float | None:
        """到位率: points somebody was proved to be at."""
        return share(min(self.came, self.stops), self.stops)

    def __add__(self, other: "Checks") -> "Checks":
        names = self.__slots__
        return Checks(*(getattr(self, name) + getattr(other, name) for name in names))


def share(part: float, whole: float) -> float | None:
    """In percent, to one place."""
    return round(100 * part / whole, 1) if whole else None
