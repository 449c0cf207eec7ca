"""Job areas (作业区域): where work goes on under guard, for as long as it does."""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from anhuan.domains.org.models import Company, Person
from anhuan.kernel.ids import uuid7


class JobArea(models.Model):
    """A temporary area drawn by a permit or by hand, with its guardians and workers.

    What drew it is named by `source_type` and `source_id` ("permit", its id): slices above know
    us, we do not know them.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    company = models.ForeignKey(Company, models.PROTECT, related_name="job_areas")
    name = models.CharField("名称", max_length=100)  # "动火 3 号泵房"
    kind = models.CharField("作业类别", max_length=50, blank=True)
    geometry = models.JSONField("范围")  # Polygon, LineString or Point, plant metres
    radius_m = models.FloatField("半径/缓冲（m）", null=True, blank=True)
    space = models.JSONField(
        "受限空间范围", null=True, blank=True, help_text="监护人不得进入（GB 30871-2022 6.8）"
    )  # Polygon inside the job area
    floors = ArrayField(
        models.SmallIntegerField(),
        verbose_name="楼层",
        null=True,
        blank=True,
        help_text="空 = 所有楼层",
    )
    guardians = models.ManyToManyField(Person, related_name="+", verbose_name="监护人")
    workers = models.ManyToManyField(Person, blank=True, related_name="+", verbose_name="作业人员")
    admitted = models.ManyToManyField(
        Person, blank=True, related_name="+", verbose_name="可进入人员"
    )  # whoever approves or inspects
    max_people = models.PositiveIntegerField("限员（人）", null=True, blank=True)
    valid_from = models.DateTimeField("开始")
    valid_until = models.DateTimeField("结束")
    source_type = models.CharField("来源", max_length=32, blank=True)
    source_id = models.CharField("来源编号", max_length=64, blank=True)
    version = models.PositiveIntegerField("版本", default=1)
    closed_at = models.DateTimeField("关闭时间", null=True, blank=True)
    closed_reason = models.CharField("关闭原因", max_length=300, blank=True)

    class Meta:
        verbose_name = "作业区域"
        ordering: ClassVar[list[str]] = ["-valid_from"]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                name="job_area_ends_after",
                condition=models.Q(valid_until__gt=models.F("valid_from")),
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["company", "source_type", "source_id"], name="job_area_source"),
            models.Index(
                fields=["company", "valid_until"],
                condition=models.Q(closed_at__isnull=True),
                name="job_area_open",
            ),
        ]

    def __str__(self) -> str:
        return self.name
