"""Where somebody watches around the clock."""

from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from anhuan.domains.org.models import Company
from anhuan.domains.plant.models import Area
from anhuan.kernel.ids import uuid7


class WatchPost(models.Model):
    """A place that is never left alone: the control room, the gate house."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    company = models.ForeignKey(Company, models.PROTECT, related_name="watch_posts")
    name = models.CharField("值守岗位", max_length=50)
    area = models.ForeignKey(
        Area, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="区域"
    )
    seats = models.PositiveSmallIntegerField(
        "每班至少人数", default=1, validators=[MinValueValidator(1), MaxValueValidator(20)]
    )
    leader_sits = models.BooleanField(
        "当班人在此值守", default=True, help_text="新的班次自动排入值班表上的当班人"
    )
    grace_min = models.PositiveSmallIntegerField(
        "交接班时限", default=30, validators=[MinValueValidator(5), MaxValueValidator(240)],
        help_text="下班后超过这么久还没有接班记录就提醒",
    )  # fmt: skip
    since = models.DateTimeField("开始值守")
    is_retired = models.BooleanField("停用", default=False)

    class Meta:
        verbose_name = "值守岗位"
        ordering: ClassVar[list[str]] = ["name"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["company", "name"], name="watch_post_once"),
        ]

    def __str__(self) -> str:
        return self.name
