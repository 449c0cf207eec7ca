"""Alarm statistics after ISA-18.2 / IEC 62682 / EEMUA 191. Pure: occurrences in, figures out."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

TEN_MINUTES = timedelta(minutes=10)
FLOOD_ABOVE = 10  # in ten minutes
FLOOD_OVER_BELOW = 5
CHATTER_TIMES, CHATTER_WITHIN = 3, timedelta(minutes=1)
STALE_AFTER = timedelta(hours=24)
FLEETING_WITHIN = timedelta(seconds=10)


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One alarm as statistics see it."""

    raised_at: datetime
    condition: str
    kind: str
    priority: int
    returned_at: datetime | None = None
    acknowledged_at: datetime | None = None
    handled_at: datetime | None = None
    cause: str = ""
    rule: str = ""
    area: str = ""


@dataclass(frozen=True, slots=True)
class Flood:
    """From the eleventh alarm in ten minutes until fewer than five are in ten minutes."""

    began: datetime
    ended: datetime
    count: int


@dataclass(frozen=True, slots=True)
class Kpis:
    """The figures of one operator's position over a period."""

    count: int
    per_day: float
    per_ten_minutes: float
    most_in_ten_minutes: int
    share_over_ten: float  # ten-minute slots with more than 10
    share_over_thirty: float  # hours with more than 30
    floods: tuple[Flood, ...]
    share_in_flood: float
    chattering: tuple[tuple[str, int], ...]  # condition, times within its worst minute
    fleeting: int
    stale: int
    top_ten_share: float
    by_priority: dict[int, float]
    median_acknowledged_s: float | None
    median_handled_s: float | None


def kpis(alarms: Sequence[Occurrence], first: datetime, last: datetime, now: datetime) -> Kpis:
    """All figures of [first, last)."""
    times = sorted(alarm.raised_at for alarm in alarms)
    slots = max((last - first) / TEN_MINUTES, 1.0)
    found = floods(times)
    return Kpis(
        count=len(alarms),
        per_day=len(alarms) / max((last - first) / timedelta(days=1), 1 / 144),
        per_ten_minutes=len(alarms) / slots,
        most_in_ten_minutes=most_within(times, TEN_MINUTES),
        share_over_ten=_slots_over(times, first, TEN_MINUTES, FLOOD_ABOVE) / slots,
        share_over_thirty=_slots_over(times, first, timedelta(hours=1), 30) / max(slots / 6, 1.0),
        floods=found,
        share_in_flood=sum((f.ended - f.began) / (last - first) for f in found),
        chattering=chattering(alarms),
        fleeting=sum(_lasted(alarm) <= FLEETING_WITHIN for alarm in alarms if alarm.returned_at),
        stale=sum(is_stale(alarm, now) for alarm in alarms),
        top_ten_share=top_share(alarms, 10),
        by_priority=shares(alarm.priority for alarm in alarms),
        median_acknowledged_s=_median_s(alarms, "acknowledged_at"),
        median_handled_s=_median_s(alarms, "handled_at"),
    )


def most_within(times: Sequence[datetime], span: timedelta) -> int:
    """The most alarms in any window of that length, both ends included."""
    return max((end - bisect_left(times, t - span) + 1 for end, t in enumerate(times)), default=0)


def floods(times: Sequence[datetime]) -> tuple[Flood, ...]:
    """Begins with more than 10 in ten minutes, ends when fewer than 5 are in ten minutes."""
    found: list[Flood] = []
    at = 0
    while at < len(times):
        if at - bisect_left(times, times[at] - TEN_MINUTES) + 1 <= FLOOD_ABOVE:
            at += 1
            continue
        began = bisect_left(times, times[at] - TEN_MINUTES)
        ended, at = _end_of_flood(times, at)
        found.append(Flood(times[began], ended, at - began))
    return tuple(found)


def _end_of_flood(times: Sequence[datetime], at: int) -> tuple[datetime, int]:
    """When it is over, and the first alarm after it."""
    while True:
        # Four old alarms left in the window: the fifth-last has just dropped out of it.
        over = times[at - FLOOD_OVER_BELOW + 1] + TEN_MINUTES
        if at + 1 >= len(times) or times[at + 1] > over:
            return over, at + 1
        at += 1


def chattering(alarms: Iterable[Occurrence]) -> tuple[tuple[str, int], ...]:
    """Conditions that came three times or more within a minute, the worst first."""
    by_condition: dict[str, list[datetime]] = defaultdict(list)
    for alarm in alarms:
        by_condition[alarm.condition].append(alarm.raised_at)
    worst = {
        condition: most_within(sorted(times), CHATTER_WITHIN)
        for condition, times in by_condition.items()
        if len(times) >= CHATTER_TIMES
    }
    found = [(condition, times) for condition, times in worst.items() if times >= CHATTER_TIMES]
    return tuple(sorted(found, key=lambda pair: (-pair[1], pair[0])))


def is_stale(alarm: Occurrence, now: datetime) -> bool:
    """Active for more than a day."""
    return (alarm.returned_at or now) - alarm.raised_at > STALE_AFTER


def top_share(alarms: Sequence[Occurrence], top: int) -> float:
    """The share of all alarms that the most frequent conditions make."""
    counted = Counter(alarm.condition for alarm in alarms)
    return sum(n for _, n in counted.most_common(top)) / len(alarms) if alarms else 0.0


def shares(values: Iterable[int]) -> dict[int, float]:
    """Each value's share of all."""
    counted = Counter(values)
    total = sum(counted.values())
    return {value: counted[value] / total for value in sorted(counted)}


@dataclass(frozen=True, slots=True)
class FalseRate:
    """How often one rule was wrong, among its alarms somebody has judged."""

    rule: str
    raised: int
    judged: int
    false: int

    @property
    def share(self) -> float | None:
        """None while nobody has judged any."""
        return self.false / self.judged if self.judged else None


def false_rates(alarms: Iterable[Occurrence]) -> list[FalseRate]:
    """Per rule, the most often wrong first (AQ 3064.3 5.3.2); only real and false are judged."""
    by_rule: dict[str, list[Occurrence]] = defaultdict(list)
    for alarm in alarms:
        by_rule[alarm.rule or alarm.kind].append(alarm)
    found = []
    for rule, mine in by_rule.items():
        causes = Counter(alarm.cause for alarm in mine)
        judged = causes["real"] + causes["false"]
        found.append(FalseRate(rule, len(mine), judged, causes["false"]))
    return sorted(found, key=lambda rate: (-(rate.share or 0.0), -rate.raised, rate.rule))


def _slots_over(times: Sequence[datetime], first: datetime, length: timedelta, limit: int) -> int:
    counted = Counter((t - first) // length for t in times)
    return sum(count > limit for count in counted.values())


def _lasted(alarm: Occurrence) -> timedelta:
    return (alarm.returned_at or alarm.raised_at) - alarm.raised_at


def _median_s(alarms: Iterable[Occurrence], field: str) -> float | None:
    waits = [
        (getattr(alarm, field) - alarm.raised_at).total_seconds()
        for alarm in alarms
        if getattr(alarm, field)
    ]
    return median(waits) if waits else None
