"""Levels heard at known places, and the radio maps made of them."""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from anhuan.domains.calibration.models.routes import Passing
from anhuan.domains.calibration.models.walks import Stand
from anhuan.domains.org.models import Company
from anhuan.domains.positioning.models import Anchor
from anhuan.kernel.ids import uuid7


class HeardLevels(models.Model):
    """What one beacon was heard with, at a point or on the way from one: time and level."""

    stand = models.ForeignKey(Stand, models.CASCADE, null=True, related_name="levels")
    passing = models.ForeignKey(Passing, models.CASCADE, null=True, related_name="levels")
    anchor = models.ForeignKey(Anchor, models.PROTECT, related_name="heard_levels")
    t_ms = ArrayField(models.BigIntegerField(), default=list)
    level_dbm = ArrayField(models.FloatField(), default=list)

    class Meta:
        verbose_name = "信标电平"
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                name="levels_of_stand_or_way",
                condition=models.Q(stand__isnull=True, passing__isnull=False)
                | models.Q(stand__isnull=False, passing__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.anchor} × {len(self.level_dbm)}"


class RadioMap(models.Model):
    """One version of one floor's map. Computed by the engine's process; never changed after.

    `figures`: errors of places found with the map made without them, metres, and their number.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "等待计算"
        RUNNING = "running", "计算中"
        READY = "ready", "可用"
        FAILED = "failed", "失败"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    company = models.ForeignKey(Company, models.PROTECT, related_name="radio_maps")
    floor = models.SmallIntegerField("楼层")
    version = models.PositiveIntegerField("版本")
    state = models.CharField("状态", max_length=8, choices=State, default=State.WAITING)
    is_active = models.BooleanField("启用", default=False)
    asked_at = models.DateTimeField("建立时间")
    asked_by = models.CharField("建立人", max_length=64)
    touched_at = models.DateTimeField(null=True, blank=True)
    walks = models.JSONField("采集来源", default=list)  # ids of walk tests
    note = models.CharField("说明", max_length=200, blank=True)
    anchors = models.JSONField("信标", default=list, blank=True)  # numbers
    levels = models.PositiveIntegerField("电平数", default=0)
    figures = models.JSONField("留出误差", default=dict, blank=True)
    error = models.CharField("失败原因", max_length=300, blank=True)
    payload = models.BinaryField("数据", null=True)

    class Meta:
        verbose_name = "信号指纹图"
        ordering: ClassVar[list[str]] = ["floor", "-version"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["company", "floor", "version"], name="radio_map_version_once"
            ),
            models.UniqueConstraint(
                fields=["company", "floor"], condition=models.Q(is_active=True),
                name="radio_map_one_active",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.floor}F 信号指纹图 v{self.version}"
