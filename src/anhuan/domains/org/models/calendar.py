"""Who is on duty, and which days are not ordinary."""

from typing import Any, ClassVar

from django.db import models

from anhuan.domains.org.models.company import Company
from anhuan.domains.org.models.people import Person
from anhuan.kernel.ids import uuid7


class Holiday(models.Model):
    """A day that differs from its weekday; drives upgrades of permits and inspection."""

    class Kind(models.TextChoices):
        HOLIDAY = "holiday", "法定节假日"
        WORKDAY = "workday", "调休上班"
        SPECIAL = "special", "特殊时段"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    company = models.ForeignKey(Company, models.CASCADE, related_name="holidays")
    on = models.DateField("日期")
    kind = models.CharField("性质", max_length=16, choices=Kind)
    name = models.CharField("名称", max_length=50)

    class Meta:
        verbose_name = "节假日"
        ordering: ClassVar[list[str]] = ["on"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["company", "on"], name="holiday_once"),
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.name}"


class DutyShift(models.Model):
    """One shift of the control room: who leads it, from when until when."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    company = models.ForeignKey(Company, models.CASCADE, related_name="duty_shifts")
    team = models.CharField("班次", max_length=20)  # 甲班 乙班 丙班 丁班
    leader = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="当班")
    starts_at = models.DateTimeField("开始")
    ends_at = models.DateTimeField("结束")

    class Meta:
        verbose_name = "值班"
        ordering: ClassVar[list[str]] = ["starts_at"]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                name="duty_ends_after", condition=models.Q(ends_at__gt=models.F("starts_at"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.team} {self.starts_at:%m-%d %H:%M}"
