"""Judgements by GB 18218: what was given, what came out. Snapshots, never changed."""

from typing import Any, ClassVar

from django.core.validators import MaxValueValidator
from django.db import models

from anhuan.domains.org.models import Account, Company
from anhuan.domains.plant.models import MajorHazardSource
from anhuan.domains.risk.models.register import RiskObject
from anhuan.kernel.ids import uuid7


class Identification(models.Model):
    """One judgement of one unit. "Not a major hazard source" is `level` 0, a row like any other."""

    class Kind(models.TextChoices):
        PRODUCTION = "production", "生产单元"
        STORAGE = "storage", "储存单元"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    company = models.ForeignKey(Company, models.PROTECT, related_name="+")
    name = models.CharField("单元名称", max_length=100)
    kind = models.CharField(
        "单元类别", max_length=12, choices=Kind,
        help_text="生产单元以切断阀分界；储罐区以防火堤、仓库以独立建筑物分界",
    )  # fmt: skip
    object = models.ForeignKey(
        RiskObject, models.PROTECT, null=True, blank=True, related_name="identifications",
        verbose_name="风险分析对象",
    )  # fmt: skip
    source = models.ForeignKey(
        MajorHazardSource, models.PROTECT, null=True, blank=True, related_name="identifications",
        verbose_name="登记为重大危险源",
    )  # fmt: skip
    people_in_500m = models.PositiveIntegerField(
        "厂界外 500 m 常住人数", validators=[MaxValueValidator(10_000_000)]
    )
    stocks = models.JSONField("危险化学品")  # as given
    lines = models.JSONField("计算")  # threshold, β, ratios, by which table
    s = models.CharField("S", max_length=40)  # for people, never rounded up
    r = models.CharField("R", max_length=40)
    alpha = models.CharField("α", max_length=8)
    level = models.PositiveSmallIntegerField("级别", default=0)
    standard = models.CharField("依据", max_length=40)
    note = models.CharField("说明", max_length=500, blank=True)
    digest = models.CharField("SM3", max_length=64)
    at = models.DateTimeField("辨识时间")
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    by_name = models.CharField("辨识人", max_length=64)

    class Meta:
        verbose_name = "重大危险源辨识"
        ordering: ClassVar[list[str]] = ["-at", "-id"]

    def __str__(self) -> str:
        return self.name

    @property
    def verdict(self) -> str:
        """In words, "no" included."""
        if not self.level:
            return "不构成重大危险源"
        return f"{'一二三四'[self.level - 1]}级重大危险源"

    @property
    def tag(self) -> tuple[str, Any]:
        """Word and tone for lists."""
        return self.verdict, "accent" if self.level else ""
