"""When a look at somebody's whereabouts needs a purpose, and when it is one already recorded."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from anhuan.kernel.errors import Blocker

SAME_LOOK = timedelta(minutes=10)
PURPOSES = ("事故调查", "应急救援", "违章核查", "作业核查", "考勤核对", "系统测试")
LEAST_CHARACTERS = 2


@dataclass(frozen=True, slots=True)
class Look:
    """What was looked at: a period, and what for."""

    start: datetime
    end: datetime
    purpose: str = ""

    def covers(self, other: "Look") -> bool:
        """Zooming into a period already looked at for the same purpose is the same look."""
        return self.start <= other.start and other.end <= self.end and self.purpose == other.purpose


def needs_purpose(roles: Iterable[str], wanted: Iterable[str]) -> bool:
    """Whether any of the account's roles must say what for."""
    return not set(roles).isdisjoint(wanted)


def purpose_blockers(
    roles: Iterable[str], wanted: Iterable[str], purpose: str
) -> Iterator[Blocker]:
    """Personal tracks are looked at for a reason where the plant says so (PIPL art. 6, 28)."""
    if needs_purpose(roles, wanted) and len(purpose.strip()) < LEAST_CHARACTERS:
        yield Blocker("purpose_required", "请填写查看目的，例如“事故调查”；目的会记入审计")
