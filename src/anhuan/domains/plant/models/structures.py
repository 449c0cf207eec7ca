"""What stands in the plant: buildings, units, tanks, roads; and major hazard sources."""

from typing import Any, ClassVar

from django.db import models

from anhuan.domains.org.models import Company, Person
from anhuan.domains.plant.models.areas import Area
from anhuan.kernel.ids import uuid7


class Structure(models.Model):
    """A building, process unit, tank, road or pipe rack. Geometry in plant metres."""

    class Kind(models.TextChoices):
        BUILDING = "building", "建筑"
        UNIT = "unit", "生产装置"
        TANK = "tank", "储罐"
        WAREHOUSE = "warehouse", "仓库"
        PROCESS = "process", "危险工艺"
        EQUIPMENT = "equipment", "设备"
        ROAD = "road", "道路"
        RACK = "rack", "管廊"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    company = models.ForeignKey(Company, models.PROTECT, related_name="structures")
    code = models.CharField("位号/编码", max_length=32)
    name = models.CharField("名称", max_length=100)
    kind = models.CharField("类别", max_length=16, choices=Kind)
    area = models.ForeignKey(
        Area,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="structures",
        verbose_name="所在区域",
    )
    geometry = models.JSONField("范围")
    floors = models.JSONField(
        "楼层", default=list, blank=True, help_text='[{"floor": 1, "z_m": 0.0, "name": "1F"}]'
    )
    height_m = models.FloatField("高度（m）", null=True, blank=True)
    medium = models.CharField("介质", max_length=100, blank=True)
    capacity = models.CharField("容量/规模", max_length=50, blank=True)
    is_retired = models.BooleanField("停用", default=False)

    class Meta:
        verbose_name = "装置设施"
        ordering: ClassVar[list[str]] = ["kind", "code"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["company", "code"], name="structure_code_once"),
        ]

    def __str__(self) -> str:
        return self.name


class MajorHazardSource(models.Model):
    """A major hazard source (重大危险源) with its three 包保 persons."""

    class Level(models.IntegerChoices):
        ONE = 1, "一级"
        TWO = 2, "二级"
        THREE = 3, "三级"
        FOUR = 4, "四级"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    company = models.ForeignKey(Company, models.PROTECT, related_name="hazard_sources")
    code = models.CharField("危险源编码", max_length=32)
    name = models.CharField("名称", max_length=100)
    level = models.PositiveSmallIntegerField("级别", choices=Level)
    area = models.ForeignKey(Area, models.PROTECT, related_name="hazard_sources")
    r_value = models.FloatField("R 值", null=True, blank=True)
    primary = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="主要负责人"
    )
    technical = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="技术负责人"
    )
    operational = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="操作负责人"
    )
    is_retired = models.BooleanField("停用", default=False)

    class Meta:
        verbose_name = "重大危险源"
        ordering: ClassVar[list[str]] = ["level", "code"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["company", "code"], name="hazard_source_once"),
        ]

    def __str__(self) -> str:
        return self.name
