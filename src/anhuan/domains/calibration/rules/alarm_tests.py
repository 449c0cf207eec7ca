"""Missed and false alarms of a test session, as AQ 3064.3-2025 7.3.2, A.4 and A.5 count them.

A staged event says what was acted out: something that must alarm, or something that must not.
While it lasts the state is sampled (at most every 5 s): FN = E / N of samples that should have
been alarming and were not, FP = E / N of samples that should not have been and were.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import floor

COLOURS = ("crowd_yellow", "crowd_orange", "crowd_red")
LEAST_MINUTES = 10.0  # A.4, A.5: a test of one kind lasts at least so long
AFTER_S = 30.0  # an alarm that begins so soon after the event still belongs to it


@dataclass(frozen=True, slots=True)
class Staged:
    """Acted out from `since_s` to `until_s`; `area` None: anywhere. Seconds of any one clock."""

    id: str
    kind: str
    should_alarm: bool
    since_s: float
    until_s: float
    area: str | None = None


@dataclass(frozen=True, slots=True)
class Raised:
    """An alarm; `until_s` None: it still holds."""

    id: str
    kind: str
    since_s: float
    until_s: float | None
    area: str | None = None

    def is_on(self, at_s: float) -> bool:
        """Whether it held at a moment."""
        return self.since_s <= at_s and (self.until_s is None or at_s < self.until_s)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one staged event. `samples`, `wrong`: N and E of the standard."""

    staged: Staged
    alarm: Raised | None
    delay_s: float | None
    samples: int
    wrong: int

    @property
    def is_right(self) -> bool:
        """Raised when it should, silent when it should."""
        return (self.alarm is not None) == self.staged.should_alarm


@dataclass(slots=True)
class Rates:
    """Counts of one family of kinds, or of the whole session."""

    staged: int = 0
    missed: int = 0
    miss_samples: int = 0
    miss_wrong: int = 0
    quiet: int = 0  # staged events that must not alarm
    false_samples: int = 0
    false_wrong: int = 0
    raised: int = 0
    false_raised: int = 0

    @property
    def miss_rate(self) -> float | None:
        """The worse of events and samples, 0..1; None when nothing was staged."""
        return _worse((self.missed, self.staged), (self.miss_wrong, self.miss_samples))

    @property
    def false_rate(self) -> float | None:
        """The worse of alarms and samples, 0..1; None without alarms and without samples."""
        return _worse((self.false_raised, self.raised), (self.false_wrong, self.false_samples))


@dataclass(slots=True)
class Result:
    """A whole session."""

    outcomes: list[Outcome]
    families: dict[str, Rates]
    whole: Rates
    colours: dict[str, tuple[int, int]] = field(default_factory=dict)  # right, staged
    false_alarms: list[str] = field(default_factory=list)


def family(kind: str) -> str:
    """Colours of crowding are one family: a wrong colour is no missed alarm."""
    return "crowd" if kind.startswith("crowd_") else kind


def result_of(
    staged: Sequence[Staged], raised: Sequence[Raised],
    within_s: dict[str, float], sample_s: float,
) -> Result:  # fmt: skip
    """Compare what was acted out with what was raised.

    `within_s`: by family, how long an alarm may take to come; 5 where nothing is said.
    """
    tested = {family(one.kind) for one in staged}
    counted = [one for one in raised if family(one.kind) in tested]
    outcomes = [_outcome(one, counted, within_s.get(family(one.kind), 5.0), sample_s)
                for one in staged]  # fmt: skip
    wrong = {one.id for one in counted if not _is_expected(one, staged)}
    families = {name: Rates() for name in sorted(tested)}
    whole = Rates()
    for outcome in outcomes:
        for rates in (families[family(outcome.staged.kind)], whole):
            _count(rates, outcome)
    for alarm in counted:
        for rates in (families[family(alarm.kind)], whole):
            rates.raised += 1
            rates.false_raised += alarm.id in wrong
    return Result(outcomes, families, whole, _colours(outcomes), sorted(wrong))


