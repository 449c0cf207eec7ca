"""Forms as data, in versions: a permit keeps the version it began with (PTW-002, AQP-099)."""

from typing import Any, ClassVar

from django.db import models

from anhuan.domains.org.models import Company
from anhuan.domains.permits.rules.kinds import KINDS
from anhuan.kernel.ids import uuid7

KIND_CHOICES = [(kind.value, info.label) for kind, info in KINDS.items()]


class FormTemplate(models.Model):
    """One version of one form. Whatever a permit has used is never changed again."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    company = models.ForeignKey(Company, models.PROTECT, related_name="permit_forms")
    kind = models.CharField("作业类型", max_length=32, choices=KIND_CHOICES)
    version = models.PositiveIntegerField("版本")
    name = models.CharField("名称", max_length=100)
    content = models.JSONField("内容")  # rules.forms: fields, measures, approvals …
    content_sm3 = models.CharField("内容 SM3", max_length=64)
    is_current = models.BooleanField("现行", default=True)
    source = models.CharField("来源", max_length=16, default="seed")  # seed, plant
    made_at = models.DateTimeField("制定时间", auto_now_add=True)

    class Meta:
        verbose_name = "作业票模板"
        ordering: ClassVar[list[str]] = ["kind", "-version"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["company", "kind", "version"], name="form_version_once"
            ),
            models.UniqueConstraint(
                fields=["company", "kind"],
                condition=models.Q(is_current=True),
                name="form_current_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} 第 {self.version} 版"
