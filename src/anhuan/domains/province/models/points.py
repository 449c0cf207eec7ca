"""Sensed points: of warehouses, loading racks, tanks, the whole plant."""

from typing import Any, ClassVar

from django.db import models

from anhuan.domains.org.models import Account
from anhuan.domains.province.models.enterprises import Enterprise
from anhuan.domains.province.rules.sensing import OBJECTS, PARAMETERS, SUBSTANCES, WORDS
from anhuan.kernel.ids import uuid7


class Point(models.Model):
    """An indicator (指标) and its newest value."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    enterprise = models.ForeignKey(Enterprise, models.CASCADE, related_name="points")
    code = models.CharField("指标编码", max_length=64)
    name = models.CharField("指标名称", max_length=100)
    object_kind = models.CharField("对象类型", max_length=12, choices=list(OBJECTS.items()))
    object_name = models.CharField("对象", max_length=100)
    substance = models.CharField(
        "物质", max_length=20, choices=list(SUBSTANCES.items()), default="other"
    )
    parameter = models.CharField(
        "参数", max_length=12, choices=[(key, word) for key, (word, _) in PARAMETERS.items()]
    )
    low_low = models.FloatField("低低报", null=True, blank=True)
    low = models.FloatField("低报", null=True, blank=True)
    high = models.FloatField("高报", null=True, blank=True)
    high_high = models.FloatField("高高报", null=True, blank=True)
    value = models.FloatField("当前值", null=True, blank=True)
    at = models.DateTimeField("采集时间", null=True, blank=True)
    alarm = models.CharField("报警", max_length=10, choices=list(WORDS.items()), blank=True)
    is_retired = models.BooleanField("停用", default=False)

    class Meta:
        verbose_name = "感知指标"
        ordering: ClassVar[list[str]] = ["object_kind", "object_name", "code"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["enterprise", "code"], name="point_once"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def unit(self) -> str:
        """Of the parameter."""
        return PARAMETERS[self.parameter][1]


class LimitChange(models.Model):
    """A change of thresholds that waits for somebody else's word."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    point = models.ForeignKey(Point, models.CASCADE, related_name="limit_changes")
    limits = models.JSONField("阈值")
    reason = models.CharField("依据", max_length=500)
    by = models.ForeignKey(Account, models.PROTECT, related_name="+", verbose_name="申请人")
    at = models.DateTimeField("申请时间")
    decided_by = models.ForeignKey(
        Account, models.PROTECT, null=True, related_name="+", verbose_name="批准人"
    )
    decided_at = models.DateTimeField("批准时间", null=True)
    is_approved = models.BooleanField("批准", null=True)

    class Meta:
        verbose_name = "阈值调整"
        ordering: ClassVar[list[str]] = ["-at", "id"]

    def __str__(self) -> str:
        return f"{self.point} 阈值调整"
