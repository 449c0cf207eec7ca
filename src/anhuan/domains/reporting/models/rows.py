"""What is reported: the newest state of every row."""

from typing import Any, ClassVar

from django.db import models

from anhuan.domains.org.models import Company
from anhuan.kernel.ids import uuid7


class ReportRow(models.Model):
    """One row of one table. It is never removed: what is gone has DELETED 1 and stays."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    company = models.ForeignKey(Company, models.PROTECT, related_name="report_rows")
    table = models.CharField("表", max_length=12)
    key = models.CharField("主键", max_length=120)
    origin = models.CharField("来源企业", max_length=36, blank=True)  # a plant's code; empty: ours
    subject = models.CharField("对象", max_length=64, blank=True)  # what its page shows
    title = models.CharField("名称", max_length=100, blank=True)
    row = models.JSONField("数据")
    digest = models.CharField("SM3", max_length=64)
    version = models.PositiveIntegerField("版本", default=1)
    is_deleted = models.BooleanField("已删除", default=False)
    made_at = models.DateTimeField("建立时间")
    changed_at = models.DateTimeField("变更时间")

    class Meta:
        verbose_name = "上报数据"
        ordering: ClassVar[list[str]] = ["-changed_at", "id"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["company", "table", "origin", "key"], name="report_row_once"
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["company", "table", "-changed_at"], name="report_row_newest"),
        ]

    def __str__(self) -> str:
        return self.title or self.key
