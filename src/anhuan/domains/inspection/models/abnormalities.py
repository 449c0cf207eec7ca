"""The record of everything found wrong, on a round or outside one, until it is dealt with."""

from typing import Any, ClassVar

from django.db import models

from anhuan.domains.inspection.models.routes import Point
from anhuan.domains.inspection.models.tasks import Entry
from anhuan.domains.org.models import Account, Company, Department, Person
from anhuan.kernel.ids import uuid7


class Abnormality(models.Model):
    """INS-050, INS-053. `entry` None: found outside a round. A hazard closes it by its own end."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    company = models.ForeignKey(Company, models.PROTECT, related_name="abnormalities")
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, verbose_name="部门", related_name="abnormalities"
    )
    entry = models.OneToOneField(
        Entry, models.PROTECT, null=True, verbose_name="检查记录", related_name="abnormality"
    )
    point = models.ForeignKey(
        Point, models.PROTECT, null=True, verbose_name="点位", related_name="abnormalities"
    )
    item_id = models.UUIDField("检查项", null=True)
    place = models.CharField("地点", max_length=200)
    equipment = models.CharField("设备", max_length=100, blank=True)
    text = models.CharField("异常情况", max_length=1000)
    files = models.JSONField("照片、录音、视频", default=list, blank=True)  # SM3 of stored files
    handling = models.CharField("处置", max_length=8, choices=Entry.Handling)
    handled = models.CharField("处置结果", max_length=500, blank=True)
    hazard_id = models.UUIDField("隐患", null=True)
    person = models.ForeignKey(Person, models.PROTECT, verbose_name="发现人", related_name="+")
    at = models.DateTimeField("发现时间")
    received_at = models.DateTimeField("收到")
    closed_at = models.DateTimeField("关闭时间", null=True)
    closed_by = models.ForeignKey(
        Account, models.PROTECT, null=True, verbose_name="关闭人", related_name="+"
    )

    class Meta:
        verbose_name = "异常记录"
        ordering: ClassVar[list[str]] = ["-at"]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["company", "-at"], name="inspection_abnormal"),
            models.Index(fields=["item_id", "-at"], name="inspection_faults"),
        ]

    def __str__(self) -> str:
        return f"{self.place} {self.text}"[:100]
