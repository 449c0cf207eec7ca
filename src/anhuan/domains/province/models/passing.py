"""What came in and has not been handed to the authority above yet."""

from typing import ClassVar

from django.db import models

from anhuan.domains.province.models.enterprises import Enterprise
from anhuan.kernel.ids import uuid7


class Passing(models.Model):
    """One version of one row on its way up; gone when it stands in the queue of the reporter."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    enterprise = models.ForeignKey(Enterprise, models.CASCADE, related_name="passings")
    table = models.CharField("表", max_length=12)
    key = models.CharField("主键", max_length=200)
    title = models.CharField("名称", max_length=200, blank=True)
    content = models.JSONField("数据")
    at = models.DateTimeField("收到时间")

    class Meta:
        verbose_name = "待转报"
        ordering: ClassVar[list[str]] = ["id"]

    def __str__(self) -> str:
        return self.title or self.key
