"""Surveyed points, and walk tests: a tag standing at them for known times."""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from anhuan.domains.org.models import Company
from anhuan.domains.plant.models import Area
from anhuan.domains.positioning.models import Anchor, Tag
from anhuan.kernel.ids import uuid7


class SurveyPoint(models.Model):
    """A place whose coordinates are known better than positioning ever is, plant metres."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    company = models.ForeignKey(Company, models.PROTECT, related_name="survey_points")
    name = models.CharField("名称", max_length=50)
    x_m = models.FloatField("x（m）")
    y_m = models.FloatField("y（m）")
    z_m = models.FloatField("标签高度 z（m）", default=1.0, help_text="相对厂区零点，含楼面高度")
    floor = models.SmallIntegerField("楼层", default=1)
    area = models.ForeignKey(
        Area, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="区域"
    )
    is_key = models.BooleanField("重点防爆区域", default=False)
    has_satellite = models.BooleanField(
        "有卫星信号", default=False, db_default=False, help_text="露天选中，室内和遮挡处不选"
    )
    note = models.CharField("说明", max_length=200, blank=True)
    is_retired = models.BooleanField("停用", default=False)

    class Meta:
        verbose_name = "测量点"
        ordering: ClassVar[list[str]] = ["name"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["company", "name"], name="survey_point_name_once"),
        ]

    def __str__(self) -> str:
        return self.name


class WalkTest(models.Model):
    """One test of accuracy (AQ 3064.3-2025 A.2). Over, it is a record nobody changes."""

    class State(models.TextChoices):
        OPEN = "open", "进行中"
        FINISHED = "finished", "已完成"
        CANCELLED = "cancelled", "已作废"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    company = models.ForeignKey(Company, models.PROTECT, related_name="walk_tests")
    name = models.CharField("名称", max_length=80)
    tag = models.ForeignKey(Tag, models.PROTECT, related_name="walk_tests", verbose_name="测试标签")
    state = models.CharField("状态", max_length=10, choices=State, default=State.OPEN)
    started_at = models.DateTimeField("开始")
    started_by = models.CharField("测试人", max_length=64)
    finished_at = models.DateTimeField("完成", null=True, blank=True)
    passed = models.BooleanField("合格", null=True, blank=True)
    has_ranges = models.BooleanField("已取得量距", default=False)
    note = models.CharField("说明", max_length=300, blank=True)
    route = models.ForeignKey(
        "calibration.SurveyRoute", models.PROTECT, null=True, blank=True, related_name="walks",
        verbose_name="测试路线", help_text="不选：逐点静态测试；选：沿路线动态测试（附录 A.3）",
    )  # fmt: skip
    timer = models.ForeignKey(
        "calibration.Instrument", models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="计时器", help_text="量程不小于 1 h，误差不大于 1 s/d（附录 A.1）",
    )  # fmt: skip
    range_finder = models.ForeignKey(
        "calibration.Instrument", models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="测距仪", help_text="量程不小于 50 m，误差不大于 1 cm（附录 A.1）",
    )  # fmt: skip
    instruments = models.JSONField("测试设备", default=list, blank=True)  # as they were that day

    class Meta:
        verbose_name = "精度测试"
        ordering: ClassVar[list[str]] = ["-started_at"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_over(self) -> bool:
        """Finished or called off."""
        return self.state != self.State.OPEN

    @property
    def is_moving(self) -> bool:
        """Walked along a route, not stood at points."""
        return self.route_id is not None


class Stand(models.Model):
    """The tag at one point from when until when, with the truth and the limit as they were then.

    errors_m and r68_m: of each fix in time order, filled when the test is finished.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    walk = models.ForeignKey(WalkTest, models.CASCADE, related_name="stands")
    point = models.ForeignKey(SurveyPoint, models.PROTECT, related_name="stands")
    x_m = models.FloatField()
    y_m = models.FloatField()
    z_m = models.FloatField()
    floor = models.SmallIntegerField()
    area_name = models.CharField(max_length=100, blank=True)
    risk = models.CharField(max_length=8, blank=True)
    is_key = models.BooleanField(default=False)
    has_satellite = models.BooleanField(default=False, db_default=False)
    since = models.DateTimeField("到点")
    until = models.DateTimeField("离开", null=True, blank=True)
    limit_m = models.FloatField("限值（m）", null=True, blank=True)
    errors_m = ArrayField(models.FloatField(), default=list, blank=True)
    r68_m = ArrayField(models.FloatField(), default=list, blank=True)
    wrong_floor = models.PositiveIntegerField("楼层错误点数", default=0)
    samples = models.PositiveIntegerField("有效采样（2 s）", default=0, db_default=0)

    class Meta:
        verbose_name = "测量点停留"
        ordering: ClassVar[list[str]] = ["since"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["walk"], condition=models.Q(until__isnull=True), name="walk_stands_once"
            ),
            models.CheckConstraint(
                name="stand_ends_after_start",
                condition=models.Q(until__isnull=True) | models.Q(until__gt=models.F("since")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.point} {self.since:%m-%d %H:%M}"


class AnchorStand(models.Model):
    """What one anchor ranged to the standing tag: raw two-way ranges, before any correction."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    stand = models.ForeignKey(Stand, models.CASCADE, related_name="anchors")
    anchor = models.ForeignKey(Anchor, models.PROTECT, related_name="calibration_stands")
    distance_m = models.FloatField("真实距离（m）")
    ranges_m = ArrayField(models.FloatField(), default=list)

    class Meta:
        verbose_name = "基站量距"
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["stand", "anchor"], name="anchor_stand_once"),
        ]

    def __str__(self) -> str:
        return f"{self.anchor} {self.stand}"
