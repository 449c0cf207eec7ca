"""Assessments of events: what was scored, by which bounds, what came out. Never changed."""

from typing import Any, ClassVar

from django.db import models

from anhuan.domains.org.models import Account
from anhuan.domains.risk.models.register import RiskEvent
from anhuan.domains.risk.rules.levels import LEVEL_CHOICES
from anhuan.domains.risk.rules.methods import METHOD_CHOICES
from anhuan.kernel.ids import uuid7

SCALES = [("lec", "LEC"), ("ls", "LS")]


class Assessment(models.Model):
    """One assessment. The newest gives the event its level; bounds are kept as they were."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    event = models.ForeignKey(RiskEvent, models.PROTECT, related_name="assessments")
    method = models.CharField("评价方法", max_length=8, choices=METHOD_CHOICES)
    scale = models.CharField("打分", max_length=4, choices=SCALES)
    boxes = models.JSONField("分析内容", default=dict, blank=True)
    scores = models.JSONField("分值")  # {"l": "3", "e": "6", "c": "15"}: exact text
    value = models.DecimalField("评价值", max_digits=10, decimal_places=3)
    bounds = models.JSONField("分界值")
    facts = models.JSONField("直接判定依据", default=dict, blank=True)
    reds = models.JSONField("直接判定", default=list, blank=True)  # rules that made it red
    level = models.CharField("风险等级", max_length=8, choices=LEVEL_CHOICES)
    note = models.CharField("说明", max_length=500, blank=True)
    at = models.DateTimeField("评价时间", db_index=True)
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    by_name = models.CharField("评价人", max_length=64)

    class Meta:
        verbose_name = "风险评价"
        ordering: ClassVar[list[str]] = ["-at", "-id"]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["event", "-at"], name="risk_assessment_of"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d} {self.get_method_display()} {self.value:f}"
