"""What a person's part in the mechanism is worth: proposed by figures, decided by people."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from anhuan.domains.mechanism.rules.settings import Settings
from anhuan.kernel.errors import Blocker

MOST = 10_000


@dataclass(frozen=True, slots=True)
class Part:
    """What somebody did in a span: checks as who should do them, hazards found, work overdue."""

    done: int = 0
    made_up: int = 0
    missed: int = 0
    found: int = 0
    found_major: int = 0
    overdue: int = 0


def points_of(part: Part, own: Settings) -> float:
    """Positive: a reward. Doing what one should do is neither."""
    plus = own.reward_found * part.found + own.reward_major * part.found_major
    minus = own.penalty_missed * part.missed + own.penalty_made_up * part.made_up
    return round(plus - minus - own.penalty_overdue * part.overdue, 1)


def award_blockers(
    first: date, last: date, points: float, reason: str, today: date
) -> Iterator[Blocker]:
    """Every reason against a decision."""
    if first > last:
        yield Blocker("last", "结束日期不能早于开始日期")
    if last > today:
        yield Blocker("last", "考核周期还没有结束，请选择今天以前的日期")
    if not points or abs(points) > MOST:
        yield Blocker("points", f"分值应在 -{MOST} 到 {MOST} 之间，且不为 0")
    if not reason.strip():
        yield Blocker("reason", "请写明奖惩事由")
