"""How a plant stands: connected or not, its colour, and the times it was away."""

from typing import Any, ClassVar

from django.db import models

from anhuan.domains.province.models.enterprises import Enterprise
from anhuan.domains.province.rules.levels import LEVELS
from anhuan.kernel.ids import uuid7

OUTAGES = {"system": "系统", "sensing": "数据采集", "video": "视频"}


class Standing(models.Model):
    """What the map shows of one plant, kept by the scan of the model."""

    enterprise = models.OneToOneField(
        Enterprise, models.CASCADE, primary_key=True, related_name="standing"
    )
    is_online = models.BooleanField("在线", default=False)
    last_contact_at = models.DateTimeField("最近联系", null=True)
    level = models.CharField("风险等级", max_length=8, choices=list(LEVELS.items()), default="blue")
    points = models.PositiveIntegerField("分值", default=0)
    reasons = models.JSONField("原因", default=list)
    level_since = models.DateTimeField("该等级自", null=True)
    judged_at = models.DateTimeField("研判时间", null=True)
    open_alarms = models.PositiveIntegerField("未销报警", default=0)
    works = models.PositiveIntegerField("进行中作业", default=0)
    overdue_hazards = models.PositiveIntegerField("超期隐患", default=0)
    people = models.PositiveIntegerField("在厂人数", default=0)
    committed_at = models.DateTimeField("今日承诺", null=True)

    class Meta:
        verbose_name = "企业状态"

    def __str__(self) -> str:
        return f"{self.enterprise} {self.get_level_display()}"


class Outage(models.Model):
    """A time the system, the collection of data or the video of a plant was silent."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    enterprise = models.ForeignKey(Enterprise, models.CASCADE, related_name="outages")
    what = models.CharField("对象", max_length=8, choices=list(OUTAGES.items()))
    began_at = models.DateTimeField("开始")
    ended_at = models.DateTimeField("恢复", null=True)

    class Meta:
        verbose_name = "离线记录"
        ordering: ClassVar[list[str]] = ["-began_at", "id"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["enterprise", "what"],
                condition=models.Q(ended_at__isnull=True),
                name="outage_open_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enterprise} {self.get_what_display()}离线"
