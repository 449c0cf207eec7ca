"""What a plant may set about reporting, and what was said of a day."""

from typing import Any, ClassVar

from django.db import models

from anhuan.domains.org.models import Account, Company
from anhuan.domains.reporting.rules.schedule import WARN_AT


class ReportingSettings(models.Model):
    """One row a company; the defaults hold while there is none."""

    company = models.OneToOneField(
        Company, models.CASCADE, primary_key=True, related_name="reporting_settings"
    )
    deputy = models.ForeignKey(
        Account, models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name="承诺授权人", help_text="主要负责人不在时代为承诺，留痕",
    )  # fmt: skip
    warn_at = models.TimeField("提醒时刻", default=WARN_AT)
    weights = models.JSONField("评分权重", default=dict, blank=True)

    class Meta:
        verbose_name = "上报设置"

    def __str__(self) -> str:
        return f"{self.company} 上报设置"


class DayNote(models.Model):
    """That something of a day was said or done, so that it is said once."""

    company = models.ForeignKey(Company, models.CASCADE, related_name="+")
    day = models.DateField("日期")
    what = models.CharField("事项", max_length=40)
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "上报提醒"
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["company", "day", "what"], name="report_note_once"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.what}"
