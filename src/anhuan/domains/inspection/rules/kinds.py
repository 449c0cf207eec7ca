"""What kinds of inspection there are, and what the province calls what they find.

Ministry inspection guide 2021 4.2.2 (INS-016); AQ/T safety-risk guide 2019 (frequencies are
advice, not limits); province annex 2 table 6, DANGER_SRC.
"""

from enum import StrEnum

from anhuan.domains.hazards.rules.codes import Source


class Kind(StrEnum):
    """Of a plan."""

    PATROL = "patrol"
    SPOT = "spot"
    COMPREHENSIVE = "comprehensive"
    PROFESSIONAL = "professional"
    SEASONAL = "seasonal"
    HOLIDAY = "holiday"
    ANALOGY = "analogy"
    RESTART = "restart"
    EXPERT = "expert"
    DUTY = "duty"

    @property
    def label(self) -> str:
        """The kind's Chinese name."""
        return KIND_LABELS[self]


KIND_LABELS: dict[Kind, str] = {
    Kind.PATROL: "日常巡检",
    Kind.SPOT: "日常点检",
    Kind.COMPREHENSIVE: "综合性排查",
    Kind.PROFESSIONAL: "专业性排查",
    Kind.SEASONAL: "季节性排查",
    Kind.HOLIDAY: "重点时段及节假日前排查",
    Kind.ANALOGY: "事故类比排查",
    Kind.RESTART: "复产复工前排查",
    Kind.EXPERT: "外聘专家诊断",
    Kind.DUTY: "包保责任排查",
}
KIND_CHOICES = [(kind.value, label) for kind, label in KIND_LABELS.items()]

# DANGER_SRC of a hazard found by it.
HAZARD_SOURCES: dict[Kind, Source] = {
    Kind.PATROL: Source.DAILY,
    Kind.SPOT: Source.DAILY,
    Kind.COMPREHENSIVE: Source.COMPREHENSIVE,
    Kind.PROFESSIONAL: Source.PROFESSIONAL,
    Kind.SEASONAL: Source.SEASONAL,
    Kind.HOLIDAY: Source.KEY_PERIOD,
    Kind.ANALOGY: Source.ANALOGY,
    Kind.RESTART: Source.RESTART,
    Kind.EXPERT: Source.EXPERT,
    Kind.DUTY: Source.DAILY,
}
