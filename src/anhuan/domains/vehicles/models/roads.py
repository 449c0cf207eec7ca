"""Classes of vehicle with their limits, and where vehicles may drive and park."""

from typing import Any, ClassVar

from django.db import models

from anhuan.domains.org.models import Company
from anhuan.kernel.ids import uuid7


class VehicleClass(models.Model):
    """What holds for every vehicle of a type: a vehicle belongs to it by its `kind`."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    company = models.ForeignKey(Company, models.PROTECT, related_name="vehicle_classes")
    name = models.CharField("车型", max_length=50, help_text="与车辆的“类型”一致，例如 槽车、叉车")
    speed_limit_kmh = models.FloatField(
        "限速（km/h）", null=True, blank=True, help_text="与路段限速取低者；空 = 只按路段"
    )
    is_hazmat = models.BooleanField(
        "危化品运输车", default=False, help_text="入厂须有押运员、运单和指定路线"
    )
    parks_in_places_only = models.BooleanField(
        "只准停在停车位", default=False, help_text="在别处停留超过时限即报违规停车"
    )
    stop_after_s = models.PositiveIntegerField("停留判定时限（s）", default=180)
    is_retired = models.BooleanField("停用", default=False)

    class Meta:
        verbose_name = "车型"
        ordering: ClassVar[list[str]] = ["name"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["company", "name"], name="vehicle_class_once"),
        ]

    def __str__(self) -> str:
        return self.name


class ParkingPlace(models.Model):
    """Where vehicles may stand, and for how long."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    company = models.ForeignKey(Company, models.PROTECT, related_name="parking_places")
    name = models.CharField("名称", max_length=100)
    geometry = models.JSONField("范围")  # Polygon, plant metres
    capacity = models.PositiveSmallIntegerField("车位数", null=True, blank=True)
    longest_min = models.PositiveIntegerField(
        "限停时长（min）", null=True, blank=True, help_text="空 = 不限"
    )
    classes = models.ManyToManyField(
        VehicleClass, blank=True, related_name="+", verbose_name="准停车型", help_text="不选 = 所有"
    )
    is_retired = models.BooleanField("停用", default=False)

    class Meta:
        verbose_name = "停车位"
        ordering: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name


class Route(models.Model):
    """A way vehicles are sent along: a line and how far from it is still on it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    company = models.ForeignKey(Company, models.PROTECT, related_name="routes")
    name = models.CharField("名称", max_length=100)
    geometry = models.JSONField("路线")  # LineString, plant metres
    half_width_m = models.FloatField("两侧允许偏离（m）", default=8)
    is_retired = models.BooleanField("停用", default=False)

    class Meta:
        verbose_name = "行车路线"
        ordering: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name
