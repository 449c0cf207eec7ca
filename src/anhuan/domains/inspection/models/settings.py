"""What a plant may set for its inspections."""

from datetime import timedelta

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from anhuan.domains.inspection.rules.arrival import Limits
from anhuan.domains.inspection.rules.identity import IDENTITY_CHOICES, Identity
from anhuan.domains.org.models import Company, Person


class InspectionSettings(models.Model):
    """One row a company; the defaults hold while there is none."""

    company = models.OneToOneField(
        Company, models.CASCADE, primary_key=True, related_name="inspection_settings"
    )
    within_m = models.FloatField(
        "到位距离（m）", default=10.0, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    seen_within_s = models.PositiveIntegerField(
        "定位有效时间（s）", default=60, validators=[MinValueValidator(5), MaxValueValidator(600)]
    )
    least_weight = models.PositiveSmallIntegerField(
        "最低可信度", default=1, validators=[MinValueValidator(1), MaxValueValidator(5)],
        help_text="1 = 可只用二维码；2 = 二维码须有定位佐证",
    )  # fmt: skip
    identity = models.CharField(
        "开始巡检时的身份核验", max_length=10, choices=IDENTITY_CHOICES, default=Identity.LOGIN,
        help_text="登录账号以外另要的；工卡上的二维码或 NFC 内容为工号",
    )  # fmt: skip
    keeper = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name="巡检系统管理员", help_text="专人管理巡检路线、计划和漏检，名字列在今日巡检",
    )  # fmt: skip
    escalate_min = models.PositiveIntegerField("漏检后上报上级（分钟）", default=30)

    class Meta:
        verbose_name = "巡检设置"

    def __str__(self) -> str:
        return f"{self.company} 巡检设置"

    @property
    def limits(self) -> Limits:
        """As the rules take them."""
        return Limits(self.within_m, timedelta(seconds=self.seen_within_s), self.least_weight)
