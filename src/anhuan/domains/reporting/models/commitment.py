"""The day's safety commitment."""

from typing import Any, ClassVar

from django.db import models

from anhuan.domains.org.models import Account, Company
from anhuan.domains.reporting.rules.commitment import GRADES
from anhuan.kernel.ids import uuid7


class Commitment(models.Model):
    """What the head of the plant committed to that day; the last word of the day counts, every
    word is in the audit chain."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    company = models.ForeignKey(Company, models.PROTECT, related_name="commitments")
    day = models.DateField("日期")
    units = models.JSONField("装置")
    works = models.JSONField("作业")  # counted from the permits of the day
    has_major_hazard = models.BooleanField("有重大隐患")
    grade = models.CharField("风险级别", max_length=1, choices=list(GRADES.items()))
    content = models.TextField("承诺内容")
    duties_done = models.BooleanField("包保责任已落实")
    duty_leader = models.CharField("值班领导", max_length=50)
    duty_phone = models.CharField("值班领导电话", max_length=20)
    by = models.ForeignKey(Account, models.PROTECT, related_name="+", verbose_name="承诺人")
    is_deputy = models.BooleanField("授权代承诺", default=False)
    committed_at = models.DateTimeField("承诺时间")  # of the first word
    changed_at = models.DateTimeField("最近修改")
    is_late = models.BooleanField("迟于 10:00")

    class Meta:
        verbose_name = "安全承诺"
        ordering: ClassVar[list[str]] = ["-day"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["company", "day"], name="commitment_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d} 安全承诺"
