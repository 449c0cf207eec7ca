"""The weekly score of the whole mechanism, in the government's own structure (domain.md 2.6).

score = 100 × weighted completion of checks − duties not done − hazards not cured − too few found;
a veto makes it nought.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from anhuan.domains.mechanism.rules.rates import Checks, share
from anhuan.domains.mechanism.rules.settings import Settings


class RunLevel(StrEnum):
    """How well it runs (runLevel)."""

    GOOD = "good"
    FAIR = "fair"
    POOR = "poor"
    BAD = "bad"

    @property
    def label(self) -> str:
        """As people say it."""
        return {"good": "优", "fair": "良", "poor": "中", "bad": "差"}[self.value]


RUN_LEVEL_CHOICES = [(one.value, one.label) for one in RunLevel]


@dataclass(frozen=True, slots=True)
class WeekFacts:
    """What one week was. `duties_undone` by role; `weeks_without`: how many weeks up to this one
    nobody found a hazard; `silent_days`: since the last check of all, None: there never was one."""

    checks: Mapping[str, Checks]  # by kind of plan
    duties_undone: Mapping[str, int]
    hazards_due: int  # whose deadline lay in the week, or that were handed in
    hazards_cured: int  # of these, handed in by the deadline
    overdue: int
    overdue_major: int
    weeks_without: int
    silent_days: float | None


@dataclass(frozen=True, slots=True)
class Score:
    """Points as they were counted; deductions are positive numbers."""

    check_pct: float | None
    hazard_pct: float | None
    task_points: float
    duty_deduction: float
    hazard_deduction: float
    few_deduction: float
    veto: str
    score: float
    level: RunLevel

    def outward(self) -> dict[str, Any]:
        """Under the government's names."""
        return {
            "rateCheck": self.check_pct, "rateDanger": self.hazard_pct,
            "screeTaskScore": self.task_points, "coverageScore": 0.0 - self.duty_deduction,
            "hiddenGovernScore": 0.0 - self.hazard_deduction,
            "hiddenFewScore": 0.0 - self.few_deduction,
            "vetoItem": self.veto, "score": self.score, "runLevel": self.level.label,
        }  # fmt: skip


def score_of(facts: WeekFacts, own: Settings) -> Score:
    """Never under nought nor over a hundred."""
    whole = sum(facts.checks.values(), Checks())
    tasks = _task_points(facts.checks, own)
    duty = sum(own.duty_points.get(role, 0) * n for role, n in facts.duties_undone.items())
    cure = own.overdue_points * facts.overdue + own.overdue_major_points * facts.overdue_major
    few = own.few_points if facts.weeks_without >= own.few_weeks else 0.0
    veto = veto_of(facts, own)
    left = 0.0 if veto else max(0.0, min(100.0, tasks - duty - cure - few))
    score = round(left, 1)
    return Score(
        whole.completion_pct, share(facts.hazards_cured, facts.hazards_due), tasks,
        float(duty), float(cure), float(few), veto, score, level_of(score, own),
    )  # fmt: skip


def veto_of(facts: WeekFacts, own: Settings) -> str:
    """Why the week counts nothing; "" when it counts. A plant at rest is not silent."""
    whole = sum(facts.checks.values(), Checks())
    if whole.rested and not whole.ended:
        return ""
    if facts.silent_days is None:
        return "未开展隐患排查"
    if facts.silent_days > own.silent_days:
        return f"超过 {own.silent_days} 天没有排查记录"
    return ""


def level_of(score: float, own: Settings) -> RunLevel:
    """Each bound belongs to the better level."""
    if score >= own.good_from:
        return RunLevel.GOOD
    if score >= own.fair_from:
        return RunLevel.FAIR
    return RunLevel.POOR if score >= own.poor_from else RunLevel.BAD


def _task_points(checks: Mapping[str, Checks], own: Settings) -> float:
    """A hundred where nothing was owed."""
    got = owed = 0.0
    for kind, one in checks.items():
        weight = own.kind_weights.get(kind, 1.0)
        got += weight * (one.done + one.made_up * own.made_up_pct / 100)
        owed += weight * one.ended
    return round(100 * got / owed, 1) if owed else 100.0
