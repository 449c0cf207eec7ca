"""The register as it was: one row for every state a line of it was ever in."""

from typing import Any, ClassVar

from django.db import models

from anhuan.domains.org.models import Company
from anhuan.kernel.ids import uuid7


class Version(models.Model):
    """One line from `since` until `until` (open: it is so now), told in plain words.

    `parent` is the line above; `content` holds what the page and the export show, names instead of
    keys, so that a version reads the same when people and departments have long changed.
    """

    class Kind(models.TextChoices):
        OBJECT = "object", "分析对象"
        UNIT = "unit", "分析单元"
        EVENT = "event", "风险事件"
        MEASURE = "measure", "管控措施"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    company = models.ForeignKey(Company, models.PROTECT, related_name="+")
    kind = models.CharField("层级", max_length=8, choices=Kind)
    line = models.UUIDField("行")
    parent = models.UUIDField("上级", null=True)
    content = models.JSONField("内容")
    since = models.DateTimeField("起")
    until = models.DateTimeField("止", null=True)

    class Meta:
        verbose_name = "清单版本"
        ordering: ClassVar[list[str]] = ["since", "id"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["line"], condition=models.Q(until__isnull=True), name="risk_version_open"
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["company", "since", "until"], name="risk_version_at"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.since:%Y-%m-%d}"
