"""What seals a day's closed permits into the audit chain (GB 30871-2022 B.3: at least a year)."""

from typing import Any, ClassVar

from django.db import models

from anhuan.domains.org.models import Company
from anhuan.kernel.ids import uuid7


class DaySeal(models.Model):
    """The permits that closed on one plant day: [[id, number, sm3 of its last signature], …].

    `sm3` is over that list; the audit row of the same night holds it, too.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    company = models.ForeignKey(Company, models.PROTECT, related_name="permit_seals")
    day = models.DateField("日期")
    rows = models.JSONField("作业票", default=list)
    sm3 = models.CharField("SM3", max_length=64)
    at = models.DateTimeField("封存时间")

    class Meta:
        verbose_name = "作业票封存"
        ordering: ClassVar[list[str]] = ["-day"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["company", "day"], name="permit_day_sealed_once"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {len(self.rows)}"
