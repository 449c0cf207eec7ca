"""What an authority has set."""

from django.db import models

from anhuan.domains.org.models import Company
from anhuan.domains.province.rules.settings import ISSUE_FROM


class ProvinceSettings(models.Model):
    """One row an authority; what it leaves out is as the rules say."""

    company = models.OneToOneField(
        Company, models.CASCADE, primary_key=True, related_name="province_settings"
    )
    weights = models.JSONField("模型分值", default=dict, blank=True)
    bounds = models.JSONField("等级界限", default=dict, blank=True)
    deadlines_min = models.JSONField("反馈时限（分钟）", default=dict, blank=True)
    issue_from = models.CharField(
        "自动下发预警", max_length=8, choices=list(ISSUE_FROM.items()), default="orange", blank=True
    )
    alarm_open_min = models.PositiveIntegerField("报警未销（分钟）", default=60)
    offline_min = models.PositiveIntegerField("离线（分钟）", default=30)
    track_days = models.PositiveIntegerField("人员轨迹保存（天）", default=0)  # 0: none is kept

    class Meta:
        verbose_name = "监管设置"

    def __str__(self) -> str:
        return f"{self.company} 监管设置"
