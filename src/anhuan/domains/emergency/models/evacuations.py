"""An evacuation, real or drill, and every step of it."""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from anhuan.domains.alarms.models import Alarm
from anhuan.domains.emergency.rules.life import OPEN, STATE_LABELS, State
from anhuan.domains.emergency.rules.person import Gate
from anhuan.domains.org.models import Account, Company
from anhuan.domains.plant.models import Area
from anhuan.kernel.ids import uuid7

GATES = [
    (Gate.NO, "不算"),
    (Gate.PASSAGE, "有门禁出厂记录"),
    (Gate.ZONE, "到达门岗区域或有出厂记录"),
]


class Evacuation(models.Model):
    """One order to leave a place. The shape is copied, so that it stays as it was that day."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    company = models.ForeignKey(Company, models.PROTECT, related_name="evacuations")
    title = models.CharField("名称", max_length=100)
    is_drill = models.BooleanField("演练", default=False)
    text = models.CharField("疏散指令", max_length=200)
    reason = models.CharField("原因", max_length=300, blank=True)
    alarm = models.ForeignKey(
        Alarm, models.PROTECT, null=True, blank=True, related_name="evacuations",
        verbose_name="由报警发起",
    )  # fmt: skip
    area = models.ForeignKey(
        Area, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="区域"
    )
    geometry = models.JSONField("危险区")  # Polygon or Point, plant metres
    radius_m = models.FloatField("半径（m）", null=True, blank=True)
    floors = ArrayField(
        models.SmallIntegerField(), verbose_name="楼层", null=True, blank=True,
        help_text="空 = 所有楼层",
    )  # fmt: skip
    musters = models.ManyToManyField(
        Area, blank=True, related_name="+", verbose_name="集合点"
    )  # areas of kind muster outside the danger area
    target_s = models.PositiveIntegerField("目标时间（s）")
    gate = models.CharField("出厂是否算到位", max_length=8, choices=GATES, default=Gate.PASSAGE)
    state = models.CharField(
        "状态", max_length=12, choices=list(STATE_LABELS.items()), default=State.ORDERED
    )
    ordered_at = models.DateTimeField("下令时间", db_index=True)
    ordered_by = models.ForeignKey(
        Account, models.PROTECT, null=True, related_name="+", verbose_name="下令人"
    )
    cleared_at = models.DateTimeField("全部到位时间", null=True, blank=True)
    stood_down_at = models.DateTimeField("解除时间", null=True, blank=True)
    stood_down_by = models.ForeignKey(
        Account, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="解除人"
    )
    stood_down_reason = models.CharField("解除原因", max_length=300, blank=True)
    version = models.PositiveIntegerField("版本", default=1)  # rises with every change

    class Meta:
        verbose_name = "疏散"
        ordering: ClassVar[list[str]] = ["-ordered_at"]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                name="stood_down_has_reason",
                condition=models.Q(stood_down_at__isnull=True) | ~models.Q(stood_down_reason=""),
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(
                fields=["company", "-ordered_at"],
                condition=models.Q(stood_down_at__isnull=True),
                name="evacuation_open",
            ),
        ]

    def __str__(self) -> str:
        return f"【演练】{self.title}" if self.is_drill else self.title

    @property
    def is_open(self) -> bool:
        """Not stood down."""
        return self.state in OPEN


class EvacuationStep(models.Model):
    """One line of the course: written once, the database refuses changes."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    evacuation = models.ForeignKey(Evacuation, models.PROTECT, related_name="steps")
    at = models.DateTimeField("时间")
    verb = models.CharField("动作", max_length=16)
    by_name = models.CharField("操作人", max_length=64)
    text = models.CharField("说明", max_length=500, blank=True)

    class Meta:
        verbose_name = "疏散经过"
        ordering: ClassVar[list[str]] = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.at:%H:%M:%S} {self.verb}"
