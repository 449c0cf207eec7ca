"""Which works owe which tests, where the samples are from, and how long a test holds.

GB 30871-2022 5.2.6, 5.2.7, 5.3.1, 6.3–6.5, 10.1, 11.10; AQ 3064.2-2025 5.4.3, 5.9.1–5.9.4.
Temporary power's 60 minutes after an interruption are ours: the standards ask only for a test.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from anhuan.domains.permits.rules.depth import follows_confined_space_rules
from anhuan.domains.permits.rules.facts import Facts, Flag
from anhuan.domains.permits.rules.gas.readings import (
    TARGET_LABELS,
    ZONE_LABELS,
    Reading,
    Target,
    Zone,
)
from anhuan.domains.permits.rules.gases import OXYGEN, Gas
from anhuan.domains.permits.rules.kinds import Kind

TEST_TO_START = timedelta(minutes=30)  # counted from sampling (5.3.1 c, 6.3 a)
RECORD_EVERY = timedelta(hours=2)  # confined space (6.5)
ANALYSIS_RADIUS_M = 10.0  # around a hot point (5.3.1 b)
_ALL = frozenset(Target)
_NOTHING: frozenset[Target] = frozenset()
_INNER = frozenset(Zone) - {Zone.SURROUNDINGS}
_THREE = ((Zone.UPPER, Zone.MIDDLE, Zone.LOWER), (Zone.LEFT, Zone.MIDDLE, Zone.RIGHT))


def enters_space(kind: Kind, facts: Facts) -> bool:
    """Whether the rules of confined spaces hold for this work's air."""
    if kind in (Kind.CONFINED_SPACE, Kind.TANK_CLEANING):
        return True
    return kind is Kind.EXCAVATION and follows_confined_space_rules(facts)


def targets(kind: Kind, facts: Facts) -> frozenset[Target]:
    """What must be tested before this work; empty where no test is owed."""
    if enters_space(kind, facts):
        return _ALL
    if kind is Kind.HOT_WORK:
        oxygen = {Target.OXYGEN} if facts.has(Flag.OXYGEN_EQUIPMENT) else set()
        return frozenset({Target.FLAMMABLE, *oxygen})
    if kind is Kind.TEMP_POWER and facts.has(Flag.EXPLOSIVE_AREA):
        return frozenset({Target.FLAMMABLE})
    return _NOTHING


def zones_needed(kind: Kind, facts: Facts) -> tuple[str, ...]:
    """The sampling points this work owes, in words, for the form to ask."""
    if not targets(kind, facts):
        return ()
    return tuple(phrase for phrase, _ in _zone_rules(kind, facts))


def missing(
    kind: Kind, facts: Facts, readings: Sequence[Reading], gases: Mapping[str, Gas]
) -> tuple[str, ...]:
    """What the test has not looked at: each target at each point it owes, one phrase each."""
    return tuple(
        f"缺少{phrase}的{TARGET_LABELS[target]}分析"
        for target in Target
        if target in targets(kind, facts)
        for phrase, zones in _zone_rules(kind, facts)
        if not _is_covered(zones, [one for one in readings if _sees(target, one, gases)])
    )


_Alternatives = tuple[frozenset[Zone], ...]  # one of these sets must be sampled whole


def _zone_rules(kind: Kind, facts: Facts) -> Iterator[tuple[str, _Alternatives]]:
    inside = enters_space(kind, facts)
    if not inside and not facts.has(Flag.INSIDE_VESSEL):
        yield ZONE_LABELS[Zone.SURROUNDINGS], (frozenset({Zone.SURROUNDINGS}),)
    if facts.has(Flag.LARGE_EQUIPMENT):
        yield "上、中、下（或左、中、右）部", tuple(frozenset(three) for three in _THREE)
    elif inside or facts.any_of((Flag.OUTER_WALL, Flag.INSIDE_VESSEL, Flag.OXYGEN_EQUIPMENT)):
        yield ZONE_LABELS[Zone.INSIDE], tuple(frozenset({zone}) for zone in _INNER)
    if facts.has(Flag.LONG_PIPELINE):
        yield "管线至少两段", ()


def _is_covered(alternatives: _Alternatives, readings: Sequence[Reading]) -> bool:
    if not alternatives:  # a long pipeline: two points by name
        return len({one.point for one in readings if one.point}) >= 2
    seen = {one.zone for one in readings}
    return any(wanted <= seen for wanted in alternatives)


def _sees(target: Target, reading: Reading, gases: Mapping[str, Gas]) -> bool:
    gas = gases.get(reading.gas)
    if gas is None:
        return False
    if target is Target.OXYGEN:
        return gas.key == OXYGEN
    return gas.is_flammable if target is Target.FLAMMABLE else gas.is_toxic


def expires_at(sampled_at: datetime) -> datetime:
    """The last moment work may start on this test."""
    return sampled_at + TEST_TO_START


def is_in_time(sampled_at: datetime, starts_at: datetime) -> bool:
    """Whether work may start now on a test sampled then: 10:00 to 10:30 yes, a second later no
    (alarm 02); never before the sample."""
    return sampled_at <= starts_at <= expires_at(sampled_at)


def interruption_limit(kind: Kind, level: str, facts: Facts) -> timedelta | None:
    """How long work may rest before the air must be tested anew (alarm 03): 30 min for special and
    first grade hot work, 60 min for second grade, confined space and temporary power in explosive
    areas; None where no test is owed."""
    if not targets(kind, facts):
        return None
    strict = kind is Kind.HOT_WORK and level in ("special", "first")
    return timedelta(minutes=30 if strict else 60)


def retest_owed(
    kind: Kind, level: str, facts: Facts, rested_from: datetime, rested_until: datetime
) -> bool:
    """Whether so long a rest demands a new test: exactly 30 or 60 min does not, longer does."""
    limit = interruption_limit(kind, level, facts)
    return limit is not None and rested_until - rested_from > limit


def needs_daily_test(kind: Kind, facts: Facts) -> bool:
    """Whether each calendar day's start needs a test of that day: hot work of every grade, and
    temporary power in explosive areas (5.3.1 d; AQ 3064.2 5.9.2)."""
    return kind in (Kind.HOT_WORK, Kind.TEMP_POWER) and bool(targets(kind, facts))


def is_continuous(kind: Kind, level: str, facts: Facts) -> bool:
    """Whether a detector must watch all the time: special hot work and where people enter."""
    return (kind is Kind.HOT_WORK and level == "special") or enters_space(kind, facts)


def record_interval(kind: Kind, facts: Facts) -> timedelta | None:
    """How often a value must be written down while working: 2 h where people enter (6.5)."""
    return RECORD_EVERY if enters_space(kind, facts) else None
