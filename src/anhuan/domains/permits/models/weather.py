"""Weather as it was measured or entered, and what was looked at after it."""

from typing import Any, ClassVar

from django.db import models

from anhuan.domains.org.models import Account, Company
from anhuan.domains.permits.models.permits import Permit
from anhuan.kernel.ids import uuid7


class WeatherNote(models.Model):
    """One observation; the newest counts while it is fresh."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    company = models.ForeignKey(Company, models.CASCADE, related_name="permit_weather")
    at = models.DateTimeField("时间")
    wind_mps = models.FloatField("阵风（m/s）", default=0)
    sky = models.JSONField("天气", default=list, blank=True)  # rules.weather.Sky
    temperature_c = models.FloatField("气温（℃）", null=True, blank=True)
    source = models.CharField("来源", max_length=16, default="hand")
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = "天气记录"
        ordering: ClassVar[list[str]] = ["-at"]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["company", "-at"], name="weather_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%m-%d %H:%M} {self.wind_mps:g} m/s"


class WeatherCheck(models.Model):
    """That somebody looked at scaffolds, slopes or shoring after bad weather (8.2.6, 11.5 d)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    permit = models.ForeignKey(Permit, models.CASCADE, related_name="weather_checks")
    at = models.DateTimeField("时间")
    by = models.ForeignKey(Account, models.PROTECT, related_name="+", verbose_name="检查人")
    by_name = models.CharField("检查人", max_length=64)
    text = models.CharField("检查结果", max_length=500)

    class Meta:
        verbose_name = "恶劣天气后复查"
        ordering: ClassVar[list[str]] = ["at"]

    def __str__(self) -> str:
        return self.text[:40]
