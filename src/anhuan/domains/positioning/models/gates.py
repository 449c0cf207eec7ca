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

    class Meta:
        verbose_name = "门禁记录"
        ordering: ClassVar[list[str]] = ["-at"]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["company", "person", "-at"], name="passage_last"),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.get_way_display()}"


class Sounder(models.Model):
    """A siren, lamp or loudspeaker of an area; listens to `anhuan/v1/down/{number}`."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    company = models.ForeignKey(Company, models.PROTECT, related_name="sounders")
    number = models.CharField("编号", max_length=32)
    area = models.ForeignKey(Area, models.CASCADE, related_name="sounders", verbose_name="区域")
    is_retired = models.BooleanField("停用", default=False)

    class Meta:
        verbose_name = "声光报警器"
        ordering: ClassVar[list[str]] = ["number"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["company", "number"], name="sounder_number_once"),
        ]

    def __str__(self) -> str:
        return self.number
