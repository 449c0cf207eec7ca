"""What is to be looked at: libraries of standards and their items (INS-025 to INS-028)."""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from anhuan.domains.inspection.rules import readings
from anhuan.domains.org.models import Company
from anhuan.kernel.ids import uuid7

ITEM_KINDS = [
    (readings.Kind.CHECK, "正常/异常"),
    (readings.Kind.NUMBER, "数值"),
    (readings.Kind.CHOICE, "选项"),
    (readings.Kind.TEXT, "文字"),
]


class Standard(models.Model):
    """One list of items, for one kind of object."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    company = models.ForeignKey(Company, models.PROTECT, related_name="inspection_standards")
    library = models.CharField("标准库", max_length=50)
    name = models.CharField("名称", max_length=100)
    basis = models.CharField("依据", max_length=200, blank=True)
    is_retired = models.BooleanField("停用", default=False)
    updated_at = models.DateTimeField("更新时间", auto_now=True)

    class Meta:
        verbose_name = "检查标准"
        ordering: ClassVar[list[str]] = ["library", "name"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["company", "library", "name"], condition=models.Q(is_retired=False),
                name="inspection_standard_once",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name


class StandardItem(models.Model):
    """One thing to look at. A task keeps the items it was made with."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    standard = models.ForeignKey(Standard, models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField("顺序", default=0)
    part = models.CharField("部位", max_length=100, blank=True)
    category = models.CharField("类别", max_length=50, blank=True)
    method = models.CharField("检查方式", max_length=100, blank=True)
    name = models.CharField("检查内容", max_length=300)
    kind = models.CharField("录入", max_length=8, choices=ITEM_KINDS, default="check")
    unit = models.CharField("单位", max_length=20, blank=True)
    low = models.FloatField("下限", null=True, blank=True)
    high = models.FloatField("上限", null=True, blank=True)
    choices = ArrayField(
        models.CharField(max_length=50), verbose_name="选项", default=list, blank=True
    )
    normal = ArrayField(
        models.CharField(max_length=50), verbose_name="正常选项", default=list, blank=True
    )
    needs_photo = models.BooleanField("必须拍照", default=False)
    process_point = models.CharField("工艺位号", max_length=64, blank=True)
    may_differ = models.FloatField("与工艺值允许偏差", null=True, blank=True)
    risk_measure_id = models.UUIDField("管控措施", null=True, blank=True)

    class Meta:
        verbose_name = "检查项"
        ordering: ClassVar[list[str]] = ["position", "id"]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                name="inspection_item_limits",
                condition=models.Q(low__isnull=True) | models.Q(high__isnull=True)
                | models.Q(low__lte=models.F("high")),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name

    @property
    def item(self) -> readings.Item:
        """As the rules take it."""
        return readings.Item(
            readings.Kind(self.kind), self.name, self.unit, self.low, self.high,
            tuple(self.choices), frozenset(self.normal), self.needs_photo, self.may_differ,
        )  # fmt: skip
