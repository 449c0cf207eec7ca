"""Where people of plants were, where the authority keeps it (AQ 3064.3-2025 6.1)."""

from typing import Any, ClassVar

from django.db import models

from anhuan.domains.province.models.enterprises import Enterprise
from anhuan.kernel.ids import uuid7


class Whereabouts(models.Model):
    """A plant's people in one minute: the first packet that came of it (`rules.near.packed`)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    enterprise = models.ForeignKey(Enterprise, models.CASCADE, related_name="whereabouts")
    minute = models.DateTimeField("分钟")
    positions = models.JSONField("位置")

    class Meta:
        verbose_name = "人员位置"
        ordering: ClassVar[list[str]] = ["minute"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["enterprise", "minute"], name="whereabouts_once"),
        ]

    def __str__(self) -> str:
        return f"{self.enterprise} {self.minute:%m-%d %H:%M}"
