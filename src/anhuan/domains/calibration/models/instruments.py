"""What tests are measured with: timers and range finders, each with its own calibration."""

from typing import Any, ClassVar

from django.core.validators import MinValueValidator
from django.db import models

from anhuan.domains.org.models import Company
from anhuan.kernel.ids import uuid7


class Instrument(models.Model):
    """A timer or a range finder (AQ 3064.3-2025 A.1). Units go with the kind."""

    class Kind(models.TextChoices):
        TIMER = "timer", "计时器"
        RANGE_FINDER = "range_finder", "测距仪"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    company = models.ForeignKey(Company, models.PROTECT, related_name="test_instruments")
    kind = models.CharField("类别", max_length=12, choices=Kind)
    name = models.CharField("名称型号", max_length=80)
    number = models.CharField("出厂编号", max_length=50)
    span = models.FloatField(
        "量程", validators=[MinValueValidator(0)], help_text="计时器：小时；测距仪：米"
    )
    error = models.FloatField(
        "误差", validators=[MinValueValidator(0)], help_text="计时器：秒/天；测距仪：厘米"
    )
    calibrated_on = models.DateField("检定/校准日期")
    valid_until = models.DateField("有效期至")
    certificate = models.CharField("证书编号", max_length=80)
    is_retired = models.BooleanField("停用", default=False)

    class Meta:
        verbose_name = "测试设备"
        ordering: ClassVar[list[str]] = ["kind", "name"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["company", "number"],
                condition=models.Q(is_retired=False),
                name="test_instrument_number_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.number}"
