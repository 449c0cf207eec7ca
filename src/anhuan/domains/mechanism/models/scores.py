"""Weekly scores as they were counted, and what a plant has set."""

from typing import Any, ClassVar

from django.db import models

from anhuan.domains.mechanism.rules.score import RUN_LEVEL_CHOICES
from anhuan.domains.org.models import Company
from anhuan.kernel.ids import uuid7


class WeekScore(models.Model):
    """The score of one week, Monday to Sunday, counted when it had ended."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    company = models.ForeignKey(Company, models.PROTECT, related_name="week_scores")
    monday = models.DateField("周（周一）")
    score = models.FloatField("得分")
    level = models.CharField("运行等级", max_length=4, choices=RUN_LEVEL_CHOICES)
    parts = models.JSONField("计分明细")  # rules.score.Score.outward
    made_at = models.DateTimeField("计算时间")

    class Meta:
        verbose_name = "周运行评分"
        ordering: ClassVar[list[str]] = ["-monday"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["company", "monday"], name="week_score_once"),
        ]

    def __str__(self) -> str:
        return f"{self.monday} {self.score:g} {self.get_level_display()}"


class MechanismSettings(models.Model):
    """One row a company; the defaults hold while there is none. `figures`: `rules.settings`."""

    company = models.OneToOneField(
        Company, models.CASCADE, primary_key=True, related_name="mechanism_settings"
    )
    figures = models.JSONField("权重与分值", default=dict, blank=True)

    class Meta:
        verbose_name = "运行评估设置"

    def __str__(self) -> str:
        return f"{self.company} 运行评估设置"
