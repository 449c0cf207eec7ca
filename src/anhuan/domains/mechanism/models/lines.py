"""A measure under a plan, with its last check: what table 4 tells, and the board of measures."""

from typing import Any, ClassVar

from django.db import models

from anhuan.domains.inspection.models import Plan, Task
from anhuan.domains.mechanism.rules.checks import STATUS_CHOICES, Status
from anhuan.domains.org.models import Company
from anhuan.domains.risk.models import RiskMeasure


class CheckLine(models.Model):
    """Its id is computed from plan and measure. Never deleted: what was told is told as deleted."""

    id = models.UUIDField(primary_key=True, editable=False)
    company = models.ForeignKey(Company, models.PROTECT, related_name="check_lines")
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="+", verbose_name="巡检计划")
    measure = models.ForeignKey(
        RiskMeasure, models.PROTECT, related_name="check_lines", verbose_name="管控措施"
    )
    task = models.ForeignKey(Task, models.PROTECT, null=True, related_name="+")  # the last
    slot_at = models.DateTimeField("最近一次任务", null=True)
    checked_at = models.DateTimeField("最近排查时间", null=True)
    status = models.CharField(
        "排查结果", max_length=1, choices=STATUS_CHOICES, default=Status.UNCHECKED
    )
    row = models.JSONField("上报内容", default=dict)  # as last told
    is_retired = models.BooleanField("停用", default=False)

    class Meta:
        verbose_name = "措施排查"
        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["plan", "measure"], name="check_line_once"),
        ]

    def __str__(self) -> str:
        return f"{self.measure} · {self.plan}"