def verdict(whole: Rates, miss_limit: float = 0.10, false_limit: float = 0.15) -> bool | None:
    """Both rates below their limits; at the limit is too much. None: not both were tested."""
    miss, false = whole.miss_rate, whole.false_rate
    if miss is None or false is None:
        return None
    return miss < miss_limit and false < false_limit


def shortcomings(staged: Iterable[Staged], sample_s: float) -> list[str]:
    """Where the session falls short of the standard's own method."""
    minutes: dict[tuple[str, bool], float] = {}
    for one in staged:
        key = (family(one.kind), one.should_alarm)
        minutes[key] = minutes.get(key, 0.0) + (one.until_s - one.since_s) / 60
    found = []
    if sample_s > 5:
        found.append("采样间隔大于 5 s（AQ 3064.3 A.4、A.5）")
    if any(spent < LEAST_MINUTES for spent in minutes.values()):
        found.append("部分项目试验不足 10 min（AQ 3064.3 A.4、A.5）")
    for name in sorted({key[0] for key in minutes}):
        if (name, False) not in minutes:
            found.append(f"{name} 没有做误报试验")
        if (name, True) not in minutes:
            found.append(f"{name} 没有做漏报试验")
    return found


def _outcome(staged: Staged, raised: Sequence[Raised], within_s: float, sample_s: float) -> Outcome:
    near = [one for one in raised if _is_about(one, staged)]
    first_s = staged.since_s + (within_s if staged.should_alarm else 0.0)
    hits = [one for one in near if _meets(one, staged, first_s)]
    alarm = min(hits, key=lambda one: one.since_s, default=None)
    count = max(0, floor((staged.until_s - first_s) / sample_s))
    on = sum(any(a.is_on(first_s + k * sample_s) for a in near) for k in range(count))
    delay = max(0.0, alarm.since_s - staged.since_s) if alarm else None
    return Outcome(staged, alarm, delay, count, count - on if staged.should_alarm else on)


def _meets(alarm: Raised, staged: Staged, first_s: float) -> bool:
    """Held during the event; for one that must alarm, not later than it is allowed to take."""
    if alarm.until_s is not None and alarm.until_s <= staged.since_s:
        return False
    return alarm.since_s <= first_s if staged.should_alarm else alarm.since_s < staged.until_s


def _is_about(alarm: Raised, staged: Staged) -> bool:
    same_place = staged.area is None or alarm.area is None or staged.area == alarm.area
    return same_place and family(alarm.kind) == family(staged.kind)


def _is_expected(alarm: Raised, staged: Sequence[Staged]) -> bool:
    """Began during, or held into, something that should alarm."""
    return any(
        one.should_alarm and _is_about(alarm, one) and alarm.since_s < one.until_s + AFTER_S
        and (alarm.until_s is None or alarm.until_s > one.since_s)
        for one in staged
    )  # fmt: skip


def _count(rates: Rates, outcome: Outcome) -> None:
    if outcome.staged.should_alarm:
        rates.staged += 1
        rates.missed += outcome.alarm is None
        rates.miss_samples += outcome.samples
        rates.miss_wrong += outcome.wrong
    else:
        rates.quiet += 1
        rates.false_samples += outcome.samples
        rates.false_wrong += outcome.wrong


def _colours(outcomes: Iterable[Outcome]) -> dict[str, tuple[int, int]]:
    """By colour acted out: how many were told in that colour, of how many."""
    found: dict[str, tuple[int, int]] = {}
    for one in outcomes:
        kind = one.staged.kind
        if one.staged.should_alarm and kind in COLOURS:
            right, staged = found.get(kind, (0, 0))
            is_right = one.alarm is not None and one.alarm.kind == kind
            found[kind] = (right + is_right, staged + 1)
    return found


def _worse(*fractions: tuple[int, int]) -> float | None:
    rates = [part / whole for part, whole in fractions if whole]
    return max(rates) if rates else None
