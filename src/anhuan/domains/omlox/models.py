"""What omlox knows beyond our own columns, and zones of other positioning systems."""

from typing import Any, ClassVar

from django.db import models

from anhuan.domains.org.models import Company
from anhuan.kernel.ids import uuid7


class Extra(models.Model):
    """Attributes and properties an omlox client gave one of our rows; kept as they came."""

    class Kind(models.TextChoices):
        TRACKABLE = "trackable", "可跟踪对象"
        PROVIDER = "provider", "定位源"
        FENCE = "fence", "围栏"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    company = models.ForeignKey(Company, models.PROTECT, related_name="+")
    kind = models.CharField("对象", max_length=16, choices=Kind)
    target = models.UUIDField("对象编号")
    foreign_id = models.CharField("外部编号", max_length=200, blank=True)
    attributes = models.JSONField("omlox 属性", default=dict, blank=True)  # radius, exit_delay, …
    properties = models.JSONField("自定义属性", default=dict, blank=True)

    class Meta:
        verbose_name = "omlox 附加属性"
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["kind", "target"], name="omlox_extra_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.target}"


class Zone(models.Model):
    """Another positioning system's own coordinates, or the place of a reader (RFID, beacon)."""

    class Type(models.TextChoices):
        UWB = "uwb", "UWB"
        WIFI = "wifi", "Wi-Fi"
        RFID = "rfid", "RFID"
        IBEACON = "ibeacon", "iBeacon"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    company = models.ForeignKey(Company, models.PROTECT, related_name="omlox_zones")
    type = models.CharField("类型", max_length=8, choices=Type)
    name = models.CharField("名称", max_length=200, blank=True)
    foreign_id = models.CharField("外部编号", max_length=200, blank=True)
    position = models.JSONField("位置（经纬度）", null=True, blank=True)  # [lon, lat]
    radius_m = models.FloatField("半径（m）", null=True, blank=True)
    control_points = models.JSONField("控制点", default=list, blank=True)  # [lon, lat], [x, y], …
    floor = models.FloatField("楼层（地面 = 0）", default=0)
    is_incomplete = models.BooleanField("待补全", default=False)
    attributes = models.JSONField("omlox 属性", default=dict, blank=True)  # site, building, …
    properties = models.JSONField("自定义属性", default=dict, blank=True)
    is_retired = models.BooleanField("停用", default=False)

    class Meta:
        verbose_name = "omlox 区域"
        ordering: ClassVar[list[str]] = ["id"]

    def __str__(self) -> str:
        return self.name or self.foreign_id or str(self.pk)
