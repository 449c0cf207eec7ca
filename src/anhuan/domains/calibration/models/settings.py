"""What a plant may tune of its calibration."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from anhuan.domains.org.models import Company

_METRES = [MinValueValidator(0.1), MaxValueValidator(20)]


class CalibrationSettings(models.Model):
    """One row a company; the defaults hold while there is none."""

    company = models.OneToOneField(
        Company, models.CASCADE, primary_key=True, related_name="calibration_settings"
    )
    limit_m = models.FloatField(
        "误差限值（m）", default=5, validators=_METRES, help_text="位置误差不超过 5 m"
    )
    key_limit_m = models.FloatField(
        "重点防爆区域限值（m）", default=3, validators=_METRES, help_text="重点防爆区域不超过 3 m"
    )
    static_limit_m = models.FloatField(
        "蓝、黄区域静态限值（m）", default=3, validators=_METRES,
        help_text="AQ 3064.3 7.1.1：静态误差不超过 3 m",
    )  # fmt: skip
    high_risk_limit_m = models.FloatField(
        "橙、红区域静态限值（m）", default=2.5, validators=_METRES,
        help_text="AQ 3064.3 7.1.1：应提高准确度，目标由企业确定",
    )  # fmt: skip
    moving_limit_m = models.FloatField(
        "动态误差限值（m）", default=5, db_default=5, validators=_METRES,
        help_text="AQ 3064.3 7.1.1：动态误差不超过 5 m",
    )  # fmt: skip
    settle_s = models.PositiveSmallIntegerField(
        "到点稳定时间（s）", default=5, validators=[MaxValueValidator(30)],
        help_text="到达测量点后这段时间的定位不计入",
    )  # fmt: skip
    bias_limit_m = models.FloatField(
        "基站偏差限值（m）", default=0.3, validators=[MinValueValidator(0.02)],
        help_text="剩余偏差超过此值的基站提示校正",
    )  # fmt: skip
    check_every_min = models.PositiveSmallIntegerField(
        "基站自检周期（min）", default=10, db_default=10,
        validators=[MinValueValidator(1), MaxValueValidator(1440)],
        help_text="引擎每隔此时长统计各基站的测距残差",
    )  # fmt: skip
    drift_limit_m = models.FloatField(
        "基站漂移限值（m）", default=0.5, db_default=0.5, validators=[MinValueValidator(0.1)],
        help_text="自检残差超过此值，通知校准人员",
    )  # fmt: skip
    refused_limit_pct = models.FloatField(
        "测距拒用限值（%）", default=50, db_default=50,
        validators=[MinValueValidator(5), MaxValueValidator(100)],
        help_text="自检周期内被拒用的测距超过此比例，通知校准人员",
    )  # fmt: skip
    miss_limit_pct = models.FloatField(
        "漏报率限值（%）",
        default=10,
        validators=[MinValueValidator(1), MaxValueValidator(10)],
        help_text="AQ 3064.3 7.3.2：小于 10 %",
    )
    false_limit_pct = models.FloatField(
        "误报率限值（%）",
        default=15,
        validators=[MinValueValidator(1), MaxValueValidator(15)],
        help_text="AQ 3064.3 7.3.2：小于 15 %",
    )
    every_months = models.PositiveSmallIntegerField(
        "测试周期（月）", default=12, validators=[MinValueValidator(1), MaxValueValidator(12)],
        help_text="AQ 3064.3 7.1.2、7.3.3：至少每年 1 次",
    )  # fmt: skip
    warn_days = models.PositiveSmallIntegerField("提前提醒（天）", default=30)

    class Meta:
        verbose_name = "校准设置"

    def __str__(self) -> str:
        return f"{self.company} 校准设置"
