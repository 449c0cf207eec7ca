"""LEC and LS: scores people choose, the value they give, the level the value means.

The scores' values are those in general use; where the levels begin is the plant's to set
(DB37/T writes ">320", most write "≥320").
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from anhuan.domains.risk.rules.levels import Level
from anhuan.kernel.errors import Blocker


class Scale(StrEnum):
    """How a risk is scored."""

    LEC = "lec"
    LS = "ls"

    @property
    def label(self) -> str:
        """With its formula."""
        return {"lec": "LEC（D=L×E×C）", "ls": "LS（R=L×S）"}[self.value]


Score = Mapping[Decimal, str]


def _scores(*rows: tuple[str, str]) -> Score:
    return {Decimal(value): label for value, label in rows}


LEC_L = _scores(
    ("10", "完全可以预料"), ("6", "相当可能"), ("3", "可能但不经常"), ("1", "可能性小，完全意外"),
    ("0.5", "很不可能，可以设想"), ("0.2", "极不可能"), ("0.1", "实际不可能"),
)  # fmt: skip
LEC_E = _scores(
    ("10", "连续暴露"), ("6", "每天工作时间内"), ("3", "每周一次或偶然"), ("2", "每月一次"),
    ("1", "每年几次"), ("0.5", "罕见"),
)  # fmt: skip
LEC_C = _scores(
    ("100", "大灾难，多人死亡"), ("40", "灾难，数人死亡"), ("15", "非常严重，一人死亡"),
    ("7", "严重，重伤"), ("3", "较重，致残"), ("1", "引人注目，轻伤"),
)  # fmt: skip
LS_L = _scores(
    ("5", "没有监测和措施，正常情况下也会发生"), ("4", "容易发生，措施不到位"),
    ("3", "有措施，偶有偏差"), ("2", "有控制，很少发生"), ("1", "措施充分有效"),
)  # fmt: skip
LS_S = _scores(
    ("5", "死亡，严重违法，全厂停工"), ("4", "丧失劳动能力"), ("3", "截肢、骨折、听力丧失等"),
    ("2", "轻微受伤、间歇不适"), ("1", "无伤亡"),
)  # fmt: skip
FACTORS: dict[Scale, dict[str, Score]] = {
    Scale.LEC: {"l": LEC_L, "e": LEC_E, "c": LEC_C},
    Scale.LS: {"l": LS_L, "s": LS_S},
}
FACTOR_LABELS = {"l": "可能性 L", "e": "暴露频繁程度 E", "c": "后果 C", "s": "严重性 S"}


@dataclass(frozen=True, slots=True)
class Bounds:
    """Where red, orange and yellow begin; what is below is blue. Inclusive: "≥", else ">"."""

    red: Decimal
    orange: Decimal
    yellow: Decimal
    is_inclusive: bool = True

    def level_of(self, value: Decimal) -> Level:
        """The level a value means."""
        for bound, level in (
            (self.red, Level.RED), (self.orange, Level.ORANGE), (self.yellow, Level.YELLOW),
        ):  # fmt: skip
            if value > bound or (self.is_inclusive and value == bound):
                return level
        return Level.BLUE


SHIPPED_BOUNDS: dict[Scale, Bounds] = {
    Scale.LEC: Bounds(Decimal(320), Decimal(160), Decimal(70)),
    Scale.LS: Bounds(Decimal(20), Decimal(15), Decimal(9)),
}


def value_of(scale: Scale, scores: Mapping[str, Decimal]) -> Decimal:
    """The product of the scale's factors, exact."""
    value = Decimal(1)
    for factor in FACTORS[scale]:
        value *= scores[factor]
    return value.normalize()


def score_blockers(scale: Scale, scores: Mapping[str, Decimal | None]) -> Iterator[Blocker]:
    """Every factor of the scale has one of its values."""
    for factor, known in FACTORS[scale].items():
        given = scores.get(factor)
        if given is None:
            yield Blocker(f"score_{factor}", f"{FACTOR_LABELS[factor]} 不能为空")
        elif given not in known:
            shown = "、".join(f"{one:f}" for one in known)
            text = f"{FACTOR_LABELS[factor]} 只能取 {shown}，不能是 {given:f}"
            yield Blocker(f"score_{factor}", text)


def bounds_blockers(scale: Scale, bounds: Bounds) -> Iterator[Blocker]:
    """Bounds rise, and can be reached by the scale's own values."""
    most = Decimal(1)
    for known in FACTORS[scale].values():
        most *= max(known)
    name = scale.value.upper()
    if not 0 < bounds.yellow < bounds.orange < bounds.red:
        yield Blocker(f"bounds_{scale}", f"{name} 的分界值应当红＞橙＞黄＞0")
    if bounds.red > most:
        yield Blocker(f"bounds_{scale}_high", f"{name} 最大只有 {most:f}，红色分界达不到")
