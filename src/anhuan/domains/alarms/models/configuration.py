"""How a plant treats each kind of alarm: priority, codes, who is told, what is silenced."""

from typing import Any, ClassVar

from django.db import models

from anhuan.domains.org.models import Account, Company
from anhuan.domains.org.rules import Role
from anhuan.domains.plant.models import Area
from anhuan.kernel.ids import uuid7


class AlarmKind(models.Model):
    """A kind of alarm in one company, seeded from `rules.KINDS` and then the plant's to tune."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    company = models.ForeignKey(Company, models.CASCADE, related_name="alarm_kinds")
    code = models.CharField("代码", max_length=40)  # "over_count"
    name = models.CharField("名称", max_length=50)
    priority = models.PositiveSmallIntegerField("优先级")  # 1 most urgent … 4
    aq_code = models.CharField("AQ 3064 代码", max_length=16, blank=True)
    province_code = models.CharField("省代码", max_length=16, blank=True)
    needs_clearing = models.BooleanField("须人工消警", default=False)
    sounds = models.BooleanField("声音", default=True)
    guidance = models.TextField("处置提示", blank=True)  # cause, consequence, action
    is_enabled = models.BooleanField("启用", default=True)

    class Meta:
        verbose_name = "报警类型"
        ordering: ClassVar[list[str]] = ["priority", "code"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["company", "code"], name="alarm_kind_once"),
            models.CheckConstraint(
                name="alarm_kind_priority", condition=models.Q(priority__range=(1, 4))
            ),
        ]

    def __str__(self) -> str:
        return self.name


class EscalationStep(models.Model):
    """Who is told when an alarm stays unacknowledged that long. `after_s` 0 = at once."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.ForeignKey(AlarmKind, models.CASCADE, related_name="escalation")
    area = models.ForeignKey(
        Area,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="区域",
        help_text="空 = 所有区域",
    )
    after_s = models.PositiveIntegerField("未确认时长（s）")
    role = models.CharField("通知角色", max_length=24, choices=[(r.value, r.label) for r in Role])

    class Meta:
        verbose_name = "升级步骤"
        ordering: ClassVar[list[str]] = ["after_s"]

    def __str__(self) -> str:
        return f"{self.after_s} s → {self.get_role_display()}"


class Suppression(models.Model):
    """Silencing by kind + area + time, all three required, with reason and trace (AQ 3064.3)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    company = models.ForeignKey(Company, models.CASCADE, related_name="suppressions")
    kind = models.ForeignKey(AlarmKind, models.CASCADE, related_name="suppressions")
    area = models.ForeignKey(Area, models.CASCADE, related_name="suppressions")
    starts_at = models.DateTimeField("开始")
    ends_at = models.DateTimeField("结束")
    reason = models.CharField("原因", max_length=300)
    by = models.ForeignKey(Account, models.PROTECT, related_name="+", verbose_name="操作人")
    ended_early_at = models.DateTimeField("提前结束", null=True, blank=True)

    class Meta:
        verbose_name = "报警静默"
        ordering: ClassVar[list[str]] = ["-starts_at"]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                name="suppression_ends_after", condition=models.Q(ends_at__gt=models.F("starts_at"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} · {self.area}"
