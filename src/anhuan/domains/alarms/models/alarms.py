"""An alarm and every step of its life."""

from typing import Any, ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.db import models

from anhuan.domains.alarms.models.configuration import AlarmKind
from anhuan.domains.org.models import Account, Company
from anhuan.domains.plant.models import Area
from anhuan.kernel.ids import uuid7


class Alarm(models.Model):
    """One alarm (ISA-18.2). Acknowledged × active, then handled and closed.

    `condition` names what is wrong ("over_count:<area>"): while an open alarm with the same
    condition exists, raising again folds into it.
    """

    class Cause(models.TextChoices):
        REAL = "real", "真实"
        FALSE = "false", "误报"
        TEST = "test", "测试"
        MAINTENANCE = "maintenance", "检维修"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    company = models.ForeignKey(Company, models.PROTECT, related_name="alarms")
    kind = models.ForeignKey(AlarmKind, models.PROTECT, related_name="alarms", verbose_name="类型")
    condition = models.CharField("条件", max_length=200)
    priority = models.PositiveSmallIntegerField("优先级")
    source = models.CharField("来源", max_length=32)  # engine, video, permits …
    title = models.CharField("标题", max_length=100)
    text = models.CharField("内容", max_length=300)

    raised_at = models.DateTimeField("报警时间", db_index=True)  # when it began, event time
    recorded_at = models.DateTimeField("入库时间", auto_now_add=True)
    updated_at = models.DateTimeField("更新时间", auto_now=True)
    returned_at = models.DateTimeField("恢复时间", null=True, blank=True)
    acknowledged_at = models.DateTimeField("确认时间", null=True, blank=True)
    acknowledged_by = models.ForeignKey(
        Account, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="确认人"
    )
    cleared_at = models.DateTimeField("消警时间", null=True, blank=True)
    handled_at = models.DateTimeField("处理时间", null=True, blank=True)
    handled_by = models.ForeignKey(
        Account, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="处理人"
    )
    cause = models.CharField("原因", max_length=16, choices=Cause, blank=True)
    result = models.TextField("处理结果", blank=True)
    closed_at = models.DateTimeField("关闭时间", null=True, blank=True)
    shelved_until = models.DateTimeField("搁置至", null=True, blank=True)
    shelved_reason = models.CharField("搁置原因", max_length=300, blank=True)
    escalated_to = models.CharField("已升级至", max_length=100, blank=True)
    next_escalation_at = models.DateTimeField("下次升级", null=True, blank=True, db_index=True)
    is_suppressed = models.BooleanField("静默中", default=False)
    repeats = models.PositiveIntegerField("重复次数", default=0)

    area = models.ForeignKey(
        Area, models.SET_NULL, null=True, blank=True, related_name="alarms", verbose_name="区域"
    )
    x_m = models.FloatField("x（m）", null=True, blank=True)
    y_m = models.FloatField("y（m）", null=True, blank=True)
    floor = models.SmallIntegerField("楼层", null=True, blank=True)
    radius_m = models.FloatField("半径（m）", null=True, blank=True)
    people = models.JSONField("人员", default=list)  # [{"id","name","kind","x_m","y_m","floor"}]
    snapshot = models.JSONField("现场快照", default=dict)  # everyone near, at that second

    rule = models.CharField("规则", max_length=64)
    rule_version = models.CharField("规则版本", max_length=16)
    inputs = models.JSONField("判定依据", default=dict)

    class Meta:
        verbose_name = "报警"
        ordering: ClassVar[list[str]] = ["-raised_at"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["company", "condition"],
                condition=models.Q(returned_at__isnull=True, closed_at__isnull=True),
                name="alarm_condition_active_once",
            ),
            models.CheckConstraint(
                name="alarm_closed_needs_result",
                condition=models.Q(closed_at__isnull=True) | ~models.Q(result=""),
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(
                fields=["company", "priority", "-raised_at"],
                condition=models.Q(closed_at__isnull=True),
                name="alarm_open",
            ),
            models.Index(
                fields=["company", "condition"],
                condition=models.Q(closed_at__isnull=True),
                name="alarm_standing",
            ),
            GinIndex(fields=["people"], name="alarm_people", opclasses=["jsonb_path_ops"]),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_active(self) -> bool:
        """The condition still holds."""
        return self.returned_at is None


class AlarmStep(models.Model):
    """One line of an alarm's history: raised, changed, acknowledged, escalated, closed …"""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    alarm = models.ForeignKey(Alarm, models.CASCADE, related_name="steps")
    at = models.DateTimeField("时间")
    verb = models.CharField("动作", max_length=24)
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    text = models.CharField("说明", max_length=500, blank=True)
    data = models.JSONField("数据", default=dict)

    class Meta:
        verbose_name = "报警经过"
        ordering: ClassVar[list[str]] = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.at:%H:%M:%S} {self.verb}"
