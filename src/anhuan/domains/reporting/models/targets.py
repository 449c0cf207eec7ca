"""Receivers of reports."""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from anhuan.domains.org.models import Company
from anhuan.domains.reporting.rules.schedule import DAILY_AT
from anhuan.domains.reporting.rules.systems import FORMS, LEVELS, SYSTEMS
from anhuan.kernel.ids import uuid7


class Target(models.Model):
    """One receiver. Keys, tokens and passwords lie in a file beside the database; `secret` names
    them there."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    company = models.ForeignKey(Company, models.PROTECT, related_name="report_targets")
    name = models.CharField("名称", max_length=100)
    level = models.CharField("层级", max_length=12, choices=list(LEVELS.items()))
    system = models.CharField("系统", max_length=12, choices=list(SYSTEMS.items()))
    form = models.CharField("报文形式", max_length=16, choices=list(FORMS.items()))
    address = models.CharField("地址", max_length=300)
    secret = models.SlugField("密钥名称", max_length=60, blank=True)
    company_code = models.CharField("企业编码", max_length=36, blank=True)
    park_code = models.CharField("园区编码", max_length=36, blank=True)
    tables = ArrayField(models.CharField(max_length=12), verbose_name="上报的表", default=list)
    daily_at = models.TimeField("每日上报时刻", default=DAILY_AT)
    options = models.JSONField("选项", default=dict, blank=True)
    last_number = models.BigIntegerField("报文序号", default=0, editable=False)
    is_active = models.BooleanField("启用", default=False)
    made_at = models.DateTimeField("建立时间", auto_now_add=True)

    class Meta:
        verbose_name = "上报目标"
        ordering: ClassVar[list[str]] = ["made_at", "id"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["company", "name"], name="report_target_once"),
        ]

    def __str__(self) -> str:
        return self.name
