"""What a plant may set for its own judgement. The government's weights are not published; the
structure is its own, the figures are house figures and may all be changed (domain.md 2.6)."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from anhuan.domains.inspection.rules.kinds import Kind
from anhuan.domains.risk.rules.duties import Role
from anhuan.kernel.errors import Blocker


def _equal() -> dict[str, float]:
    return {kind.value: 1.0 for kind in Kind}


def _roles() -> dict[str, float]:
    return {Role.PRIMARY: 10, Role.TECHNICAL: 5, Role.OPERATIONAL: 3}


@dataclass(frozen=True, slots=True)
class Settings:
    """Points of a hundred; shares in percent; `kind_weights` by kind of plan."""

    kind_weights: dict[str, float] = field(default_factory=_equal)
    made_up_pct: float = 100  # what a check made up for is worth
    duty_points: dict[str, float] = field(default_factory=_roles)  # for each duty not done
    overdue_points: float = 2  # for each general hazard past its deadline
    overdue_major_points: float = 10
    few_points: float = 5
    few_weeks: int = 2  # weeks without one hazard found
    silent_days: int = 7  # longer than that without any check: veto
    good_from: float = 90
    fair_from: float = 80
    poor_from: float = 60
    reward_found: float = 2  # points of a person
    reward_major: float = 20
    penalty_missed: float = 5
    penalty_made_up: float = 1
    penalty_overdue: float = 5
    cny_per_point: float = 10
    plans_itself: bool = False  # the register makes and changes its own check plans


# name, label, least, most
FIGURES: tuple[tuple[str, str, float, float], ...] = (
    ("made_up_pct", "补检计分", 0, 100), ("overdue_points", "超期一般隐患扣分", 0, 100),
    ("overdue_major_points", "超期重大隐患扣分", 0, 100), ("few_points", "隐患过少扣分", 0, 100),
    ("few_weeks", "连续无隐患周数", 1, 52), ("silent_days", "断报否决天数", 1, 31),
    ("good_from", "优，不低于", 0, 100), ("fair_from", "良，不低于", 0, 100),
    ("poor_from", "中，不低于", 0, 100), ("reward_found", "发现一般隐患奖励", 0, 1000),
    ("reward_major", "发现重大隐患奖励", 0, 1000), ("penalty_missed", "漏检扣罚", 0, 1000),
    ("penalty_made_up", "补检扣罚", 0, 1000), ("penalty_overdue", "整改逾期扣罚", 0, 1000),
    ("cny_per_point", "每分折合", 0, 10_000),
)  # fmt: skip


def settings_blockers(asked: Settings) -> Iterator[Blocker]:
    """Every reason against a plant's figures."""
    for name, label, least, most in FIGURES:
        if not least <= getattr(asked, name) <= most:
            yield Blocker(name, f"{label}应在 {least:g} 到 {most:g} 之间")
    if not asked.good_from > asked.fair_from > asked.poor_from:
        yield Blocker("poor_from", "等级界限应依次降低：优高于良，良高于中")
    for key, label in [(role.value, role.label) for role in Role]:
        if not 0 <= asked.duty_points.get(key, 0) <= 100:
            yield Blocker(f"duty_{key}", f"{label}缺履职扣分应在 0 到 100 之间")
    weights = [asked.kind_weights.get(kind, 0) for kind in Kind]
    if any(not 0 <= weight <= 10 for weight in weights) or not any(weights):
        yield Blocker("kind_weights", "任务权重应在 0 到 10 之间，且不能全为 0")
