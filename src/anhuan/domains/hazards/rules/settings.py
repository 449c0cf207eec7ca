"""What a plant may set for its hazards; all of it is house practice, none is a limit of a law."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from anhuan.kernel.errors import Blocker

# Who is told when a deadline has passed, after how many hours: rectifier first, then upwards.
RUNGS: tuple[tuple[str, str], ...] = (
    ("rectifier", "整改责任人"), ("department_head", "部门负责人"),
    ("safety_manager", "安全管理"), ("plant_head", "主要负责人"),
)  # fmt: skip
RUNG_LABELS = dict(RUNGS)
# Ranks of those who may accept; a higher one may stand in for a lower.
RANKS = ("shift_leader", "department_head", "safety_manager", "plant_head")


def _ladder() -> dict[str, float]:
    return {"rectifier": 0, "department_head": 24, "safety_manager": 72, "plant_head": 168}


@dataclass(frozen=True, slots=True)
class Settings:
    """Spans in hours and days, shares in percent."""

    assess_within_h: float = 24
    assign_within_h: float = 24
    accept_within_h: float = 48
    warn_before_h: float = 24
    overdue_ladder_h: dict[str, float] = field(default_factory=_ladder)
    general_acceptance: tuple[str, ...] = ("department_head",)
    major_acceptance: tuple[str, ...] = ("safety_manager", "plant_head")
    most_extensions: int = 2
    needs_photo_after: bool = True
    needs_object: bool = True  # every hazard belongs to a coded risk object (EXC-014)
    likeness_pct: int = 45
    duplicate_days: int = 30
    recurrence_days: int = 365


def settings_blockers(asked: Settings) -> Iterator[Blocker]:
    """Every reason against a plant's figures."""
    for name, label, most in _SPANS:
        if not 0 < getattr(asked, name) <= most:
            yield Blocker(name, f"{label}应大于 0、不超过 {most}")
    if any(hours < 0 for hours in asked.overdue_ladder_h.values()):
        yield Blocker("overdue_ladder_h", "逾期升级时限不能为负")
    if not 0 <= asked.most_extensions <= 10:
        yield Blocker("most_extensions", "延期次数应在 0 到 10 之间")
    if not 20 <= asked.likeness_pct <= 100:
        yield Blocker("likeness_pct", "相似度应在 20 到 100 % 之间")
    yield from _acceptance_blockers(asked)


_SPANS = (
    ("assess_within_h", "评估时限（h）", 720), ("assign_within_h", "派发时限（h）", 720),
    ("accept_within_h", "验收时限（h）", 720), ("warn_before_h", "到期提醒提前量（h）", 720),
    ("duplicate_days", "查重天数", 365), ("recurrence_days", "复发追溯天数", 3660),
)  # fmt: skip


def _acceptance_blockers(asked: Settings) -> Iterator[Blocker]:
    for ranks in (asked.general_acceptance, asked.major_acceptance):
        if not ranks or any(rank not in RANKS for rank in ranks):
            yield Blocker("acceptance", "验收层级应为班组长、部门负责人、安全管理、主要负责人")
    if "plant_head" not in asked.major_acceptance:
        text = "重大隐患须由主要负责人验收，不能取消"
        yield Blocker("major_acceptance", text, "应急〔2019〕78号")
