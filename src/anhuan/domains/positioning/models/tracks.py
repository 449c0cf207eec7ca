"""Where everyone was: sealed ten-minute chunks, visits of areas, and the latest position."""

from typing import Any, ClassVar

from django.db import models

from anhuan.domains.org.models import Company
from anhuan.domains.plant.models import Area
from anhuan.domains.positioning.models.devices import Tag
from anhuan.kernel.ids import uuid7


class TrackChunk(models.Model):
    """Ten minutes of one tag, packed by `kernel.chunks`. Kept at least one year (AQ 3064.3).

    The table is partitioned by month of `bucket` (see the migration), so that pruning drops
    whole partitions. Primary key (company, tag, bucket); written by COPY. Nothing but late data
    changes a row, and that leaves a new `TrackSeal`; the database refuses any other change.
    """

    pk = models.CompositePrimaryKey("company_id", "tag_id", "bucket")
    company = models.ForeignKey(Company, models.PROTECT, related_name="+")
    tag = models.ForeignKey(Tag, models.PROTECT, related_name="+")
    bucket = models.DateTimeField("时段开始")  # aligned to ten minutes, UTC
    count = models.IntegerField("点数")
    min_x_cm = models.IntegerField()
    min_y_cm = models.IntegerField()
    max_x_cm = models.IntegerField()
    max_y_cm = models.IntegerField()
    payload = models.BinaryField("数据")

    class Meta:
        verbose_name = "轨迹段"
        managed = False
        db_table = "positioning_trackchunk"

    def __str__(self) -> str:
        return f"{self.tag_id} {self.bucket:%Y-%m-%d %H:%M}"


class TrackSeal(models.Model):
    """The digests of chunks of one ten minutes, taken when they were written. Never changed.

    `digest` also stands in the audit chain, so that whoever alters a chunk would have to alter
    the chain as well. A later seal of the same ten minutes holds what late data changed.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="+")
    bucket = models.DateTimeField("时段开始")
    chunks = models.IntegerField("轨迹段数")
    points = models.IntegerField("点数")
    leaves = models.BinaryField("各段摘要")  # see rules.sealing: tag and SM3, 48 bytes a chunk
    digest = models.CharField("摘要 SM3", max_length=64)
    sealed_at = models.DateTimeField("封存时间")

    class Meta:
        verbose_name = "轨迹封存"
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["company", "bucket"], name="seal_bucket"),
        ]

    def __str__(self) -> str:
        return f"{self.bucket:%Y-%m-%d %H:%M}"


class ZoneVisit(models.Model):
    """That a tag was in an area or fence from when until when; written by the engine on line."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    company = models.ForeignKey(Company, models.PROTECT, related_name="+")
    tag = models.ForeignKey(Tag, models.PROTECT, related_name="visits")
    area = models.ForeignKey(Area, models.CASCADE, related_name="visits")
    entered_at = models.DateTimeField("进入")
    left_at = models.DateTimeField("离开", null=True, blank=True)

    class Meta:
        verbose_name = "进出记录"
        ordering: ClassVar[list[str]] = ["-entered_at"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["tag", "area", "entered_at"], name="visit_once"),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["area", "-entered_at"], name="visit_area"),
            models.Index(fields=["tag", "-entered_at"], name="visit_tag"),
        ]

    def __str__(self) -> str:
        return f"{self.tag_id} @ {self.area_id}"


class LatestPosition(models.Model):
    """The last known position of each tag, upserted every few seconds; survives restarts."""

    tag = models.OneToOneField(Tag, models.CASCADE, primary_key=True, related_name="latest")
    t = models.DateTimeField("定位时间")
    x_m = models.FloatField("x（m）")
    y_m = models.FloatField("y（m）")
    floor = models.SmallIntegerField("楼层")
    r68_m = models.FloatField("68% 半径（m）")
    area = models.ForeignKey(Area, models.SET_NULL, null=True, related_name="+")
    state = models.CharField("状态", max_length=8)  # live, still, stale, lost
    blocked = models.FloatField("遮挡份额", default=0, db_default=0)  # of its observations, 0..1

    class Meta:
        verbose_name = "最新位置"

    def __str__(self) -> str:
        return f"{self.tag_id} ({self.x_m:.1f}, {self.y_m:.1f}) {self.floor}F"
