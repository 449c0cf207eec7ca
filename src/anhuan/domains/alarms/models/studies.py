"""Why people gather at a place again and again, and what is done about it."""

from typing import Any, ClassVar

from django.db import models

from anhuan.domains.org.models import Company, Person
from anhuan.domains.plant.models import Area
from anhuan.kernel.ids import uuid7


class GatheringStudy(models.Model):
    """An analysis of one place with its measure, who sees to it and by when (AQ 3064.3 5.3.2)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    company = models.ForeignKey(Company, models.PROTECT, related_name="gathering_studies")
    area = models.ForeignKey(
        Area, models.PROTECT, related_name="gathering_studies", verbose_name="区域"
    )
    cause = models.TextField("原因分析", help_text="例如：交接班、工具领用、吸烟点、检修集中")
    measure = models.TextField("针对性措施", help_text="例如：错峰、增设工具点、调整路线")
    owner = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="责任人")
    due = models.DateField("完成期限")
    opened_at = models.DateTimeField("分析时间")
    opened_by = models.CharField("分析人", max_length=64)
    times_before = models.PositiveIntegerField("此前 30 天预警次数")
    done_at = models.DateTimeField("完成时间", null=True, blank=True)
    result = models.TextField("落实情况", blank=True)

    class Meta:
        verbose_name = "聚集分析"
        ordering: ClassVar[list[str]] = ["-opened_at"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["area"], condition=models.Q(done_at__isnull=True),
                name="gathering_study_one_open",
            ),
            models.CheckConstraint(
                name="gathering_study_done_says_how",
                condition=models.Q(done_at__isnull=True) | ~models.Q(result=""),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.area} 聚集分析"
