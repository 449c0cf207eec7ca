"""Weather as it was measured or entered: what work in the open goes by."""

from typing import Any, ClassVar

from django.db import models

from anhuan.domains.org.models import Account, Company
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
