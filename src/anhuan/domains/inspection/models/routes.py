"""Where to look: points with their marks, and routes in their order (INS-031 to INS-035)."""

from typing import Any, ClassVar

from django.db import models

from anhuan.domains.inspection.models.standards import Standard
from anhuan.domains.inspection.rules import arrival
from anhuan.domains.org.models import Company, Department
from anhuan.domains.plant.models import Area, Structure
from anhuan.kernel.ids import uuid7


class Point(models.Model):
    """A place that is looked at, and what is fixed there to prove that somebody came (INS-003)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    company = models.ForeignKey(Company, models.PROTECT, related_name="inspection_points")
    code = models.CharField("编码", max_length=32, help_text="二维码、NFC 标签中的内容")
    beacon = models.CharField("蓝牙标签", max_length=64, blank=True)
    name = models.CharField("名称", max_length=100)
    area = models.ForeignKey(Area, models.PROTECT, verbose_name="区域", related_name="+")
    structure = models.ForeignKey(
        Structure, models.PROTECT, null=True, blank=True, verbose_name="建筑", related_name="+"
    )
    x_m = models.FloatField("x（m）", null=True, blank=True)
    y_m = models.FloatField("y（m）", null=True, blank=True)
    floor = models.SmallIntegerField("楼层", default=0, help_text="0 = 不分楼层")
    equipment = models.CharField("设备", max_length=100, blank=True)
    standards = models.ManyToManyField(Standard, related_name="points", verbose_name="检查标准")
    risk_unit_id = models.UUIDField("风险分析单元", null=True, blank=True)
    is_paused = models.BooleanField("停检", default=False)
    paused_for = models.CharField("停检原因", max_length=200, blank=True)
    is_retired = models.BooleanField("停用", default=False)

    class Meta:
        verbose_name = "巡检点"
        ordering: ClassVar[list[str]] = ["code"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["company", "code"], condition=models.Q(is_retired=False),
                name="inspection_point_once",
            ),
            models.CheckConstraint(
                name="inspection_point_paused_for",
                condition=models.Q(is_paused=False) | ~models.Q(paused_for=""),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def spot(self) -> arrival.Point:
        """As the rules take it."""
        return arrival.Point(self.code, self.x_m, self.y_m, self.floor)


class Route(models.Model):
    """Points in their order and the path between them, in plant metres."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    company = models.ForeignKey(Company, models.PROTECT, related_name="inspection_routes")
    name = models.CharField("名称", max_length=100)
    department = models.ForeignKey(
        Department, models.PROTECT, verbose_name="责任部门", related_name="inspection_routes"
    )
    path = models.JSONField("路径", default=list, blank=True)  # [[x_m, y_m], …]
    corridor_m = models.FloatField("允许偏离（m）", default=15.0)
    is_ordered = models.BooleanField("按顺序巡检", default=True)
    first_within_min = models.PositiveSmallIntegerField(
        "首站签到时限（分钟）", null=True, blank=True, help_text="任务开始后多久内到首站"
    )
    is_paused = models.BooleanField("停检", default=False)
    paused_for = models.CharField("停检原因", max_length=200, blank=True)
    is_retired = models.BooleanField("停用", default=False)

    class Meta:
        verbose_name = "巡检路线"
        ordering: ClassVar[list[str]] = ["name"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["company", "name"], condition=models.Q(is_retired=False),
                name="inspection_route_once",
            ),
            models.CheckConstraint(
                name="inspection_route_paused_for",
                condition=models.Q(is_paused=False) | ~models.Q(paused_for=""),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name


class RouteStop(models.Model):
    """A point in its place of a route."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    route = models.ForeignKey(Route, models.CASCADE, related_name="stops")
    point = models.ForeignKey(Point, models.PROTECT, related_name="stops")
    position = models.PositiveSmallIntegerField("顺序")
    stay_s = models.PositiveIntegerField("至少停留（s）", default=0)
    longest_min = models.PositiveSmallIntegerField("最多停留（分钟）", null=True, blank=True)

    class Meta:
        verbose_name = "路线点位"
        ordering: ClassVar[list[str]] = ["position"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["route", "point"], name="inspection_stop_once"),
            models.UniqueConstraint(
                fields=["route", "position"], name="inspection_stop_order",
                deferrable=models.Deferrable.DEFERRED,
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.position} {self.point}"
