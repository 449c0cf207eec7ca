"""Tests of the alarms: what was acted out, and what came of it."""

from typing import Any, ClassVar

from django.db import models

from anhuan.domains.org.models import Company
from anhuan.domains.plant.models import Area
from anhuan.kernel.ids import uuid7


class AlarmTest(models.Model):
    """A session (AQ 3064.3-2025 7.3.3). Its thresholds are its own; over, it is a record."""

    class State(models.TextChoices):
        OPEN = "open", "进行中"
        FINISHED = "finished", "已完成"
        CANCELLED = "cancelled", "已作废"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    company = models.ForeignKey(Company, models.PROTECT, related_name="alarm_tests")
    name = models.CharField("名称", max_length=80)
    area = models.ForeignKey(
        Area, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="试验区域",
        help_text="只比对此区域的报警；不选则比对全厂",
    )  # fmt: skip
    state = models.CharField("状态", max_length=10, choices=State, default=State.OPEN)
    started_at = models.DateTimeField("开始")
    started_by = models.CharField("测试人", max_length=64)
    finished_at = models.DateTimeField("完成", null=True, blank=True)
    within_s = models.JSONField(
        "报警应到时间（s）", default=dict, blank=True
    )  # {"crowd": 65, …} by family
    sample_s = models.FloatField("采样间隔（s）", default=5)
    miss_limit_pct = models.FloatField("漏报率限值（%）", default=10)
    false_limit_pct = models.FloatField("误报率限值（%）", default=15)
    in_force = models.JSONField("当时的判定参数", default=dict, blank=True)  # of positioning
    alarms = models.JSONField("期间的报警", default=list, blank=True)  # as they were at the end
    passed = models.BooleanField("合格", null=True, blank=True)
    note = models.CharField("说明", max_length=300, blank=True)

    class Meta:
        verbose_name = "报警测试"
        ordering: ClassVar[list[str]] = ["-started_at"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_over(self) -> bool:
        """Finished or called off."""
        return self.state != self.State.OPEN


class Retune(models.Model):
    """The session once more with other thresholds: recorded tracks through the engine's rules.

    Computed in a process of its own, apart from the live engine. `alarms`: what would have rung,
    in the form of `AlarmTest.alarms`.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "等待计算"
        RUNNING = "running", "计算中"
        DONE = "done", "完成"
        FAILED = "failed", "失败"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    test = models.ForeignKey(AlarmTest, models.CASCADE, related_name="retunes")
    name = models.CharField("名称", max_length=40)
    tuning = models.JSONField("判定参数", default=dict)  # see rules.retuning
    state = models.CharField("状态", max_length=8, choices=State, default=State.WAITING)
    asked_at = models.DateTimeField("提出时间")
    asked_by = models.CharField("提出人", max_length=64)
    touched_at = models.DateTimeField(null=True, blank=True)
    alarms = models.JSONField("报警", default=list, blank=True)
    figures = models.JSONField("数据", default=dict, blank=True)
    error = models.CharField("失败原因", max_length=300, blank=True)

    class Meta:
        verbose_name = "参数试算"
        ordering: ClassVar[list[str]] = ["asked_at"]

    def __str__(self) -> str:
        return self.name


class StagedEvent(models.Model):
    """Something people acted out: it must alarm, or it must not."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    test = models.ForeignKey(AlarmTest, models.CASCADE, related_name="events")
    kind = models.CharField("报警类型", max_length=32)
    should_alarm = models.BooleanField("应当报警", default=True)
    since = models.DateTimeField("开始")
    until = models.DateTimeField("结束", null=True, blank=True)
    area = models.ForeignKey(
        Area, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="区域"
    )
    people = models.PositiveSmallIntegerField("人数", null=True, blank=True)
    what = models.CharField("做法", max_length=200, blank=True)
    recorded_by = models.CharField("记录人", max_length=64)

    class Meta:
        verbose_name = "模拟事件"
        ordering: ClassVar[list[str]] = ["since"]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                name="staged_ends_after_start",
                condition=models.Q(until__isnull=True) | models.Q(until__gt=models.F("since")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.since:%m-%d %H:%M}"
