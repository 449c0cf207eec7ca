"""What hangs on the wall of an area: its two cards; and the pictures departments upload."""

from typing import ClassVar

from django.db import models

from anhuan.domains.org.models import Account, Company, Department
from anhuan.domains.plant.models import Area
from anhuan.kernel.ids import uuid7


class AreaCard(models.Model):
    """What the register cannot know for the emergency card (应急卡) and the know card (应知卡).

    Level, hazards and measures come from the register when the card is read or printed.
    """

    area = models.OneToOneField(Area, models.CASCADE, primary_key=True, related_name="risk_card")
    materials = models.CharField("主要危险物料", max_length=300, blank=True)
    must_know = models.TextField("安全须知", blank=True, help_text="每行一条")
    protection = models.CharField("个体防护", max_length=300, blank=True)
    signs = models.TextField("事故征兆", blank=True, help_text="每行一条")
    first_steps = models.TextField("应急处置", blank=True, help_text="每行一步")
    first_aid = models.TextField("急救", blank=True, help_text="每行一条")
    muster = models.CharField("撤离方向与集合点", max_length=300, blank=True)
    phones = models.CharField("应急电话", max_length=300, blank=True)
    updated_at = models.DateTimeField("更新时间", auto_now=True)

    class Meta:
        verbose_name = "区域应急卡与应知卡"

    def __str__(self) -> str:
        return f"{self.area} 应急卡与应知卡"


class RiskPicture(models.Model):
    """A risk map a department drew itself: enterprise, plant, workshop (DUAL-044)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    company = models.ForeignKey(Company, models.PROTECT, related_name="risk_pictures")
    department = models.ForeignKey(
        Department, models.PROTECT, related_name="+", verbose_name="部门"
    )
    title = models.CharField("名称", max_length=100)
    drawn_on = models.DateField("绘制日期", null=True, blank=True)
    file_name = models.CharField("文件名", max_length=200)
    file_sm3 = models.CharField("文件 SM3", max_length=64)
    file_size = models.BigIntegerField("大小（字节）")
    media_type = models.CharField("媒体类型", max_length=100)
    added_by = models.ForeignKey(Account, models.PROTECT, related_name="+", verbose_name="上传人")
    added_at = models.DateTimeField("上传时间", auto_now_add=True)
    is_retired = models.BooleanField("停用", default=False)

    class Meta:
        verbose_name = "风险分布图"
        ordering: ClassVar[list[str]] = ["department__position", "-added_at"]

    def __str__(self) -> str:
        return self.title
