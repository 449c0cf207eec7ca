"""What was told of 包保 duties, so that nobody is told twice."""

from typing import Any, ClassVar

from django.db import models

from anhuan.domains.plant.models import MajorHazardSource
from anhuan.kernel.ids import uuid7


class DutyNotice(models.Model):
    """One reminder of one duty in one period."""

    class Stage(models.TextChoices):
        BEFORE = "before", "到期前"
        OVER = "over", "逾期"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    source = models.ForeignKey(MajorHazardSource, models.CASCADE, related_name="+")
    duty = models.CharField("职责", max_length=40)
    first = models.DateField("期初")
    stage = models.CharField("阶段", max_length=6, choices=Stage)
    at = models.DateTimeField("提醒时间")

    class Meta:
        verbose_name = "包保提醒"
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["source", "duty", "first", "stage"], name="inspection_duty_told_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.duty} {self.first} {self.get_stage_display()}"
