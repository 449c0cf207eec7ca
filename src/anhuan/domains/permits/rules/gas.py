"""Whether air is good enough to work in, and when somebody must look again.

GB 30871-2022 5.3 (hot work), 6.3–6.5 (confined space), 10.1 (temporary power in explosive areas);
GBZ 2.1 for toxic gases. A billionth of slack forgives binary fractions, nothing else.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from anhuan.domains.permits.rules.facts import Facts, Flag
from anhuan.domains.permits.rules.gases import Gas, Unit
from anhuan.domains.permits.rules.kinds import Kind

SLACK = 1e-9
LEL_PIVOT_VOL_PCT = 4.0  # from here on a gas burns less readily (5.3.2)
O2_LEAST, O2_MOST, O2_MOST_ENRICHED = 19.5, 21.0, 23.5
TEST_TO_START = timedelta(minutes=30)  # counted from sampling (5.3.1 c, 6.3 a)
RECORD_EVERY = timedelta(hours=2)  # confined space (6.5)
ANALYSIS_RADIUS_M = 10.0  # around a hot point (5.3.1 b)


class Target(StrEnum):
    """What a test looks for."""

    FLAMMABLE = "flammable"
    TOXIC = "toxic"
    OXYGEN = "oxygen"


@dataclass(frozen=True, slots=True)
class Reading:
    """One value of one gas at one point, as the instrument showed it."""

    gas: str  # a key of the library; "oxygen" for O2
    value: float
    unit: Unit
    point: str = ""  # 上部, 中部, 下部, 设备内 …


@dataclass(frozen=True, slots=True)
class Finding:
    """What is thought of one reading or of a mixture."""

    code: str  # flammable, toxic, oxygen_low, oxygen_high, mixture_sum, mixture_lel, unknown_gas
    text: str
    is_ok: bool
    clause: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The whole test: good only when every finding is."""

    findings: tuple[Finding, ...]

    @property
    def is_ok(self) -> bool:
        """Whether work may go on in this air. A test without a reading is not good."""
        return bool(self.findings) and all(one.is_ok for one in self.findings)

    @property
    def faults(self) -> tuple[Finding, ...]:
        """What is wrong."""
        return tuple(one for one in self.findings if not one.is_ok)


def flammable_limit_vol_pct(lel_vol_pct: float) -> float:
    """The most that may be in the air: 0.5 % where LEL ≥ 4 %, else 0.2 % by volume (5.3.2)."""
    return 0.5 if lel_vol_pct >= LEL_PIVOT_VOL_PCT else 0.2


def toxic_limit_mg_m3(gas: Gas) -> float | None:
    """The strictest occupational limit of GBZ 2.1 the library knows: MAC, else STEL, else TWA."""
    return gas.mac_mg_m3 or gas.stel_mg_m3 or gas.twa_mg_m3


def oxygen_window(facts: Facts) -> tuple[float, float]:
    """Least and most O2 in % by volume to breathe (6.4 a): the upper end rises where oxygen is
    enriched by nature of the place."""
    return O2_LEAST, O2_MOST_ENRICHED if facts.has(Flag.OXYGEN_ENRICHED) else O2_MOST


def targets(kind: Kind, facts: Facts) -> frozenset[Target]:
    """What must be tested before this work; empty where the standard asks for no test."""
    raise NotImplementedError


def points_needed(kind: Kind, facts: Facts) -> tuple[str, ...]:
    """The sampling points this work owes, by name (5.3.1 a–b, 5.2.6, 6.3 b)."""
    raise NotImplementedError


def judge(
    kind: Kind, facts: Facts, readings: Sequence[Reading], gases: Mapping[str, Gas]
) -> Verdict:
    """The verdict on one test: each reading by its own limit, mixtures by the stricter of the sum
    of ratios and Le Chatelier, oxygen by its window."""
    raise NotImplementedError


def missing(
    kind: Kind, facts: Facts, readings: Sequence[Reading], gases: Mapping[str, Gas]
) -> tuple[str, ...]:
    """What the test has not looked at: targets and points, each in one Chinese phrase."""
    raise NotImplementedError


def expires_at(sampled_at: datetime) -> datetime:
    """The last moment work may start on this test; a second later it may not (alarm 02)."""
    return sampled_at + TEST_TO_START


def interruption_limit(kind: Kind, level: str, facts: Facts) -> timedelta | None:
    """How long work may rest before the air must be tested anew (alarm 03): 30 min for special and
    first grade hot work, 60 min for second grade, confined space and temporary power in explosive
    areas; None where no test is owed."""
    raise NotImplementedError


def needs_daily_test(kind: Kind, facts: Facts) -> bool:
    """Whether each calendar day's start needs a test of that day: hot work of every grade, and
    temporary power in explosive areas (5.3.1 d; AQ 3064.2 5.9.2)."""
    raise NotImplementedError


def is_continuous(kind: Kind, level: str) -> bool:
    """Whether a detector must watch all the time: special hot work, confined space."""
    raise NotImplementedError


def record_interval(kind: Kind) -> timedelta | None:
    """How often a value must be written down while working: 2 h in a confined space."""
    raise NotImplementedError
