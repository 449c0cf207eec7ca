"""What a plant may tune of its positioning."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from anhuan.domains.org.models import Company


class PositioningSettings(models.Model):
    """One row a company; the defaults hold while there is none."""

    company = models.OneToOneField(
        Company, models.CASCADE, primary_key=True, related_name="positioning_settings"
    )
    tag_offline_s = models.PositiveIntegerField(
        "标签离线判定（s）",
        default=60,
        validators=[MinValueValidator(5)],
        help_text="超过此时长没有信号即为离线",
    )
    anchor_offline_s = models.PositiveIntegerField(
        "基站离线判定（s）",
        default=120,
        validators=[MinValueValidator(5)],
    )
    low_battery_pct = models.PositiveSmallIntegerField(
        "低电量（%）", default=20, validators=[MinValueValidator(1), MaxValueValidator(90)]
    )
    min_fixes_per_minute = models.PositiveSmallIntegerField(
        "最低上传频率（次/分）",
        default=30,
        validators=[MinValueValidator(1)],
        help_text="AQ 3064.3 7.2.1：不低于 30 次/分",
    )
    track_days = models.PositiveIntegerField(
        "轨迹保存（天）", default=400, help_text="AQ 3064.3 4.4：不少于 1 年"
    )

    class Meta:
        verbose_name = "定位设置"

    def __str__(self) -> str:
        return f"{self.company} 定位设置"
