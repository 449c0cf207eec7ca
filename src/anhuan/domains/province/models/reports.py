"""Evaluation reports of plants, as the park registers them."""

from typing import Any, ClassVar

from django.db import models

from anhuan.domains.province.models.enterprises import Enterprise
from anhuan.domains.province.rules.reports import KINDS
from anhuan.kernel.ids import uuid7


class EvaluationReport(models.Model):
    """One report: who made it, when, and until when it holds."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="reports")
    kind = models.CharField("类别", max_length=16, choices=list(KINDS.items()))
    title = models.CharField("报告名称", max_length=200)
    agency = models.CharField("评价机构", max_length=100, blank=True)
    made_on = models.DateField("报告日期")
    due_on = models.DateField("有效期至")
    findings = models.TextField("主要结论与整改要求", max_length=2000, blank=True)

    class Meta:
        verbose_name = "评价报告"
        ordering: ClassVar[list[str]] = ["due_on", "id"]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["due_on"], name="report_due")]

    def __str__(self) -> str:
        return self.title
