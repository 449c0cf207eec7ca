"""Routes of surveyed points, and a tag walked along one (AQ 3064.3-2025 A.3)."""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator
from django.db import models

from anhuan.domains.calibration.models.walks import SurveyPoint, WalkTest
from anhuan.domains.org.models import Company
from anhuan.kernel.ids import uuid7


class SurveyRoute(models.Model):
    """Surveyed points in the order they are passed; straight lines between them."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    company = models.ForeignKey(Company, models.PROTECT, related_name="survey_routes")
    name = models.CharField("名称", max_length=80)
    pause_s = models.PositiveSmallIntegerField(
        "每点停留（s）", default=10, validators=[MaxValueValidator(120)],
        help_text="AQ 3064.3 A.3：10 s；填 0 为不停步走过",
    )  # fmt: skip
    note = models.CharField("说明", max_length=200, blank=True)
    is_retired = models.BooleanField("停用", default=False)

    class Meta:
        verbose_name = "测试路线"
        ordering: ClassVar[list[str]] = ["name"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["company", "name"], name="survey_route_name_once"),
        ]

    def __str__(self) -> str:
        return self.name


class RouteStop(models.Model):
    """One point of a route. A point may be passed twice."""

    route = models.ForeignKey(SurveyRoute, models.CASCADE, related_name="stops")
    order = models.PositiveSmallIntegerField()
    point = models.ForeignKey(SurveyPoint, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "路线测量点"
        ordering: ClassVar[list[str]] = ["order"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["route", "order"], name="route_order_once"),
        ]

    def __str__(self) -> str:
        return f"{self.order} {self.point}"


class Passing(models.Model):
    """The tag at one point of its route: when, the truth as it was then, and the way from there.

    error_m, r68_m: of the fix read at the stop, none if it was not in time. errors_m (against
    where one was at that moment), off_m (from the line), leg_r68_m: of each fix on the way to the
    next point. All filled when the test is finished.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    walk = models.ForeignKey(WalkTest, models.CASCADE, related_name="passings")
    order = models.PositiveSmallIntegerField()
    point = models.ForeignKey(SurveyPoint, models.PROTECT, related_name="passings")
    x_m = models.FloatField()
    y_m = models.FloatField()
    z_m = models.FloatField()
    floor = models.SmallIntegerField()
    area_name = models.CharField(max_length=100, blank=True)
    risk = models.CharField(max_length=8, blank=True)
    is_key = models.BooleanField(default=False)
    at = models.DateTimeField("到达")
    limit_m = models.FloatField("限值（m）", null=True, blank=True)
    error_m = models.FloatField("停留点误差（m）", null=True, blank=True)
    r68_m = models.FloatField(null=True, blank=True)
    errors_m = ArrayField(models.FloatField(), default=list, blank=True)
    off_m = ArrayField(models.FloatField(), default=list, blank=True)
    leg_r68_m = ArrayField(models.FloatField(), default=list, blank=True)

    class Meta:
        verbose_name = "路线经过"
        ordering: ClassVar[list[str]] = ["order"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["walk", "order"], name="passing_order_once"),
        ]

    def __str__(self) -> str:
        return f"{self.order} {self.point}"
