"""Places where nobody may be without a permit, and work found without one (alarm 60)."""

from typing import Any, ClassVar

from django.db import models

from anhuan.domains.alarms.models import Alarm
from anhuan.domains.org.models import Account, Company
from anhuan.domains.permits.models.permits import Permit
from anhuan.domains.permits.models.templates import KIND_CHOICES
from anhuan.domains.plant.models import Area
from anhuan.kernel.ids import uuid7


class PermitPlace(models.Model):
    """That being in an area is itself special work: a pit, a sump, the inside of a tank."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    company = models.ForeignKey(Company, models.PROTECT, related_name="permit_places")
    area = models.OneToOneField(
        Area, models.CASCADE, related_name="permit_place", verbose_name="区域"
    )
    kind = models.CharField("须办作业票", max_length=32, choices=KIND_CHOICES)
    is_retired = models.BooleanField("停用", default=False)

    class Meta:
        verbose_name = "须凭票进入的场所"
        ordering: ClassVar[list[str]] = ["area__code"]

    def __str__(self) -> str:
        return str(self.area)


class Unpermitted(models.Model):
    """Work or people found where a permit was owed and there was none (AQ 3064.2-2025 A.4/60)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    company = models.ForeignKey(Company, models.PROTECT, related_name="unpermitted")
    kind = models.CharField("作业类型", max_length=32, choices=KIND_CHOICES)
    place = models.CharField("位置", max_length=200)
    area = models.ForeignKey(
        Area, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="区域"
    )
    x_m = models.FloatField("x（m）", null=True, blank=True)
    y_m = models.FloatField("y（m）", null=True, blank=True)
    floor = models.SmallIntegerField("楼层", null=True, blank=True)
    text = models.CharField("情况", max_length=500)
    by = models.ForeignKey(
        Account, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="发现人"
    )  # None: found by positioning
    at = models.DateTimeField("发现时间")
    alarm = models.ForeignKey(Alarm, models.SET_NULL, null=True, related_name="+")
    permit = models.ForeignKey(
        Permit, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="补办票"
    )
    ended_at = models.DateTimeField("结束时间", null=True, blank=True)
    ended_how = models.CharField("处理结果", max_length=500, blank=True)

    class Meta:
        verbose_name = "无票作业"
        ordering: ClassVar[list[str]] = ["-at"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["area"], condition=models.Q(ended_at__isnull=True, by__isnull=True),
                name="unpermitted_found_once",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.place} {self.text[:40]}"
