"""Areas (区域): where people are counted and risk is coloured."""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from anhuan.domains.org.models import Company, Department
from anhuan.kernel.ids import uuid7


class Area(models.Model):
    """A named part of the plant. Geometry is a GeoJSON Polygon in plant metres."""

    class Kind(models.TextChoices):
        PRODUCTION = "production", "生产装置区"
        TANK_FARM = "tank_farm", "罐区"
        WAREHOUSE = "warehouse", "仓库"
        LOADING = "loading", "装卸区"
        UTILITY = "utility", "公用工程"
        CONTROL_ROOM = "control_room", "控制室"
        DUTY_ROOM = "duty_room", "值班室"
        OFFICE = "office", "办公区"
        GATE = "gate", "门岗"
        MUSTER = "muster", "集合点"
        ROAD = "road", "道路"
        OTHER = "other", "其他"

    class Risk(models.TextChoices):
        RED = "red", "红（重大）"
        ORANGE = "orange", "橙（较大）"
        YELLOW = "yellow", "黄（一般）"
        BLUE = "blue", "蓝（低）"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    company = models.ForeignKey(Company, models.PROTECT, related_name="areas")
    code = models.CharField("编码", max_length=32)
    name = models.CharField("名称", max_length=100)
    kind = models.CharField("类别", max_length=16, choices=Kind)
    risk = models.CharField("风险等级", max_length=8, choices=Risk, default=Risk.BLUE)
    geometry = models.JSONField("范围")
    floors = ArrayField(
        models.SmallIntegerField(),
        verbose_name="楼层",
        null=True,
        blank=True,
        help_text="空 = 所有楼层；地面 = 1",
    )
    department = models.ForeignKey(
        Department,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="areas",
        verbose_name="责任部门",
    )
    max_people = models.PositiveIntegerField("限员（人）", null=True, blank=True)
    min_people = models.PositiveIntegerField("最少人数（人）", null=True, blank=True)
    judges_gatherings = models.BooleanField(
        "聚集预警",
        default=True,
        help_text="办公楼、中控室、集合点等必然有人聚集的场所可以关闭；改动留痕",
    )
    is_explosive = models.BooleanField("爆炸危险区域", default=False)
    ex_zone = models.CharField("防爆分区", max_length=20, blank=True)
    is_retired = models.BooleanField("停用", default=False)
    updated_at = models.DateTimeField("更新时间", auto_now=True)

    class Meta:
        verbose_name = "区域"
        ordering: ClassVar[list[str]] = ["code"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["company", "code"], name="area_code_once"),
        ]

    def __str__(self) -> str:
        return self.name
