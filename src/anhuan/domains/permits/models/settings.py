"""What a plant may set for its permits."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from anhuan.domains.org.models import Company


class PermitSettings(models.Model):
    """One row a company; the defaults hold while there is none. `figures`: `rules.settings`."""

    class OnSite(models.TextChoices):
        REQUIRED = "required", "须定位或扫码在场"
        POSITION = "position", "须定位在场"
        RECORDED = "recorded", "只记录，不拦截"

    class GasWatchMode(models.TextChoices):
        CONNECTED = "connected", "登记了联网检测仪的企业须绑定"
        REQUIRED = "required", "须绑定联网检测仪"
        BY_HAND = "by_hand", "人工连续检测，按时记录"

    company = models.OneToOneField(
        Company, models.CASCADE, primary_key=True, related_name="permit_settings"
    )
    figures = models.JSONField("限值", default=dict, blank=True)
    on_site = models.CharField(
        "现场签批", max_length=12, choices=OnSite, default=OnSite.REQUIRED,
        help_text="AQ 3064.2 5.5.2：审批人在作业现场才开放审批权限",
    )  # fmt: skip
    position_fresh_s = models.PositiveIntegerField(
        "定位有效（s）",
        default=60,
        validators=[MinValueValidator(5), MaxValueValidator(600)],
        help_text="早于此的定位不作为在场依据",
    )
    gas_watch = models.CharField(
        "连续监测", max_length=12, choices=GasWatchMode, default=GasWatchMode.CONNECTED,
        help_text="特级动火、受限空间：作业期间检测仪数据不中断",
    )  # fmt: skip
    asks_password = models.BooleanField(
        "签批须输密码", default=False, help_text="签批时再次核对账号密码"
    )
    archive_after_days = models.PositiveIntegerField("验收后自动归档（天）", default=3)
    kept_days = models.PositiveIntegerField(
        "档案保存（天）", default=1096, help_text="作业票不少于 1 年"
    )

    class Meta:
        verbose_name = "作业票设置"

    def __str__(self) -> str:
        return f"{self.company} 作业票设置"
