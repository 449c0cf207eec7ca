"""The words of a gas test: what it looks for, where, what was read and what is thought of it."""

from dataclasses import dataclass
from enum import StrEnum

from anhuan.domains.permits.rules.gases import Unit


class Target(StrEnum):
    """What a test looks for."""

    FLAMMABLE = "flammable"
    TOXIC = "toxic"
    OXYGEN = "oxygen"


TARGET_LABELS = {
    Target.FLAMMABLE: "可燃气体",
    Target.TOXIC: "有毒气体",
    Target.OXYGEN: "氧含量",
}


class Zone(StrEnum):
    """Where a sample is from, as far as the standard distinguishes."""

    SURROUNDINGS = "surroundings"
    INSIDE = "inside"
    UPPER = "upper"
    MIDDLE = "middle"
    LOWER = "lower"
    LEFT = "left"
    RIGHT = "right"


ZONE_LABELS = {
    Zone.SURROUNDINGS: "作业点周围 10 m 内",
    Zone.INSIDE: "设备、空间内",
    Zone.UPPER: "上部",
    Zone.MIDDLE: "中部",
    Zone.LOWER: "下部",
    Zone.LEFT: "左部",
    Zone.RIGHT: "右部",
}


@dataclass(frozen=True, slots=True)
class Reading:
    """One value of one gas at one point, as the instrument showed it."""

    gas: str  # a key of the library; `gases.OXYGEN` for O2
    value: float
    unit: Unit
    zone: Zone = Zone.INSIDE
    point: str = ""  # the point's own name: 人孔 M1, 第 2 段
    distance_m: float | None = None  # from the working point, for the surroundings


@dataclass(frozen=True, slots=True)
class Finding:
    """What is thought of one reading or of a mixture. Codes: flammable, toxic, oxygen_low,
    oxygen_high, oxygen, mixture_sum, mixture_lel, point_far, gas_unknown, value_invalid."""

    code: str
    text: str
    is_ok: bool
    clause: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The whole test: good only when every finding is."""

    findings: tuple[Finding, ...]

    @property
    def is_ok(self) -> bool:
        """Whether the air is good. A test that found nothing to judge is not."""
        return bool(self.findings) and not self.faults

    @property
    def faults(self) -> tuple[Finding, ...]:
        """What is wrong."""
        return tuple(one for one in self.findings if not one.is_ok)
