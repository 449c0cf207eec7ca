"""Who went through which gate, and the devices that warn an area."""

from typing import Any, ClassVar

from django.db import models

from anhuan.domains.org.models import Company, Person
from anhuan.domains.plant.models import Area
from anhuan.kernel.ids import uuid7


class GatePassage(models.Model):
    """One person through one gate, once. Its id is computed, so telling it twice adds nothing."""

    class Way(models.TextChoices):
        IN = "in", "进厂"
        OUT = "out", "出厂"

    id = models.UUIDField(primary_key=True, editable=False)
    company = models.ForeignKey(Company, models.PROTECT, related_name="gate_passages")
    person = models.ForeignKey(Person, models.PROTECT, related_name="gate_passages")
    gate = models.CharField("门", max_length=50)
    way = models.CharField("方向", max_length=3, choices=Way)
    at = models.DateTimeField("时间")
    is_by_hand = models.BooleanField("人工登记", default=False, db_default=False)

    class Meta:
        verbose_name = "门禁记录"
        ordering: ClassVar[list[str]] = ["-at"]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["company", "person", "-at"], name="passage_last"),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.get_way_display()}"


class Sounder(models.Model):
    """A siren, lamp or loudspeaker; listens to `anhuan/v1/down/{number}`, answers as a tag does.

    It warns the area it hangs in, and those others that hear it.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    company = models.ForeignKey(Company, models.PROTECT, related_name="sounders")
    number = models.CharField("编号", max_length=32)
    name = models.CharField("名称", max_length=100, blank=True)  # "压缩机房东墙"
    area = models.ForeignKey(Area, models.CASCADE, related_name="sounders", verbose_name="区域")
    also_warns = models.ManyToManyField(
        Area, blank=True, related_name="+", verbose_name="同时警示的区域"
    )
    x_m = models.FloatField("x（m）", null=True, blank=True)
    y_m = models.FloatField("y（m）", null=True, blank=True)
    floor = models.SmallIntegerField("楼层", default=1, db_default=1)
    tested_at = models.DateTimeField("最近测试", null=True, blank=True, editable=False)
    test_id = models.UUIDField("测试编号", null=True, blank=True, editable=False)
    answered_at = models.DateTimeField("最近应答", null=True, blank=True, editable=False)
    is_retired = models.BooleanField("停用", default=False)

    class Meta:
        verbose_name = "声光报警器"
        ordering: ClassVar[list[str]] = ["number"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["company", "number"], name="sounder_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name}".strip()
