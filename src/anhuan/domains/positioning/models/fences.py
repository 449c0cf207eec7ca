"""Electronic fences (电子围栏). A draft is a fence that is never in force."""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from anhuan.domains.org.models import Company, Department, Person, Post
from anhuan.domains.plant.models import Area
from anhuan.kernel.ids import uuid7


class Fence(models.Model):
    """A fence: where (an area or its own shape), when, who may enter, how many, how long."""

    class Purpose(models.TextChoices):
        RESTRICTED = "restricted", "禁入（授权除外）"
        CAPACITY = "capacity", "限员"
        MINIMUM = "minimum", "最少人数"
        STILLNESS = "stillness", "静止监视"
        STAY = "stay", "逗留时长"
        LEAVE = "leave", "禁出"
        SPEED = "speed", "限速"
        PLANT = "plant", "厂区边界"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    company = models.ForeignKey(Company, models.PROTECT, related_name="fences")
    name = models.CharField("名称", max_length=100)
    purpose = models.CharField("用途", max_length=16, choices=Purpose)
    area = models.ForeignKey(
        Area,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="fences",
        verbose_name="区域",
        help_text="选区域则用区域的范围；否则在图上绘制",
    )
    geometry = models.JSONField("范围", null=True, blank=True)  # Polygon, LineString or Point
    radius_m = models.FloatField("半径/缓冲（m）", null=True, blank=True)
    floors = ArrayField(
        models.SmallIntegerField(),
        verbose_name="楼层",
        null=True,
        blank=True,
        help_text="空 = 所有楼层",
    )
    z_min_m = models.FloatField("高度下限（m）", null=True, blank=True)
    z_max_m = models.FloatField("高度上限（m）", null=True, blank=True)
    buffer_m = models.FloatField(
        "缓冲带（m）",
        null=True,
        blank=True,
        help_text="边界两侧各留这么宽：深入才算进入，远离才算离开，定位抖动不报警",
    )
    schedule = models.JSONField(
        "生效时间",
        default=list,
        blank=True,
        help_text='空 = 全天；[{"days": [1,2,3,4,5], "from": "08:00", "to": "18:00"}]',
    )
    teams = ArrayField(
        models.CharField(max_length=20), verbose_name="生效班次", default=list, blank=True
    )
    valid_from = models.DateTimeField("启用时间", null=True, blank=True)
    valid_until = models.DateTimeField("停用时间", null=True, blank=True)
    max_people = models.PositiveIntegerField("限员（人）", null=True, blank=True)
    min_people = models.PositiveIntegerField("最少人数（人）", null=True, blank=True)
    kind_limits = models.JSONField("分类限员", default=dict, blank=True)  # {"contractor": 2}
    limit_s = models.PositiveIntegerField("时长（s）", null=True, blank=True)
    speed_limit_kmh = models.FloatField("限速（km/h）", null=True, blank=True)
    approach_m = models.FloatField(
        "接近提醒（m）", null=True, blank=True, help_text="无权进入的人走近到此距离即提醒"
    )
    allowed_kinds = ArrayField(
        models.CharField(max_length=16), verbose_name="允许的人员类型", default=list, blank=True
    )
    allowed_departments = models.ManyToManyField(
        Department, blank=True, related_name="+", verbose_name="允许的部门"
    )
    allowed_posts = models.ManyToManyField(
        Post, blank=True, related_name="+", verbose_name="允许的岗位"
    )
    allowed_people = models.ManyToManyField(
        Person, blank=True, related_name="+", verbose_name="允许的人员"
    )
    allowed_qualifications = ArrayField(
        models.CharField(max_length=100),  # "training:GDS", see queries.qualifications
        verbose_name="允许的资格",
        default=list,
        blank=True,
    )
    priority = models.PositiveSmallIntegerField("优先级", null=True, blank=True)
    is_enabled = models.BooleanField("启用", default=True)
    version = models.PositiveIntegerField("版本", default=1)
    is_draft = models.BooleanField("草稿", default=False)
    replaces = models.ForeignKey(  # a draft's `version` is the version of it that was copied
        "self", models.CASCADE, null=True, blank=True, related_name="drafts"
    )
    is_retired = models.BooleanField("停用", default=False)
    updated_at = models.DateTimeField("更新时间", auto_now=True)

    class Meta:
        verbose_name = "电子围栏"
        ordering: ClassVar[list[str]] = ["name"]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                name="fence_has_shape",
                condition=models.Q(area__isnull=False) | models.Q(geometry__isnull=False),
            ),
            models.CheckConstraint(
                name="fence_draft_not_in_force",
                condition=models.Q(is_draft=False) | models.Q(is_enabled=False),
            ),
            models.UniqueConstraint(
                fields=["replaces"],
                condition=models.Q(is_draft=True, is_retired=False),
                name="fence_one_draft",
            ),
        ]

    def __str__(self) -> str:
        return self.name
